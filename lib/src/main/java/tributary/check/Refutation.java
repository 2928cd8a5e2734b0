package tributary.check;

/**
 * One attempt to refute an effect: a world in which the answer is known, or must hardly change, and what the same analysis
 * says there.
 *
 * @param kind what was tried
 * @param estimand the question
 * @param repetitions how often it was tried
 * @param expected the answer expected: 0, or that of the table itself
 * @param observed the mean answer over the repetitions
 * @param spread the standard deviation that one answer is expected to have about the expected one
 * @param statistic the sum of squared standardised distances, about chi-square on as many degrees as repetitions; NaN
 *     where there is none
 * @param probability of a statistic at least so large if all is well; NaN where it could not be tried
 * @param refuted whether the attempt succeeded
 * @param words what it means
 */
public record Refutation(
        Kind kind,
        String estimand,
        int repetitions,
        double expected,
        double observed,
        double spread,
        double statistic,
        double probability,
        boolean refuted,
        String words) {
    /** What is tried. */
    public enum Kind {
        /** The treatment shuffled among the rows: its effect must be nought. */
        PLACEBO_TREATMENT("placebo_treatment"),
        /** The outcome shuffled among the rows: nothing has an effect on it. */
        DUMMY_OUTCOME("dummy_outcome"),
        /** A cause of noise added to the outcome's equation: the effect must not move. */
        RANDOM_COMMON_CAUSE("random_common_cause"),
        /** Rows left out at random: the effect must stay within sampling error. */
        SUBSET("subset"),
        /** A question whose answer is known to be nought: the effect on what the treatment cannot touch. */
        NEGATIVE_CONTROL("negative_control");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word in tables. */
        public String word() {
            return word;
        }
    }
}
