package tributary.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tributary.infer.Draws;
import tributary.infer.EffectiveSize;
import tributary.infer.RHat;
import tributary.infer.nuts.DenseMetric;
import tributary.infer.nuts.NutsKernel;
import tributary.infer.nuts.NutsState;
import tributary.posterior.InferenceStatus;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * Many Markov chains at once over all rows, each proposal filtered by the surrogate first (Christen and Fox 2005; with
 * several surrogate transitions a proposal, Liu 2001).
 *
 * <p>A proposal u' is a transition of a kernel that is reversible for the surrogate pi~, so that the exact chain accepts it
 * with probability {@code min(1, [pi(u') pi~(u)] / [pi(u) pi~(u')])}. One pass over the data answers for the proposals of
 * all chains. Trajectories are shortened during warm-up until enough proposals pass. The chains are judged like any
 * others: R-hat below 1.05, at least 400 effective draws of every coordinate and of the log posterior.
 */
final class DelayedAcceptance {
    private static final int CHAINS = 32;
    private static final int ROUND = 10;
    private static final double WANTED = 0.3;
    private static final double MOST_R_HAT = 1.05;
    private static final int DEEPEST = 8;

    private final Anchor anchor;
    private final Surrogate surrogate;
    private final ExactPass exact;
    private final int output;
    private final StreamKey key;

    DelayedAcceptance(Anchor anchor, Surrogate surrogate, ExactPass exact, int output, StreamKey key) {
        this.anchor = anchor;
        this.surrogate = surrogate;
        this.exact = exact;
        this.output = output;
        this.key = key.with("delayed-acceptance");
    }

    /**
     * Runs until the chains pass, or {@code sweeps} have been made.
     *
     * @param starts draws of which every chain takes one, evenly spaced
     * @param stepSize for the surrogate's trajectories in the metric of the anchor
     * @param sweeps passes over the data, at most
     * @return the draws with their judgement; null without a maximum to take a metric from
     */
    @Nullable
    Certified run(double[][] starts, double stepSize, int sweeps, int passesSoFar, int rounds) {
        Gaussian laplace = anchor.laplace();
        if (laplace == null) {
            return null;
        }
        DenseMetric metric = DenseMetric.of(laplace.covariance());
        NutsState[] states = new NutsState[CHAINS];
        RandomStream[] streams = new RandomStream[CHAINS];
        int depth = DEEPEST;
        double step = stepSize;
        NutsKernel kernel = new NutsKernel(surrogate, metric, depth);
        double[][] positions = new double[CHAINS][];
        for (int c = 0; c < CHAINS; c++) {
            positions[c] = starts[(int) ((long) c * starts.length / CHAINS)].clone();
            states[c] = kernel.init(positions[c]);
            streams[c] = key.with(c).stream();
        }
        double[] exactHere = exact.weigh(positions);
        int warmup = Math.max(ROUND, sweeps / 4 / ROUND * ROUND);
        List<double[][]> kept = new ArrayList<>();
        List<double[]> densities = new ArrayList<>();
        int accepted = 0;
        int deepest = 0;
        int judged = 2 * ROUND;
        for (int sweep = 0; sweep < sweeps; sweep++) {
            NutsState[] proposals = new NutsState[CHAINS];
            for (int c = 0; c < CHAINS; c++) {
                NutsKernel.Transition transition = kernel.step(states[c], step, streams[c]);
                proposals[c] = transition.state();
                positions[c] = proposals[c].position();
                deepest = Math.max(deepest, transition.step().treeDepth());
            }
            double[] exactThere = exact.weigh(positions);
            for (int c = 0; c < CHAINS; c++) {
                double log = exactThere[c] - exactHere[c] + states[c].logDensity() - proposals[c].logDensity();
                boolean taken = streams[c].nextDouble() < StrictMath.exp(Math.min(0, log));
                if (taken || !Double.isFinite(exactHere[c])) {
                    states[c] = proposals[c];
                    exactHere[c] = exactThere[c];
                    accepted++;
                }
            }
            boolean turn = (sweep + 1) % ROUND == 0;
            if (sweep < warmup) {
                if (turn) {
                    if (accepted < WANTED * ROUND * CHAINS) {
                        step = depth == 1 ? 0.7 * step : step;
                        depth = Math.max(1, Math.min(depth, deepest) - 1);
                        kernel = new NutsKernel(surrogate, metric, depth);
                    }
                    accepted = 0;
                    deepest = 0;
                }
                continue;
            }
            kept.add(java.util.Arrays.stream(states).map(NutsState::position).toArray(double[][]::new));
            densities.add(exactHere.clone());
            if (kept.size() >= judged) {
                // A judgement reads all draws so far: each waits for a fifth more of them.
                judged = Math.max(kept.size() + ROUND, kept.size() + kept.size() / 5);
                Certified now = judge(kept, densities, passesSoFar + exact.passes(), rounds);
                if (now.certificate().status() == InferenceStatus.MCMC || sweep + 1 >= sweeps) {
                    return now;
                }
            }
        }
        return judge(kept, densities, passesSoFar + exact.passes(), rounds);
    }

    private Certified judge(List<double[][]> kept, List<double[]> densities, int passes, int rounds) {
        int dimension = kept.get(0)[0].length;
        double[][][] rows = new double[CHAINS][kept.size()][dimension + 1];
        for (int t = 0; t < kept.size(); t++) {
            for (int c = 0; c < CHAINS; c++) {
                System.arraycopy(kept.get(t)[c], 0, rows[c][t], 0, dimension);
                rows[c][t][dimension] = densities.get(t)[c];
            }
        }
        Draws draws = Draws.ofRows(
                IntStream.rangeClosed(0, dimension).mapToObj(i -> "u" + i).toList(), rows);
        double rHat = 1;
        double ess = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= dimension; i++) {
            double worst = RHat.of(draws.byChain(i));
            double least = Math.min(EffectiveSize.bulk(draws.byChain(i)), EffectiveSize.tail(draws.byChain(i)));
            rHat = Double.isNaN(worst) ? Double.POSITIVE_INFINITY : Math.max(rHat, worst);
            ess = Double.isNaN(least) ? 0 : Math.min(ess, least);
        }
        boolean agree = rHat < MOST_R_HAT && ess >= Certificate.LEAST_ESS;
        double[][] all = new double[draws.size()][];
        for (int t = 0; t < all.length; t++) {
            all[t] = java.util.Arrays.copyOf(rows[t / kept.size()][t % kept.size()], dimension);
        }
        double[] equal = new double[all.length];
        java.util.Arrays.fill(equal, 1.0 / all.length);
        Certificate certificate = new Certificate(
                agree ? InferenceStatus.MCMC : InferenceStatus.UNCERTIFIED,
                Double.NaN,
                Certificate.limit(all.length),
                ess,
                all.length,
                rounds + 1,
                passes,
                Double.NaN,
                String.format(java.util.Locale.ROOT, "delayed acceptance, R-hat %.3f", rHat),
                List.of());
        return new Certified(
                certificate,
                Certifier.resample(all, equal, output, key.with("resample")),
                WeightedFit.normal(all, equal));
    }
}
