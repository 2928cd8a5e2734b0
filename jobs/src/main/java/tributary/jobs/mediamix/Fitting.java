package tributary.jobs.mediamix;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import tributary.family.mediamix.Holdout;
import tributary.family.mediamix.MediaMixModel;
import tributary.family.mediamix.MediaMixSampler;
import tributary.family.mediamix.MediaMixSpec;
import tributary.family.mediamix.MediaPanel;
import tributary.infer.nuts.Nuts;
import tributary.infer.nuts.NutsFit;
import tributary.jobs.shard.FanOut;
import tributary.random.StreamKey;

/**
 * One model to be sampled for an analysis: the one that is asked for, or one beside it that it is judged by.
 *
 * @param role what for
 * @param name which of the role's; empty where there is one
 * @param spec the model
 * @param panel its data
 * @param holdout what is held out of them; null where nothing is
 * @param key of its draws
 */
record Fitting(
        Role role,
        String name,
        MediaMixSpec spec,
        MediaPanel panel,
        @Nullable Holdout holdout,
        StreamKey key) implements Serializable {
    /** What a model is sampled for. */
    enum Role {
        /** The answers. */
        ASKED,
        /** The same without lift tests, to show what they did. */
        UNTESTED,
        /** The same without some weeks, to foretell them. */
        HOLDOUT,
        /** Another model of the same data. */
        VARIANT
    }

    /** The name in the tables that compare models. */
    String word() {
        return switch (role) {
            case ASKED -> "main";
            case UNTESTED -> "without_lift_tests";
            case HOLDOUT, VARIANT -> name;
        };
    }

    /** One chain, to be run on whatever executor: the model is small, and is bound there. */
    private record Chain(Fitting of, Nuts nuts, int chain) implements Serializable {
        NutsFit run() {
            MediaMixModel mix = MediaMixModel.of(of.spec, of.panel);
            return MediaMixSampler.chain(mix.centring(), mix.bind(), nuts, of.key, chain);
        }
    }

    /** Samples models, every chain of every one a task. */
    static Map<Fitting, ArrayList<NutsFit>> sample(SparkSession spark, List<Fitting> fittings, Nuts nuts) {
        List<Chain> tasks = new ArrayList<>();
        for (Fitting fitting : fittings) {
            for (int c = 0; c < nuts.chains(); c++) {
                tasks.add(new Chain(fitting, nuts, c));
            }
        }
        List<NutsFit> chains = FanOut.map(spark, tasks, Chain::run);
        Map<Fitting, ArrayList<NutsFit>> sampled = new LinkedHashMap<>();
        for (int f = 0; f < fittings.size(); f++) {
            sampled.put(fittings.get(f), new ArrayList<>(chains.subList(f * nuts.chains(), (f + 1) * nuts.chains())));
        }
        return sampled;
    }
}
