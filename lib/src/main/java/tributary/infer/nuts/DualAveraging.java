package tributary.infer.nuts;

/**
 * Finds the step size at which the acceptance rate meets its target (Nesterov 2009; Hoffman and Gelman 2014, with
 * gamma 0.05, t0 10, kappa 0.75).
 */
final class DualAveraging {
    private static final double GAMMA = 0.05;
    private static final double T0 = 10;
    private static final double KAPPA = 0.75;

    private final double target;
    private double shrinkTowards;
    private double shortfall;
    private double logAveraged;
    private double logStep;
    private int count;

    DualAveraging(double target, double stepSize) {
        this.target = target;
        restart(stepSize);
    }

    /** Begins anew, leaning towards ten times this step size: trying large steps is cheap. */
    void restart(double stepSize) {
        logStep = StrictMath.log(stepSize);
        shrinkTowards = StrictMath.log(10 * stepSize);
        shortfall = 0;
        logAveraged = 0;
        count = 0;
    }

    /** Learns from one transition's acceptance rate. */
    void learn(double acceptance) {
        count++;
        double weight = 1 / (count + T0);
        shortfall += weight * (target - StrictMath.min(1, acceptance) - shortfall);
        logStep = shrinkTowards - shortfall * StrictMath.sqrt(count) / GAMMA;
        double forget = StrictMath.pow(count, -KAPPA);
        logAveraged += forget * (logStep - logAveraged);
    }

    /** The step size to try next. */
    double stepSize() {
        return StrictMath.exp(logStep);
    }

    /** The step size to keep: the weighted average of those tried; the starting one if none was. */
    double averagedStepSize() {
        return count == 0 ? stepSize() : StrictMath.exp(logAveraged);
    }
}
