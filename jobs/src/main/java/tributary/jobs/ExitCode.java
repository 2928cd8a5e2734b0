package tributary.jobs;

/**
 * How a command ended, as the number a scheduler sees.
 *
 * <p>Retry {@link #INPUT_ABSENT} only: the others come back the same way until somebody changes something.
 */
public enum ExitCode {
    /** Everything asked for is published (or was already). */
    DONE(0),
    /** Unexpected: a defect, or a storage that is broken, such as a corrupt Delta log. */
    UNEXPECTED(1),
    /** Usage, conf, a schema that does not fit, or a results root that cannot be written. */
    USAGE(2),
    /** A data-quality gate held back at least one analysis. */
    DATA_GATE(3),
    /** An inference gate held back at least one analysis: not converged, or not certified. */
    INFERENCE_GATE(4),
    /** An input is absent, empty or late: a later run may succeed. */
    INPUT_ABSENT(5);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The exit code of the process. */
    public int number() {
        return number;
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
