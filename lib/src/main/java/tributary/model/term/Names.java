package tributary.model.term;

import java.util.Set;

/** What may be a name: ASCII letters, digits and underscore, at most 128, no word of the language. */
public final class Names {
    /** The longest name. */
    public static final int LONGEST = 128;

    /** The words that name nothing. */
    public static final Set<String> RESERVED = Set.of(
            "row",
            "rows",
            "latent",
            "group",
            "column",
            "columns",
            "series",
            "ordered",
            "by",
            "in",
            "randomised",
            "observe",
            "do",
            "prior",
            "estimands",
            "where",
            "and",
            "or",
            "not");

    private Names() {}

    /** Whether this text can be written as a name. */
    public static boolean isName(String text) {
        if (text.isEmpty() || text.length() > LONGEST || RESERVED.contains(text)) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!letter && !(i > 0 && c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }

    static void check(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("`" + name + "` cannot be a name: use letters, digits and _, at most "
                    + LONGEST + ", and no word of the language");
        }
    }
}
