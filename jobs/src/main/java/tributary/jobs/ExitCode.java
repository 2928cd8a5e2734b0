package tributary.jobs;

/**
 * How a command ended, as the number a scheduler sees.
 *
 * <p>Retry {@link #INPUT_ABSENT} only: the others come back the same way until somebody changes something.
 */
public enum ExitCode {
    /** Everything asked for is published (or was already). */
    DONE(0, "done, or was done already"),
    /** Unexpected: a defect, or a storage that is broken, such as a corrupt Delta log. */
    UNEXPECTED(1, "unexpected: look at the log"),
    /** Usage, conf, a schema that does not fit, or a results root that cannot be written. */
    USAGE(2, "usage, conf, schema, or a results root that cannot be written: mend the conf"),
    /** A data-quality gate held back at least one analysis. */
    DATA_GATE(3, "data-quality gate: mend the data"),
    /** An inference gate held back at least one analysis: not converged, or not certified. */
    INFERENCE_GATE(4, "inference gate, not converged or not certified: look at the diagnostics"),
    /** An input is absent, empty or late: a later run may succeed. */
    INPUT_ABSENT(5, "input absent, empty or late: try again later");

    private final int number;
    private final String words;

    ExitCode(int number, String words) {
        this.number = number;
        this.words = words;
    }

    /** The exit code of the process. */
    public int number() {
        return number;
    }

    /** What it means and what to do, in a few words. */
    public String words() {
        return words;
    }

    /** The exit code of a number, such as one that was stored. */
    public static ExitCode of(int number) {
        for (ExitCode code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        return UNEXPECTED;
    }
}
