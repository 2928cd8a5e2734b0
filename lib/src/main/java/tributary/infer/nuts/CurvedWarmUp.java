package tributary.infer.nuts;

import tributary.infer.SampleStats;
import tributary.infer.mode.Arrow;
import tributary.math.LogDensity;
import tributary.random.RandomStream;

/**
 * Warm-up of a metric of the density's curvature: it has one from the first step on, so that windows begin at once and are
 * short. What was learnt on the way to the posterior is forgotten, all later Hessians count alike.
 */
final class CurvedWarmUp {
    /** Transitions on the way to the posterior, while the metric is crude. */
    private static final int WAY = 30;
    /** Doublings there: a longer walk with a crude metric costs more than the better metric that comes next. */
    private static final int SHALLOW = 6;

    private final LogDensity density;
    private final Nuts settings;
    private final CurvatureLearner learner;
    private NutsState state;
    private Metric current;

    CurvedWarmUp(LogDensity density, Nuts settings, Metric metric, NutsState start) {
        this.density = density;
        this.settings = settings;
        Arrow arrow = metric instanceof ArrowMetric same ? same.arrow() : Arrow.whole(density.dimension());
        this.learner = new CurvatureLearner(density, arrow);
        this.current = metric;
        this.state = start;
    }

    WarmUp.Adapted run(RandomStream stream) throws StuckChainException {
        Windows windows = Windows.early(settings.warmup());
        learn(true);
        NutsKernel kernel = kernel(0);
        DualAveraging averaging =
                new DualAveraging(settings.targetAcceptance(), WarmUp.findStepSize(kernel, state, 1, stream));
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
                learn(t < WAY);
                kernel = kernel(t + 1);
                averaging.restart(WarmUp.findStepSize(kernel, state, averaging.stepSize(), stream));
            }
        }
        return new WarmUp.Adapted(state, averaging.averagedStepSize(), current, divergences, leapfrogs);
    }

    private void learn(boolean underWay) {
        if (underWay) {
            learner.forget();
            learner.learn(state.position);
        }
        current = learner.metric().orElse(current);
    }

    private NutsKernel kernel(int transition) {
        int depth = transition < WAY ? StrictMath.min(SHALLOW, settings.maxDepth()) : settings.maxDepth();
        return new NutsKernel(density, current, depth);
    }
}
