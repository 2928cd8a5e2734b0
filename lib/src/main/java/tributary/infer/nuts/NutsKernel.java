package tributary.infer.nuts;

import tributary.infer.SampleStats;
import tributary.math.LogDensity;
import tributary.random.RandomStream;

/**
 * One transition of the no-U-turn sampler, multinomial over the trajectory (Hoffman and Gelman 2014; Betancourt 2017).
 *
 * <p>The trajectory doubles forward or backward at random until it turns back on itself. A doubling is walked point
 * by point; finished stretches wait, one per power of two, until a neighbour of the same length is finished, as the
 * ones of a binary counter do, so nothing recurses and nothing is allocated but the new state. Owns its scratch: one
 * thread at a time.
 */
public final class NutsKernel {
    /** The energy error that is called a divergence (Stan's limit). */
    public static final double DIVERGENCE = 1000;

    private final LogDensity density;
    private final Hamiltonian hamiltonian;
    private final int maxDepth;
    private final PhasePoint forward;
    private final PhasePoint backward;
    private final Subtree[] waiting;
    private Subtree walked;
    private final Subtree trajectory;

    private double initialEnergy;
    private double acceptance;
    private int leapfrogs;
    private boolean diverging;

    /**
     * A kernel.
     *
     * @param density the target; used by this kernel's thread only
     * @param metric of the same dimension
     * @param maxDepth the greatest number of doublings, 1 to 20
     */
    public NutsKernel(LogDensity density, Metric metric, int maxDepth) {
        if (maxDepth < 1 || maxDepth > 20) {
            throw new IllegalArgumentException("tree depth must be in 1..20, is " + maxDepth);
        }
        int dimension = density.dimension();
        this.density = density;
        this.maxDepth = maxDepth;
        hamiltonian = new Hamiltonian(density, metric);
        forward = new PhasePoint(dimension);
        backward = new PhasePoint(dimension);
        trajectory = new Subtree(dimension);
        walked = new Subtree(dimension);
        waiting = new Subtree[maxDepth];
        for (int level = 0; level < maxDepth; level++) {
            waiting[level] = new Subtree(dimension);
        }
    }

    /**
     * A transition's outcome.
     *
     * @param state where the chain stands now
     * @param step what was noticed on the way
     */
    public record Transition(NutsState state, SampleStats.Step step) {}

    /** The state at a position; check {@link NutsState#isFinite()} before starting a chain there. */
    public NutsState init(double[] position) {
        double[] own = position.clone();
        double[] gradient = new double[own.length];
        double logDensity = density.evaluate(own, gradient);
        return new NutsState(own, gradient, logDensity);
    }

    /**
     * One transition.
     *
     * @param state finite, of this kernel's density
     * @param stepSize positive
     * @param stream read in order: momenta, then directions and choices
     */
    public Transition step(NutsState state, double stepSize, RandomStream stream) {
        place(forward, state);
        hamiltonian.refresh(forward, stream);
        backward.copyFrom(forward);
        initialEnergy = hamiltonian.energy(forward);
        trajectory.setLeaf(forward, initialEnergy, 0);
        acceptance = 0;
        leapfrogs = 0;
        diverging = false;

        int depth = 0;
        boolean turning = false;
        while (depth < maxDepth && !turning) {
            boolean ahead = stream.nextDouble() > 0.5;
            boolean whole = ahead ? walk(forward, stepSize, depth, stream) : walk(backward, -stepSize, depth, stream);
            if (!whole) {
                break;
            }
            depth++;
            // biased towards the new half: moves farther than a uniform choice and keeps the target
            if (stream.nextDouble() < StrictMath.exp(walked.logWeight - trajectory.logWeight)) {
                trajectory.choose(walked);
            }
            trajectory.logWeight = logSum(trajectory.logWeight, walked.logWeight);
            if (!ahead) {
                trajectory.reverse();
            }
            turning = trajectory.turnsWith(walked);
            trajectory.append(walked);
            if (!ahead) {
                trajectory.reverse();
            }
        }
        NutsState next = new NutsState(trajectory.position.clone(), trajectory.gradient.clone(), trajectory.logDensity);
        double rate = leapfrogs == 0 ? 0 : acceptance / leapfrogs;
        return new Transition(
                next, new SampleStats.Step(diverging, depth, leapfrogs, trajectory.energy, rate, stepSize));
    }

    /**
     * Tries one leapfrog step with a fresh momentum, for the first guess of a step size.
     *
     * @return the energy lost, positive when the step would surely be accepted; negative infinity off the support
     */
    double energyLost(NutsState state, double stepSize, RandomStream stream) {
        place(forward, state);
        hamiltonian.refresh(forward, stream);
        double before = hamiltonian.energy(forward);
        hamiltonian.leapfrog(forward, stepSize);
        return before - hamiltonian.energy(forward);
    }

    /** Walks 2^depth points on from one end into {@code walked}; false if they diverge or turn back. */
    private boolean walk(PhasePoint end, double step, int depth, RandomStream stream) {
        int points = 1 << depth;
        for (int n = 0; n < points; n++) {
            hamiltonian.leapfrog(end, step);
            leapfrogs++;
            double energy = hamiltonian.energy(end);
            double logWeight = initialEnergy - energy;
            acceptance += logWeight >= 0 ? 1 : StrictMath.exp(logWeight);
            if (-logWeight > DIVERGENCE) {
                diverging = true;
                return false;
            }
            walked.setLeaf(end, energy, logWeight);
            int level = 0;
            for (; (n >> level & 1) == 1; level++) {
                if (!merge(level, stream)) {
                    return false;
                }
            }
            if (n < points - 1) {
                Subtree free = waiting[level];
                waiting[level] = walked;
                walked = free;
            }
        }
        return true;
    }

    /** Joins the stretch waiting on a level and {@code walked} into {@code walked}; false if the whole turns back. */
    private boolean merge(int level, RandomStream stream) {
        Subtree earlier = waiting[level];
        double logWeight = logSum(earlier.logWeight, walked.logWeight);
        if (stream.nextDouble() < StrictMath.exp(walked.logWeight - logWeight)) {
            earlier.choose(walked);
        }
        boolean turning = earlier.turnsWith(walked);
        earlier.append(walked);
        earlier.logWeight = logWeight;
        waiting[level] = walked;
        walked = earlier;
        return !turning;
    }

    private static void place(PhasePoint point, NutsState state) {
        System.arraycopy(state.position, 0, point.position, 0, state.position.length);
        System.arraycopy(state.gradient, 0, point.gradient, 0, state.gradient.length);
        point.logDensity = state.logDensity();
    }

    static double logSum(double a, double b) {
        double high = StrictMath.max(a, b);
        double low = StrictMath.min(a, b);
        return high == Double.NEGATIVE_INFINITY ? high : high + StrictMath.log1p(StrictMath.exp(low - high));
    }
}
