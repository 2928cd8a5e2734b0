package tributary.jobs.segments;

import java.util.ArrayList;
import java.util.List;
import tributary.family.segments.SegmentSpec;
import tributary.jobs.conf.ConsensusConf;
import tributary.jobs.conf.SegmentsConf;

/** The plan of a run of segments in words. */
final class SegmentsPlan {
    private SegmentsPlan() {}

    static String describe(SegmentsConf conf) {
        List<String> lines = new ArrayList<>();
        lines.add("segments " + conf.name() + " from " + conf.input().table().location()
                + ": two passes over the table, a survey and one exact aggregate by "
                + conf.input().segment());
        for (SegmentSpec spec : conf.specs()) {
            lines.add("  " + spec.metric() + ": "
                    + spec.outcome().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + " "
                    + (spec.form() == SegmentSpec.Form.ESTIMATES ? "estimates with standard errors" : "rows")
                    + ", effects of " + String.join(", ", spec.arms())
                    + (spec.effect() == SegmentSpec.Effect.COMMON ? " the same in all segments" : " varying")
                    + levels(spec)
                    + (conf.input().within() == null
                            ? ""
                            : ", within groups (" + conf.input().within() + ") that differ among each other")
                    + (conf.consensus().isPresent()
                            ? ": " + consensus(conf.consensus().get(), spec)
                            : alone(spec)));
        }
        return String.join("\n", lines);
    }

    private static String alone(SegmentSpec spec) {
        if (spec.outcome().quadrature()) {
            return ": COLLAPSE, segments integrated out by adaptive quadrature that a finer rule checks"
                    + (spec.cells() ? ", from their rows in cells of equal columns" : "");
        }
        return spec.pooling() == SegmentSpec.Pooling.BAYES
                ? ": COLLAPSE, because normal segments integrate out exactly; hyper-parameters by NUTS on the driver,"
                        + " segments given each draw on the executors"
                : ": EXACT given moments that stand for the hyper-parameters (plug-in)";
    }

    private static String consensus(ConsensusConf conf, SegmentSpec spec) {
        return "CONSENSUS, " + conf.shards().map(s -> s + " shards").orElse("shards of 200 segments, at least 4")
                + ", each segment whole in one; every shard samples the hyper-parameters ("
                + conf.plan().shardChains() + " chains of " + conf.plan().shardWarmup() + " + "
                + conf.plan().shardDraws() + ") under its share of the prior; joined, then "
                + conf.plan().importanceDraws()
                + " draws a round are weighed by every segment's marginal likelihood ("
                + (spec.outcome().quadrature() ? "the finer quadrature" : "exact")
                + ") and certified or held back; segments given each draw on the executors";
    }

    private static String levels(SegmentSpec spec) {
        if (spec.form() == SegmentSpec.Form.ESTIMATES) {
            return "";
        }
        return (spec.hasBaseline() ? ", levels pooled" : ", levels each segment's own")
                + (spec.groupMeans() ? " and explained by the segments' means (Mundlak)" : "")
                + (spec.residual() == SegmentSpec.Residual.OWN ? ", residual variances each segment's own" : "");
    }
}
