package tributary.family.segments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tributary.consensus.Certificate;
import tributary.consensus.Certified;
import tributary.consensus.Consensus;
import tributary.consensus.Estimands;
import tributary.consensus.ShardedTarget;
import tributary.consensus.Workers;
import tributary.hierarchy.CollapsedDensity;
import tributary.infer.Draws;
import tributary.plan.PlanSettings;
import tributary.posterior.InferenceStatus;
import tributary.random.StreamKey;

/**
 * The hyper-parameters of one metric by sharded sampling and consensus: whole segments lie in shards, each shard is
 * sampled, the hyper-parameters are joined and certified, and the segments follow given them.
 *
 * <p>Why that is right. With hyper-parameters phi and segments b_g, the sub-posterior of shard s of S is {@code
 * p(phi)^(1/S) prod p(b_g | phi) p(y_g | b_g)} over its own segments. A segment lies in one shard, so {@code p(b_g | phi)}
 * is never split; integrating the b_g out leaves {@code p(phi)^(1/S) prod m_g(phi)}, and the product of these over the
 * shards is the posterior of phi, exactly. Each shard samples its sub-posterior by NUTS from that marginal (the segments
 * given phi are known in closed form, or by quadrature, so drawing them along would only add noise and the funnel of
 * Neal, 2003); the join is a proposal for phi alone; its draws are weighed by the product of all m_g, one pass over the
 * shards, and certified or refused. Given a certified phi the segments are independent of each other and of the shards,
 * and are drawn from {@code p(b_g | phi, y_g)} as under any other path.
 *
 * <p>Shards of few segments tell little of the spread between segments, and the raw consensus is then far off (Scott et
 * al., 2016, section on hierarchical models); what it would have been is reported beside what was certified.
 */
public final class SegmentConsensus {
    private SegmentConsensus() {}

    /**
     * What came of it.
     *
     * @param found the answer, as under any other path
     * @param result the shards, their join and the certificate
     * @param coordinates what each of its coordinates tells of, in the words of the hyper-parameters
     */
    public record Joined(SegmentPosterior.Found found, Consensus.Result result, List<String> coordinates) {
        /** Copies its list. */
        public Joined {
            coordinates = List.copyOf(coordinates);
        }

        /** How far the raw consensus is from the certified answer, in words. */
        public String words() {
            return result.words(coordinates);
        }
    }

    /**
     * Samples, joins and certifies.
     *
     * @param workers the shards, each a {@link SegmentShard}
     * @param start a position of finite density
     * @param settings of shards and certificate
     * @param segmentDraws at most so many draws of all chains go to the segments
     * @param key names the streams
     */
    public static Joined sample(
            SegmentDesign design,
            Workers workers,
            double[] start,
            PlanSettings settings,
            int segmentDraws,
            StreamKey key) {
        CollapsedDensity natural = design.none().density(design.model());
        List<String> names = natural.names();
        ShardedTarget target = new ShardedTarget(
                SegmentShard.prior(design), workers, null, new Estimands(names, draws -> columns(natural, draws)));
        Consensus.Result result = new Consensus(target, settings.consensus(start.length), key).run(start);
        Certified certified = result.certified();
        Draws positions;
        if (certified == null) {
            double[][][] rows = new double[settings.chains()][settings.draws()][];
            for (double[][] chain : rows) {
                Arrays.fill(chain, result.anchor().mode());
            }
            positions = Draws.ofRows(names, rows);
        } else {
            positions = certified.dealt(names, settings.chains(), settings.draws());
        }
        Certificate certificate = certified == null ? null : certified.certificate();
        InferenceStatus status = certificate == null ? InferenceStatus.UNCERTIFIED : certificate.status();
        SegmentPosterior posterior = SegmentPosterior.joined(
                positions,
                segmentDraws,
                certificate == null ? 1 : certificate.ess(),
                status,
                certificate == null ? Double.NaN : certificate.worstKHat());
        Optional<String> complaint = status != InferenceStatus.UNCERTIFIED
                ? Optional.empty()
                : Optional.of("the consensus of the hyper-parameters is not certified: "
                        + (certificate == null
                                ? "their posterior has no maximum that could be found"
                                : certificate.words())
                        + "; take fewer shards (inference.shards), or inference.path = collapse");
        return new Joined(
                new SegmentPosterior.Found(posterior, positions.map(names, natural::natural), null, complaint),
                result,
                names);
    }

    /** The hyper-parameters on the natural scale, one array each. */
    private static double[][] columns(CollapsedDensity density, double[][] draws) {
        double[][] columns = new double[density.dimension()][draws.length];
        double[] values = new double[density.dimension()];
        for (int t = 0; t < draws.length; t++) {
            density.natural(draws[t], values);
            for (int i = 0; i < values.length; i++) {
                columns[i][t] = values[i];
            }
        }
        return columns;
    }

    /** Where to begin: the mean of where the shards would, weighted by nothing. */
    public static double[] start(List<double[]> starts) {
        double[] mean = new double[starts.get(0).length];
        for (double[] one : starts) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += one[i] / starts.size();
            }
        }
        return mean;
    }

    /** For each segment of a block the shard that it goes to, when segments are dealt in the order of their names' hash.
     *
     * @param shards how many
     * @param before segments of the blocks before this one
     */
    public static int[] deal(SegmentMoments block, int shards, long before) {
        StreamKey key = StreamKey.of(0).with("deal");
        List<double[]> order = new ArrayList<>();
        for (int s = 0; s < block.segments(); s++) {
            order.add(new double[] {key.with(block.name(s)).stream().nextDouble(), s});
        }
        order.sort((a, b) -> a[0] == b[0] ? Double.compare(a[1], b[1]) : Double.compare(a[0], b[0]));
        int[] shard = new int[block.segments()];
        for (int i = 0; i < shard.length; i++) {
            shard[(int) order.get(i)[1]] = (int) ((before + i) % shards);
        }
        return shard;
    }
}
