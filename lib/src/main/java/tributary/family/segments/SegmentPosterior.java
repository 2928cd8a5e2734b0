package tributary.family.segments;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import tributary.hierarchy.CollapsedDensity;
import tributary.hierarchy.Groups;
import tributary.hierarchy.HyperPosterior;
import tributary.infer.Draws;
import tributary.infer.Mixing;
import tributary.infer.PosteriorSummary;
import tributary.infer.Psis;
import tributary.infer.SampleStats;
import tributary.infer.nuts.Nuts;
import tributary.math.Stretches;
import tributary.posterior.InferencePath;
import tributary.posterior.InferenceStatus;
import tributary.random.StreamKey;

/**
 * The hyper-parameters of one metric as draws, thinned to what the segments are drawn for, with what vouches for them;
 * small enough to go to every task.
 */
public final class SegmentPosterior implements Serializable {
    private static final long serialVersionUID = 1L;
    /** R-hat above which nothing is published. */
    private static final double WORST_R_HAT = 1.05;
    /** Bulk draws a chain must be worth. */
    private static final double LEAST_ESS_A_CHAIN = 25;
    /** The share of divergent transitions above which nothing is published. */
    private static final double MOST_DIVERGENT = 0.005;

    /** So many segments are sampled again, with care, where a transition diverged. */
    private static final int FEW = 2_000;

    /** Attempts with ever smaller steps. */
    private static final int CAREFUL = 3;
    /** From so many segments on the hyper-parameters are drawn from what few evaluations tell; of quadratures from a tenth. */
    private static final int MANY = 20_000;

    /** NUTS, which evaluates at every step of every trajectory, is asked of so many segments at most: it must end. */
    private static final int MOST_SAMPLED = 20_000;

    private static final int MOST_SAMPLED_BY_QUADRATURE = 5_000;

    /** Draws completed in one task. */
    private static final int TASK = 50;

    private static final String CONTRADICTION =
            "a prior contradicts what most segments say; correct the priors of this metric";

    private final int chains;
    private final double[][] positions;
    private final double ess;
    private final InferencePath path;
    private final InferenceStatus status;
    private final double kHat;

    private SegmentPosterior(
            int chains, double[][] positions, double ess, InferencePath path, InferenceStatus status, double kHat) {
        this.kHat = kHat;
        this.chains = chains;
        this.positions = positions;
        this.ess = ess;
        this.path = path;
        this.status = status;
    }

    /**
     * The whole answer on the driver: draws on the natural scale, summaries and diagnostics beside what goes to tasks.
     *
     * @param posterior what goes to tasks
     * @param draws all draws of the hyper-parameters on the natural scale
     * @param stats how sampling went; null where nothing was sampled
     * @param complaint why nothing may be published; empty if it may
     */
    public record Found(
            SegmentPosterior posterior,
            Draws draws,
            @Nullable SampleStats stats,
            Optional<String> complaint) {}

    /**
     * Samples the hyper-parameters.
     *
     * @param groups all segments
     * @param nuts chains and lengths
     * @param segmentDraws at most so many draws of all chains go to the segments
     * @param key names the streams
     * @param executor runs one task a chain
     */
    public static Found sample(
            SegmentDesign design, Groups groups, Nuts nuts, int segmentDraws, StreamKey key, Executor executor) {
        boolean many = groups.work() >= (groups.exact() ? MANY : MANY / 10);
        Optional<HyperPosterior> emulated =
                many ? HyperPosterior.emulate(groups, design.model(), nuts, key, executor) : Optional.empty();
        boolean bounded = groups.work() <= (groups.exact() ? MOST_SAMPLED : MOST_SAMPLED_BY_QUADRATURE);
        if (emulated.isPresent() && (emulated.get().agrees() || !bounded)) {
            HyperPosterior found = emulated.get();
            return new Found(
                    new SegmentPosterior(
                            nuts.chains(),
                            complete(design, groups, thinned(found.positions(), segmentDraws), key, executor),
                            found.importanceEss(),
                            InferencePath.COLLAPSE,
                            found.agrees() ? InferenceStatus.CERTIFIED : InferenceStatus.UNCERTIFIED,
                            found.kHat()),
                    found.draws(),
                    null,
                    disagreement(design, found));
        }
        if (!bounded) {
            return heldBack(design, groups, nuts, segmentDraws, key, executor);
        }
        HyperPosterior sampled = HyperPosterior.sample(groups, design.model(), nuts, key, executor);
        SampleStats stats = sampled.stats().orElseThrow();
        double slow = 1 - nuts.targetAcceptance();
        for (int attempt = 1; attempt < CAREFUL && diverged(stats) && groups.work() <= FEW; attempt++) {
            // Few segments leave the spread to its prior, whose tails want small steps; these cost little here.
            slow /= 10;
            Nuts careful = nuts.withTargetAcceptance(1 - slow).withLengths(3 * nuts.warmup(), nuts.draws());
            sampled = HyperPosterior.sample(
                    groups, design.model(), careful, key.with("careful").with(attempt), executor);
            stats = sampled.stats().orElseThrow();
        }
        Draws draws = sampled.draws();
        Mixing mixing = Mixing.of(draws, draws.names().size());
        double ess = mixing.ess();
        double rHat = mixing.rHat();
        // Deviations of groups that are not integrated out are sampled beside the hyper-parameters.
        Draws positions = sampled.positions();
        for (String name : positions
                .names()
                .subList(draws.names().size(), positions.names().size())) {
            rHat = Math.max(
                    rHat,
                    PosteriorSummary.ofChains(positions.byChain(name), 0.9).rHat());
        }
        SegmentPosterior posterior = new SegmentPosterior(
                draws.chains(),
                complete(design, groups, thinned(sampled.positions(), segmentDraws), key, executor),
                ess,
                InferencePath.COLLAPSE,
                InferenceStatus.MCMC,
                sampled.kHat());
        return new Found(posterior, draws, stats, complaint(sampled, stats, rHat, ess));
    }

