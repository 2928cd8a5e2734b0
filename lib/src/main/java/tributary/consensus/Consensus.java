package tributary.consensus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.infer.nuts.Nuts;
import tributary.random.StreamKey;

/**
 * Consensus Monte Carlo, end to end: anchor, sub-posteriors, combination, exact pass, certificate.
 *
 * <p>Sub-posteriors are sampled in parallel over the shards and joined (Scott et al. 2016); the join is a proposal, never
 * the answer: its draws are weighed against every row and certified or refused.
 */
public final class Consensus {
    /** A mode whose log evidence is this far below the best cannot move any published figure. */
    private static final double NEGLIGIBLE = 20;

    private final PriorDensity prior;
    private final Workers workers;
    private final Settings settings;
    private final StreamKey key;

    /**
     * How to run.
     *
     * @param nuts chains and lengths per shard
     * @param combiner how raw consensus draws are made
     * @param kept draws a shard sends back, at most
     * @param anchorPasses passes over the data that the anchor may take
     * @param certifier how hard to certify
     */
    public record Settings(Nuts nuts, Combiner combiner, int kept, int anchorPasses, Certifier.Settings certifier) {
        /** Two chains of 300 + 1000 a shard, precision-weighted, 2000 draws kept. */
        public static Settings standard(int dimension) {
            return new Settings(
                    Nuts.DEFAULT.withChains(2).withLengths(300, 1000),
                    Combiner.PRECISION_WEIGHTED,
                    2000,
                    60,
                    Certifier.Settings.standard(dimension));
        }
    }

    /** A consensus over workers' shards. */
    public Consensus(PriorDensity prior, Workers workers, Settings settings, StreamKey key) {
        this.prior = prior;
        this.workers = workers;
        this.settings = settings;
        this.key = key.with("consensus");
    }

    /**
     * Runs from a start in unconstrained space.
     *
     * <p>One shard is searched for further modes from random starts. Where the full data confirm several, the shards are
     * still sampled about the best, for the record, but the certificate begins from all of them: k-hat cannot see a mode
     * that no draw visited.
     *
     * @param start where the anchor begins to climb, finite density
     */
    public Result run(double[] start) {
        List<Anchor> anchors = anchors(start);
        Anchor anchor = anchors.get(0);
        List<SubPosterior> shards =
                workers.mapKept(named(anchor), new ShardSampler(prior, settings.nuts(), anchor, settings.kept(), key));
        Combination raw =
                settings.combiner().combine(shards, settings.certifier().output(), key.with("combine"));
        int passes = anchors.stream().mapToInt(Anchor::passes).sum() + 2;
        return new Result(anchor, anchors.size(), shards, raw, certified(anchors, raw, passes));
    }

    /** Names the sub-posteriors by their streams and the point they start from. */
    private String named(Anchor anchor) {
        StreamKey name = key.with("sub-posteriors");
        for (double coordinate : anchor.mode()) {
            name = name.with(Double.doubleToLongBits(coordinate));
        }
        return name.toString();
    }

    private @Nullable Certified certified(List<Anchor> anchors, @Nullable Combination raw, int passes) {
        List<Gaussian> proposals = new ArrayList<>();
        List<Double> evidence = new ArrayList<>();
        for (Anchor anchor : anchors) {
            Gaussian laplace = anchor.laplace();
            Gaussian proposal = anchors.size() == 1 && raw != null ? raw.product() : laplace;
            if (proposal != null) {
                proposals.add(proposal);
                evidence.add(anchor.logEvidence());
            }
        }
        if (proposals.isEmpty()) {
            return null;
        }
        double[] weights = new double[proposals.size()];
        double sum = 0;
        for (int j = 0; j < weights.length; j++) {
            // No mode is starved: its share is decided by the exact pass, not by the Laplace evidence.
            weights[j] = proposals.size() == 1 ? 1 : 0.05 + StrictMath.exp(evidence.get(j) - evidence.get(0));
            sum += weights[j];
        }
        for (int j = 0; j < weights.length; j++) {
            weights[j] /= sum;
        }
        return new Certifier(prior, workers, anchors.get(0).mode(), settings.certifier(), key)
                .certify(proposals, weights, passes);
    }

    /** The distinct anchors that the full data confirm, the one of the greatest mass first. */
    private List<Anchor> anchors(double[] start) {
        List<Anchor> anchors = new ArrayList<>();
        anchors.add(Anchor.find(prior, workers, start, settings.anchorPasses()));
        List<ModeSearch.Found> found = workers.map(new ModeSearch(prior, workers.shards(), start.length, key));
        for (double[] candidate : found.get(0).positions()) {
            if (anchors.stream().anyMatch(anchor -> near(anchor, candidate))) {
                continue;
            }
            Anchor climbed = Anchor.find(prior, workers, candidate, settings.anchorPasses());
            if (climbed.converged() && anchors.stream().noneMatch(anchor -> anchor.sameAs(climbed))) {
                anchors.add(climbed);
            }
        }
        anchors.sort(Comparator.comparingDouble(Anchor::logEvidence).reversed());
        double best = anchors.get(0).logEvidence();
        return anchors.stream()
                .filter(anchor -> anchor == anchors.get(0) || anchor.logEvidence() > best - NEGLIGIBLE)
                .toList();
    }

    /** Whether a mode of one shard is the shard's view of a known anchor: within five of the shard's own sds. */
    private boolean near(Anchor anchor, double[] candidate) {
        Gaussian laplace = anchor.laplace();
        return laplace != null && laplace.squaredDistance(candidate) < 25.0 * candidate.length * workers.shards();
    }

    /**
     * All that a run of the consensus gives.
     *
     * @param anchor the mode and its curvature
     * @param modes the number of distinct modes that were found
     * @param shards the sub-posteriors with their diagnostics
     * @param raw the uncorrected combination, or null where the shards could not be combined
     * @param certified the corrected draws with their certificate, or null where there was not even a proposal
     */
    public record Result(
            Anchor anchor,
            int modes,
            List<SubPosterior> shards,
            @Nullable Combination raw,
            @Nullable Certified certified) {
        /**
         * How far the raw consensus is from the certified answer, per coordinate in posterior sds: what would have been
         * published without the exact pass. NaN where either is missing.
         */
        public double[] shift() {
            Gaussian answer = certified == null ? null : certified.moments();
            double[] shift = new double[anchor.mode().length];
            for (int i = 0; i < shift.length; i++) {
                shift[i] = answer == null || raw == null
                        ? Double.NaN
                        : (raw.product().mean()[i] - answer.mean()[i]) / answer.sd(i);
            }
            return shift;
        }
    }
}
