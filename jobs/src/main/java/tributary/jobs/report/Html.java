package tributary.jobs.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a page, escaped by construction: whatever comes from data can only become text or an attribute's value.
 *
 * <p>Element and attribute names are literals of this package; text and values are escaped when written. SVG is made
 * of the same pieces.
 */
public sealed interface Html {
    /** Appends the markup. */
    void write(StringBuilder page);

    /** Nothing. */
    static Html nothing() {
        return new Trusted("");
    }

    /** An element with a class (empty for none) and children. */
    static Element el(String tag, String css, Html... children) {
        return el(tag, css, List.of(children));
    }

    /** An element with a class (empty for none) and children. */
    static Element el(String tag, String css, List<? extends Html> children) {
        return new Element(
                tag, css.isEmpty() ? List.of() : List.of(new Attribute("class", css)), List.copyOf(children));
    }

    /** Text, escaped. */
    static Html text(String words) {
        return new Text(words);
    }

    /** A name that comes from data, isolated so that its writing direction cannot reorder what stands around it. */
    static Html name(String fromData) {
        return el("bdi", "", text(fromData));
    }

    /** The markup of this piece. */
    default String markup() {
        StringBuilder page = new StringBuilder();
        write(page);
        return page.toString();
    }

    /** One attribute. */
    record Attribute(String name, String value) {}

    /** An element. */
    record Element(String tag, List<Attribute> attributes, List<Html> children) implements Html {
        private static final List<String> VOID = List.of("meta", "input", "br");

        /** The same with one more attribute. */
        Element with(String attribute, String value) {
            List<Attribute> more = new ArrayList<>(attributes);
            more.add(new Attribute(attribute, value));
            return new Element(tag, List.copyOf(more), children);
        }

        @Override
        public void write(StringBuilder page) {
            page.append('<').append(tag);
            for (Attribute attribute : attributes) {
                page.append(' ').append(attribute.name).append("=\"");
                escape(attribute.value, page);
                page.append('"');
            }
            page.append('>');
            if (!VOID.contains(tag)) {
                children.forEach(child -> child.write(page));
                page.append("</").append(tag).append('>');
            }
        }
    }

    /** Text. */
    record Text(String words) implements Html {
        @Override
        public void write(StringBuilder page) {
            escape(words, page);
        }
    }

    /** This package's own style sheet and script; never anything that comes from data. */
    record Trusted(String source) implements Html {
        @Override
        public void write(StringBuilder page) {
            page.append(source);
        }
    }

    private static void escape(String words, StringBuilder page) {
        words.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                case '\n', '\t' -> page.append((char) c);
                default ->
                    page.appendCodePoint(
                            Character.isISOControl(c) || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                                    ? 0xFFFD
                                    : c);
            }
        });
    }
}