    /** The draws with the deviations of the groups that segments lie within, if they do; each has a stream of its own. */
    private static double[][] complete(
            SegmentDesign design, Groups groups, double[][] positions, StreamKey key, Executor executor) {
        if (design.parents().isEmpty()) {
            return positions;
        }
        double[][] complete = new double[positions.length][];
        Stretches.run(positions.length, TASK, executor, (from, to) -> {
            for (int i = from; i < to; i++) {
                complete[i] = groups.complete(design.model(), positions[i], key.with("parents").with(i).stream());
            }
        });
        return complete;
    }

    /** Draws that a consensus of shards gave, with what its certificate says of them. */
    static SegmentPosterior joined(Draws positions, int segmentDraws, double ess, InferenceStatus status, double kHat) {
        return new SegmentPosterior(
                positions.chains(), thinned(positions, segmentDraws), ess, InferencePath.CONSENSUS, status, kHat);
    }

    private static boolean diverged(SampleStats stats) {
        return stats.divergences() > MOST_DIVERGENT * stats.chains() * stats.draws();
    }

    private static Optional<String> disagreement(SegmentDesign design, HyperPosterior found) {
        if (found.elsewhere().isPresent()) {
            return Optional.of("the density of the hyper-parameters has another mode, which no draw tells of, at "
                    + found.elsewhere().get() + ": " + CONTRADICTION);
        }
        return found.agrees()
                ? Optional.empty()
                : Optional.of(String.format(
                        java.util.Locale.ROOT,
                        "what %d evaluations tell of the hyper-parameters' log density misses others by %.3g, and weights do not make"
                                + " up for it (k-hat %.2f, worth %.0f draws); give tighter priors, or %s",
                        found.evaluations(),
                        found.error(),
                        found.kHat(),
                        found.importanceEss(),
                        design.parents().isEmpty()
                                ? "take shards (inference.path = consensus)"
                                : "leave input.columns.within out"));
    }

    /** Nothing can be drawn in the time there is: the start stands in every draw, and nothing is published. */
    private static Found heldBack(
            SegmentDesign design, Groups groups, Nuts nuts, int segmentDraws, StreamKey key, Executor executor) {
        CollapsedDensity density = groups.density(design.model());
        double[][][] rows = new double[nuts.chains()][nuts.draws()][];
        for (double[][] chain : rows) {
            java.util.Arrays.fill(chain, density.start());
        }
        Draws positions = Draws.ofRows(density.coordinates(), rows);
        return new Found(
                new SegmentPosterior(
                        nuts.chains(),
                        complete(design, groups, thinned(positions, segmentDraws), key, executor),
                        1,
                        InferencePath.COLLAPSE,
                        InferenceStatus.UNCERTIFIED,
                        Double.NaN),
                positions.map(density.names(), density::natural),
                null,
                Optional.of(groups.groups() + " segments in a model of " + density.dimension()
                        + " unknowns are too many to be sampled together, or their posterior has no maximum; take fewer"
                        + " covariates, or leave input.columns.within out"));
    }

