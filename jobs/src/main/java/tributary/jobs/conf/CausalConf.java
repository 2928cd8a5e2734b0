package tributary.jobs.conf;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tributary.estimand.InquirySettings;
import tributary.estimand.IntervalKind;
import tributary.estimand.IntervalSpec;
import tributary.estimand.Population;
import tributary.jobs.scan.InputTable;
import tributary.plan.PathChoice;
import tributary.plan.PlanSettings;

/**
 * The conf of {@code causal}: a model, a table, what binds one to the other, and how to answer.
 *
 * @param name what the model is called in the results
 * @param file where the model's text lies
 * @param rivals model files of other models of the same rows, by name
 * @param table the table of its rows
 * @param columns the column of each variable and group; one that is not named here has the column of its own name
 * @param key the column that tells rows apart; null where none is declared
 * @param dropMissing whether rows with a missing value are left out rather than refused
 * @param shards the number of shards; empty where the plan chooses
 * @param together the group whose rows stay in one shard; empty where rows are dealt freely
 * @param plan how to sample
 * @param checkpoint when finished shards are kept for a repetition
 * @param questions how to answer the model's questions
 * @param units which outcome of every unit is told under which interventions; empty where none is
 * @param predict which variables of every unit are predicted under which interventions; empty where none is
 * @param predictive how data are replicated to check the model
 * @param interval which intervals to report
 * @param honesty what is tried in order to doubt the answers
 */
public record CausalConf(
        String name,
        String file,
        Map<String, String> rivals,
        InputTable table,
        Map<String, String> columns,
        @Nullable String key,
        boolean dropMissing,
        Optional<Integer> shards,
        Optional<String> together,
        PlanSettings plan,
        Checkpoint checkpoint,
        InquirySettings questions,
        Optional<UnitsConf> units,
        Optional<PredictConf> predict,
        PredictiveConf predictive,
        IntervalSpec interval,
        HonestyConf honesty) {
    /** When finished shards are kept for a repetition. */
    public enum Checkpoint {
        /** Where sampling takes longer than keeping. */
        AUTO,
        ALWAYS,
        NEVER
    }

    /** Which paths read a key of {@code inference}, where not all of them do. */
    private static final Map<String, Set<PathChoice>> READ_BY = readers();

    private static Map<String, Set<PathChoice>> readers() {
        Set<PathChoice> shards = EnumSet.of(PathChoice.AUTO, PathChoice.CONSENSUS);
        Set<PathChoice> weights = EnumSet.of(PathChoice.AUTO, PathChoice.CONSENSUS, PathChoice.ANCHOR);
        Map<String, Set<PathChoice>> readers = new LinkedHashMap<>();
        List.of("shard", "combiner", "checkpoint").forEach(key -> readers.put(key, shards));
        List.of("importance-draws", "rounds", "surrogate-rows", "sampled-rows")
                .forEach(key -> readers.put(key, weights));
        readers.put("cells", EnumSet.of(PathChoice.AUTO, PathChoice.CELLS, PathChoice.NUTS));
        readers.put("few-rows", EnumSet.of(PathChoice.AUTO));
        return readers;
    }

    private enum Missing {
        FAIL,
        DROP
    }

    public CausalConf {
        columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        rivals = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(rivals));
    }

    /** Reads {@code model}, {@code rivals}, {@code input}, {@code inference}, {@code estimands}, {@code units}, {@code predict}, {@code
     * predictive}, {@code interval}, {@code sensitivity} and {@code refutations}; errors are noted. */
    public static CausalConf read(ConfReader conf, RunSettings run) {
        ConfReader model = conf.section("model");
        String file =
                model.text("file").must("not be empty", t -> !t.isBlank()).required("conf/models/google_ads.model");
        String last = file.substring(file.lastIndexOf('/') + 1);
        String name = model.text("name")
                .must("not be empty", t -> !t.isBlank())
                .orElse(last.endsWith(".model") ? last.substring(0, last.length() - ".model".length()) : last);
        Map<String, String> rivals = conf.textMap("rivals");
        if (rivals.containsKey(name)) {
            conf.section("rivals").error(name, "has the name of the model itself", "rivals.adjusted");
        }
        ConfReader input = conf.section("input");
        InputTable table = InputConf.table(input, "rows");
        Map<String, String> columns = input.textMap("columns");
        String key = input.text("key").optional("row_id").orElse(null);
        boolean drop = input.choice("missing", Missing.class).orElse(Missing.FAIL) == Missing.DROP;
        ConfReader inference = conf.section("inference");
        ShardConf shard = ShardConf.read(inference, 1);
        Optional<String> together = inference.text("keep-together").optional("shop");
        PlanSettings plan = plan(inference, shard, run);
        Checkpoint checkpoint = inference.choice("checkpoint", Checkpoint.class).orElse(Checkpoint.AUTO);
        refuseUnread(inference, plan.path());
        ConfReader interval = conf.section("interval");
        IntervalSpec standard = IntervalSpec.standard();
        IntervalSpec shown = new IntervalSpec(
                interval.choice("kind", IntervalKind.class).orElse(standard.kind()),
                interval.number("probability")
                        .must("lie between 0 and 1", p -> p > 0 && p < 1)
                        .orElse(standard.probability()));
        return new CausalConf(
                name,
                file,
                rivals,
                table,
                columns,
                key,
                drop,
                shard.shards(),
                together,
                plan,
                checkpoint,
                questions(conf),
                UnitsConf.read(conf),
                PredictConf.read(conf),
                PredictiveConf.read(conf),
                shown,
                HonestyConf.read(conf));
    }

    private static InquirySettings questions(ConfReader conf) {
        ConfReader estimands = conf.section("estimands");
        InquirySettings standard = InquirySettings.STANDARD;
        return new InquirySettings(
                estimands.choice("population", Population.class).orElse(standard.population()),
                estimands
                        .integer("rows")
                        .must("be at least 1000", r -> r >= 1000)
                        .orElse(standard.rows()),
                estimands
                        .integer("noise")
                        .must("be between 8 and 10000000", n -> n >= 8 && n <= 10_000_000)
                        .orElse(standard.noise()));
    }

    /** Notes an error for every key that the path which is asked for never looks at. */
    private static void refuseUnread(ConfReader inference, PathChoice path) {
        READ_BY.forEach((key, paths) -> {
            if (!paths.contains(path) && inference.has(key)) {
                String readers = paths.stream().map(ConfReader::spelling).collect(Collectors.joining(", "));
                inference.error(
                        key,
                        "is not read with path = " + ConfReader.spelling(path) + ": it goes with " + readers
                                + "; leave it out",
                        "");
            }
        });
    }

    private static PlanSettings plan(ConfReader inference, ShardConf shard, RunSettings run) {
        PlanSettings standard = PlanSettings.STANDARD;
        return inference.make(
                () -> new PlanSettings(
                        inference.choice("path", PathChoice.class).orElse(standard.path()),
                        run.chains(),
                        run.draws(),
                        inference.integer("warmup").orElse(standard.warmup()),
                        shard.chains(),
                        shard.warmup(),
                        shard.draws(),
                        shard.combiner(),
                        shard.importanceDraws(),
                        shard.rounds(),
                        inference.integer("cells").orElse(standard.cells()),
                        inference.integer("few-rows").orElse(standard.fewRows()),
                        inference.integer("surrogate-rows").orElse(standard.surrogateRows()),
                        inference.integer("sampled-rows").orElse(standard.sampledRows())),
                () -> standard);
    }
}
