package tributary.check;

import java.util.Locale;
import tributary.graph.Implications;

/**
 * An independence that a graph implies, held against the data by the size of what is left, not by a p value: among many
 * rows any tiny dependence is significant, among few none is.
 *
 * @param claim what the graph says
 * @param method how it was measured
 * @param effect what is left: a partial correlation, or Cramér's V within cells corrected for chance (Bergsma, 2013)
 * @param leastEffect how large it is at least, with 99.9 % confidence
 * @param rows the rows it was measured on
 * @param reason why it could not be measured; empty if it was
 */
public record IndependenceTest(
        Implications.Independence claim, Method method, double effect, double leastEffect, double rows, String reason) {
    /** A dependence smaller than this is left to modelling, whatever its p value. */
    public static final double SMALL = 0.02;

    /** How a claim was measured. */
    public enum Method {
        /** By the correlation that is left once the others are regressed out. */
        PARTIAL_CORRELATION("partial correlation"),
        /** By chi-square within the cells of the others. */
        CELLS("Cramér's V within cells"),
        /** Not at all. */
        NONE("not measured");

        private final String words;

        Method(String words) {
            this.words = words;
        }

        /** The method in words. */
        public String words() {
            return words;
        }
    }

    /** Whether the data contradict the claim. */
    public boolean contradicted() {
        return leastEffect > SMALL;
    }

    /** The claim, such as {@code a and c are independent given {b}}. */
    public String claimed() {
        return claim.one() + " and " + claim.other() + " are independent"
                + (claim.given().isEmpty() ? "" : " given {" + String.join(", ", claim.given()) + "}");
    }

    /** What was found, in words. */
    public String found() {
        if (method == Method.NONE) {
            return "not tested: " + reason;
        }
        return String.format(
                Locale.ROOT,
                "%s %.4f over %.0f rows, at least %.4f in size with 99.9 %% confidence: %s",
                method.words(),
                effect,
                rows,
                leastEffect,
                contradicted() ? "the data contradict the graph" : "not contradicted");
    }
}