    private static Optional<String> complaint(HyperPosterior sampled, SampleStats stats, double rHat, double ess) {
        double kHat = sampled.kHat();
        List<String> faults = new ArrayList<>();
        if (kHat >= Psis.threshold(stats.chains() * stats.draws())) {
            faults.add(
                    String.format(java.util.Locale.ROOT, "the quadrature of segments is too coarse, k-hat %.2f", kHat));
        }
        if (!sampled.failures().isEmpty()) {
            int failed = sampled.failures().size();
            faults.add(failed + (failed == 1 ? " chain" : " chains") + " could not run ("
                    + sampled.failures().get(0) + ")");
        }
        if (!(rHat <= WORST_R_HAT)) {
            faults.add(String.format(java.util.Locale.ROOT, "R-hat %.3f is above %.2f", rHat, WORST_R_HAT));
        }
        if (!(ess >= LEAST_ESS_A_CHAIN * stats.chains())) {
            faults.add(String.format(
                    java.util.Locale.ROOT, "the bulk ESS %.0f is below %.0f", ess, LEAST_ESS_A_CHAIN * stats.chains()));
        }
        if (diverged(stats)) {
            faults.add(stats.divergences() + " of " + stats.chains() * stats.draws() + " transitions diverged");
        }
        return faults.isEmpty()
                ? Optional.empty()
                : Optional.of("the hyper-parameters are not well sampled: " + String.join(", ", faults)
                        + sampled.elsewhere()
                                .map(modes -> "; their density has modes at " + modes + ": " + CONTRADICTION)
                                .orElse("; sample longer, or give tighter priors"));
    }

    /**
     * Moments in place of a posterior, as if known: {@code mu = sum w y / sum w} with {@code w = 1 / s^2}, and {@code
     * tau^2 = max(floor, var(y) - mean(s^2))}. The answers ignore that these are estimates.
     *
     * @param raw the estimates and standard errors of all segments that have them
     * @param floor the least variance between segments
     * @param segmentDraws how many draws the segments are drawn for
     */
    public static Found plugIn(
            SegmentDesign design, Groups groups, List<RawEffect> raw, double floor, int chains, int segmentDraws) {
        double weights = 0;
        double weighted = 0;
        double sum = 0;
        double errors = 0;
        for (RawEffect one : raw) {
            double variance = one.standardError() * one.standardError();
            weights += 1 / variance;
            weighted += one.estimate() / variance;
            sum += one.estimate();
            errors += variance;
        }
        int n = raw.size();
        double mean = sum / n;
        double squares = 0;
        for (RawEffect one : raw) {
            squares += (one.estimate() - mean) * (one.estimate() - mean);
        }
        double tau = StrictMath.sqrt(Math.max(floor, n > 1 ? squares / (n - 1) - errors / n : 0));
        double[] position = {weighted / weights, StrictMath.log(tau)};
        int length = Math.max(1, segmentDraws / chains);
        double[][] positions = new double[chains * length][];
        java.util.Arrays.fill(positions, position);
        CollapsedDensity density = groups.density(design.model());
        double[] natural = new double[position.length];
        density.natural(position, natural);
        Draws draws = Draws.ofColumns(density.names(), 1, new double[] {natural[0]}, new double[] {natural[1]});
        SegmentPosterior posterior = new SegmentPosterior(
                chains, positions, positions.length, InferencePath.EXACT, InferenceStatus.UNCERTIFIED, Double.NaN);
        return new Found(posterior, draws, null, Optional.empty());
    }

    /** The same number of draws of every chain, evenly spaced, the last one kept. */
    private static double[][] thinned(Draws positions, int most) {
        int length = Math.max(1, Math.min(positions.draws(), most / positions.chains()));
        double[][] kept =
                new double[positions.chains() * length][positions.names().size()];
        for (int chain = 0; chain < positions.chains(); chain++) {
            for (int i = 0; i < length; i++) {
                int draw = (int) ((long) (i + 1) * positions.draws() / length) - 1;
                positions.row(chain * positions.draws() + draw, kept[chain * length + i]);
            }
        }
        return kept;
    }

    /** Chains of the draws. */
    public int chains() {
        return chains;
    }

    /** All draws. */
    public int size() {
        return positions.length;
    }

    /** The position of a draw, chain after chain; never written. */
    double[] position(int draw) {
        return positions[draw];
    }

    /** How many independent draws all draws of the hyper-parameters are worth, at least. */
    public double totalEss() {
        return ess;
    }

    /** How many independent draws those given to segments are worth, at least. */
    public double ess() {
        return Math.min(ess, size());
    }

    /** How the posterior was reached. */
    public InferencePath path() {
        return path;
    }

    /** The Pareto shape of the weights behind it; NaN where nothing was weighed. */
    public double kHat() {
        return kHat;
    }

    /** What vouches for it. */
    public InferenceStatus status() {
        return status;
    }
}
