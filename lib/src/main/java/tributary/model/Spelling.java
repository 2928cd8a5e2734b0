package tributary.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The nearest known name to a misspelt one. */
public final class Spelling {
    private Spelling() {}

    /** "did you mean ...?", or the given remedy if nothing is near. */
    public static String remedy(String name, Collection<String> known, String otherwise) {
        return nearest(name, known).map(near -> "did you mean `" + near + "`?").orElse(otherwise);
    }

    /**
     * The known name that is the fewest edits away, at most a third of the letters (but one at least); names that have no
     * letter in common, such as {@code x} and {@code y}, are not near.
     */
    public static Optional<String> nearest(String name, Collection<String> known) {
        int allowed = Math.max(1, Math.min(name.length(), 60) / 3);
        return known.stream()
                .filter(other -> Math.abs(other.length() - name.length()) <= allowed)
                .filter(other -> distance(name, other) <= allowed)
                .filter(other ->
                        distance(name, other) < Math.max(name.length(), other.length()) || other.equalsIgnoreCase(name))
                .min(Comparator.comparingInt((String other) -> distance(name, other))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Insertions, deletions, replacements and swaps of neighbours between two words. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + same);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
