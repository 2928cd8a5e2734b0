package tributary.jobs.mediamix;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import tributary.consensus.Certificate;
import tributary.consensus.Certified;
import tributary.family.mediamix.GeoConsensus;
import tributary.family.mediamix.GeoShard;
import tributary.family.mediamix.MediaMixModel;
import tributary.family.mediamix.MediaPanel;
import tributary.infer.Draws;
import tributary.infer.SampleStats;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.ConsensusConf;
import tributary.jobs.shard.FewShards;
import tributary.posterior.Fit;
import tributary.posterior.InferencePath;
import tributary.posterior.InferenceStatus;
import tributary.posterior.Posterior;

/** Geo panels on the cluster: shards of whole geos are sampled on executors, joined on the driver, certified or refused. */
final class InShards {
    private InShards() {}

    /**
     * What of it goes to where the answers are worked out.
     *
     * @param positions draws of the whole model
     * @param status certified or not
     * @param kHat the worst, of ratios and estimands
     * @param ess what the weighted draws are worth
     */
    record Weighed(Draws positions, InferenceStatus status, double kHat, double ess) implements Serializable {
        /** The draws as a fit of the model they are of. */
        Fit fit(Posterior posterior) {
            SampleStats none = SampleStats.of(new SampleStats.Step[0][]);
            return new Fit(
                    posterior, InferencePath.CONSENSUS, posterior.constrain(positions), positions, none, List.of());
        }
    }

    /** Refuses analyses whose panels cannot be sampled in shards. */
    static void require(List<MixAnalysis> analyses, ConsensusConf conf) {
        for (MixAnalysis analysis : analyses) {
            MediaPanel panel = analysis.panel();
            if (panel != null) {
                GeoConsensus.refusal(analysis.spec(), panel, shards(panel, conf))
                        .ifPresent(why -> {
                            throw JobFailure.usage(
                                    "inference.path = consensus does not go with " + analysis.name() + ": "
                                            + why.problem(),
                                    why.cause(),
                                    why.remedy());
                        });
            }
        }
    }

    private static int shards(MediaPanel panel, ConsensusConf conf) {
        return conf.shards(panel.geos().size());
    }

    /** Why a model is sampled whole although shards are asked for; empty if it is not. */
    static Optional<GeoConsensus.Refusal> whole(Fitting fitting, ConsensusConf conf) {
        return GeoConsensus.refusal(fitting.spec(), fitting.panel(), shards(fitting.panel(), conf));
    }

    /** Samples models that can be, one after the other; the shards of each side by side. */
    static Map<Fitting, GeoConsensus.Joined> sample(
            SparkSession spark, List<MixAnalysis> analyses, ConsensusConf conf, Consumer<String> told) {
        Map<Fitting, GeoConsensus.Joined> joined = new LinkedHashMap<>();
        for (MixAnalysis analysis : analyses) {
            for (Fitting fitting : analysis.fittings()) {
                if (whole(fitting, conf).isPresent()) {
                    continue;
                }
                MediaMixModel mix = MediaMixModel.of(fitting.spec(), fitting.panel());
                GeoConsensus consensus = new GeoConsensus(mix, shards(fitting.panel(), conf));
                String name =
                        fitting.role() == Fitting.Role.ASKED ? analysis.name() : analysis.name() + " " + fitting.word();
                FewShards<GeoShard> workers = new FewShards<>(
                        spark, consensus.shards(), GeoShard::open, words -> told.accept(name + " in shards: " + words));
                joined.put(
                        fitting,
                        consensus.sample(workers, conf.plan(), fitting.key().with("consensus")));
            }
        }
        return joined;
    }

    static @Nullable Weighed weighed(GeoConsensus.@Nullable Joined joined) {
        Certified certified = joined == null ? null : joined.result().certified();
        Draws positions = joined == null ? null : joined.positions();
        if (certified == null || positions == null) {
            return null;
        }
        Certificate certificate = certified.certificate();
        return new Weighed(positions, certificate.status(), certificate.worstKHat(), certificate.ess());
    }

    /** How it is done, for those who ask for the plan. */
    static String plan(MediaPanel panel, ConsensusConf conf) {
        return String.format(
                Locale.ROOT,
                "CONSENSUS, %d shards of whole geos; each samples what geos share (%d chains of %d + %d) under its share of"
                        + " the prior, its geos' own levels and effects integrated out; joined, then %d draws a round are"
                        + " weighed by every geo's marginal likelihood and certified or held back; geos given each draw",
                shards(panel, conf),
                conf.plan().shardChains(),
                conf.plan().shardWarmup(),
                conf.plan().shardDraws(),
                conf.plan().importanceDraws());
    }

    /** How far raw consensus was off in an unknown, in posterior sds of its coordinate furthest off; null if nobody knows. */
    static @Nullable Double shift(GeoConsensus.@Nullable Joined joined, String unknown) {
        Double worst = null;
        double[] shift = joined == null ? new double[0] : joined.result().shift();
        for (int i = 0; joined != null && i < shift.length; i++) {
            String coordinate = joined.coordinates().get(i);
            boolean mine = coordinate.equals(unknown) || coordinate.startsWith(unknown + ".");
            if (mine && Double.isFinite(shift[i]) && (worst == null || Math.abs(shift[i]) > Math.abs(worst))) {
                worst = shift[i];
            }
        }
        return worst;
    }
}
