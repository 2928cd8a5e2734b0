package tributary.jobs.report;

import java.util.List;

/** Text of a memo in CommonMark. */
final class Markdown {
    private Markdown() {}

    static String bullets(List<String> lines) {
        return "- " + String.join("\n- ", lines);
    }

    /** Text from data on one line, with what Markdown or HTML would take for markup escaped. */
    static String plain(String fromData) {
        StringBuilder words = new StringBuilder();
        fromData.codePoints().forEach(c -> {
            if ("\\`*_[]<>#|&".indexOf(c) >= 0) {
                words.append('\\');
            }
            words.appendCodePoint(Character.isISOControl(c) || Character.isWhitespace(c) ? ' ' : c);
        });
        return words.toString();
    }
}
