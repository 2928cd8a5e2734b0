package tributary.infer.mode;

import java.io.Serializable;

/** Where a search for a mode ended, and whether it may be called one. */
public final class Mode implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] position;
    private final double[] gradient;
    private final double logDensity;
    private final int iterations;
    private final int evaluations;
    private final Ending ending;

    /** Why a search ended. */
    public enum Ending {
        /** The gradient, or the gain it promises, is negligible. */
        CONVERGED,
        /** No step improves any more although the gradient is not negligible: rounding, or a wrong gradient. */
        STALLED,
        /** The limit of iterations was reached. */
        EXHAUSTED,
        /** The density is zero, infinite or not a number at the start. */
        BAD_START
    }

    Mode(double[] position, double[] gradient, double logDensity, int iterations, int evaluations, Ending ending) {
        this.position = position.clone();
        this.gradient = gradient.clone();
        this.logDensity = logDensity;
        this.iterations = iterations;
        this.evaluations = evaluations;
        this.ending = ending;
    }

    /** A copy of the coordinates. */
    public double[] position() {
        return position.clone();
    }

    /** A copy of the gradient there. */
    public double[] gradient() {
        return gradient.clone();
    }

    /** The log density there. */
    public double logDensity() {
        return logDensity;
    }

    /** Steps taken. */
    public int iterations() {
        return iterations;
    }

    /** Evaluations of density and gradient. */
    public int evaluations() {
        return evaluations;
    }

    /** Why the search ended. */
    public Ending ending() {
        return ending;
    }

    /** Whether it ended at a stationary point. */
    public boolean converged() {
        return ending == Ending.CONVERGED;
    }

    @Override
    public String toString() {
        return "Mode(" + ending + " after " + iterations + " steps at log density " + logDensity + ")";
    }
}
