package tributary.consensus;

import java.util.List;
import java.util.Locale;
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
    private final ShardedTarget target;
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
    public Consensus(ShardedTarget target, Settings settings, StreamKey key) {
        this.target = target;
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
        Anchors anchors = Anchors.find(target.prior(), target.workers(), start, settings.anchorPasses(), key);
        Anchor anchor = anchors.best();
        List<SubPosterior> shards = subPosteriors(target.prior(), target.workers(), settings, anchor, key);
        Combination raw =
                settings.combiner().combine(shards, settings.certifier().output(), key.with("combine"));
        return new Result(anchor, anchors.size(), shards, raw, certified(anchors, shards, raw, anchors.passes() + 1));
    }

    /** Samples every shard, or finds what was kept of it. */
    static List<SubPosterior> subPosteriors(
            PriorDensity prior, Workers workers, Settings settings, Anchor anchor, StreamKey key) {
        return workers.mapKept(
                named(anchor, key), new ShardSampler(prior, settings.nuts(), anchor, settings.kept(), key));
    }

    /** Names the sub-posteriors by their streams and the point they start from. */
    private static String named(Anchor anchor, StreamKey key) {
        StreamKey name = key.with("sub-posteriors");
        for (double coordinate : anchor.mode()) {
            name = name.with(Double.doubleToLongBits(coordinate));
        }
        return name.toString();
    }

    private @Nullable Certified certified(
            Anchors anchors, List<SubPosterior> shards, @Nullable Combination raw, int passes) {
        Ladder ladder = new Ladder(target, settings.certifier(), anchors.best(), key);
        if (anchors.size() > 1) {
            return ladder.fromModes(anchors, passes);
        }
        long rows = shards.stream().mapToLong(SubPosterior::rows).max().orElse(0);
        return ladder.fromShards(raw, new FatterShards(target, settings, anchors.best(), rows, key), passes);
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

        /** How many shards there are, and how many of them were not sampled as planned, in words. */
        public String shardWords() {
            long again = count(SubPosterior.Origin.RERUN);
            long replaced = count(SubPosterior.Origin.LAPLACE);
            return shards.size() + " shards"
                    + (again + replaced == 0
                            ? ", all sampled as planned"
                            : " (" + again + " sampled again and longer, " + replaced
                                    + " replaced by their Laplace approximation: shard_diagnostics says which and why)");
        }

        private long count(SubPosterior.Origin origin) {
            return shards.stream().filter(s -> s.quality().origin() == origin).count();
        }

        /**
         * How far the raw consensus is from the certified answer, and what vouches for that, in words.
         *
         * @param coordinates what each coordinate tells of
         */
        public String words(List<String> coordinates) {
            double worst = 0;
            String where = "";
            double[] shift = shift();
            for (int i = 0; i < shift.length; i++) {
                if (Math.abs(shift[i]) > worst) {
                    worst = Math.abs(shift[i]);
                    where = " (" + coordinates.get(i) + ")";
                }
            }
            return raw == null || certified == null
                    ? shardWords() + "; they could not be joined"
                    : String.format(
                            Locale.ROOT,
                            "%s; raw consensus alone would have been off by %.2f sd%s; heterogeneity p %.3g; %s",
                            shardWords(),
                            worst,
                            where,
                            raw.heterogeneityP(),
                            certified.certificate().words());
        }
    }
}
