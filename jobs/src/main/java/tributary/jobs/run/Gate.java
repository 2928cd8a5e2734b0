package tributary.jobs.run;

import java.util.Locale;
import tributary.jobs.ExitCode;

/** The kinds of gate an analysis passes before it is published. */
public enum Gate {
    /** The data: bad rows, sample ratio mismatch. */
    DATA(ExitCode.DATA_GATE),
    /** The inference: not converged, or not certified. */
    INFERENCE(ExitCode.INFERENCE_GATE);

    private final ExitCode exitCode;

    Gate(ExitCode exitCode) {
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
