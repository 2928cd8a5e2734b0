package tributary.infer.nuts;

import tributary.infer.SampleStats;
import tributary.math.LogDensity;
import tributary.random.RandomStream;

/**
 * Warm-up: from a starting state to a step size, a metric and a state in the posterior, by windows that each end in a better
 * metric: Stan's, unless the metric's learner has its own.
 *
 * <p>Draws made here are not the posterior's, since the kernel changes while they are made.
 */
public final class WarmUp {
    private static final double LOG_TARGET = StrictMath.log(0.8);
    private static final double LARGEST_STEP = 1e7;

    private WarmUp() {}

    /**
     * What warm-up has learnt.
     *
     * @param state where sampling begins
     * @param stepSize the step size to keep
     * @param metric the metric to keep
     * @param divergences divergent transitions on the way (common, and harmless here)
     * @param leapfrogs gradient evaluations
     */
    public record Adapted(NutsState state, double stepSize, Metric metric, int divergences, long leapfrogs) {}

    /**
     * Runs it.
     *
     * @param metric the metric to begin with
     * @throws StuckChainException if no step size works or the metric overflows
     */
    static Adapted run(LogDensity density, Nuts settings, Metric metric, NutsState start, RandomStream stream)
            throws StuckChainException {
        Learner learner = Learner.of(settings.metric(), density, metric);
        Windows windows = learner.windows(settings.warmup());
        Metric current = learner.begin(metric, start);
        NutsKernel kernel = new NutsKernel(density, current, learner.depth(0, settings.maxDepth()));
        NutsState state = start;
        double first = findStepSize(kernel, state, 1, stream);
        DualAveraging averaging = new DualAveraging(settings.targetAcceptance(), first);
        int divergences = 0;
        long leapfrogs = 0;
        for (int t = 0; t < settings.warmup(); t++) {
            NutsKernel.Transition transition = kernel.step(state, averaging.stepSize(), stream);
            SampleStats.Step step = transition.step();
            state = transition.state();
            averaging.learn(step.acceptanceRate());
            divergences += step.diverging() ? 1 : 0;
            leapfrogs += step.leapfrogs();
            if (windows.learns(t)) {
                learner.learn(state.position);
            }
            if (windows.ends(t)) {
                try {
                    current = learner.finish(current);
                } catch (IllegalArgumentException e) {
                    throw new StuckChainException("the metric overflowed in warm-up: " + e.getMessage());
                }
                kernel = new NutsKernel(density, current, learner.depth(t + 1, settings.maxDepth()));
                averaging.restart(findStepSize(kernel, state, averaging.stepSize(), stream));
            }
        }
        return new Adapted(state, averaging.averagedStepSize(), current, divergences, leapfrogs);
    }

    /** Doubles or halves until one step's acceptance crosses 0.8. */
    static double findStepSize(NutsKernel kernel, NutsState state, double guess, RandomStream stream)
            throws StuckChainException {
        double step = guess;
        boolean grow = kernel.energyLost(state, step, stream) > LOG_TARGET;
        boolean more = grow;
        while (more == grow) {
            step = grow ? 2 * step : 0.5 * step;
            if (step > LARGEST_STEP) {
                throw new StuckChainException(
                        "every step size is accepted: the posterior is improper, give it proper priors");
            }
            if (step == 0) {
                throw new StuckChainException("no step size is accepted: the log density is discontinuous or its"
                        + " gradient is wrong at the start");
            }
            more = kernel.energyLost(state, step, stream) > LOG_TARGET;
        }
        return step;
    }
}
