package tributary.jobs.segments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import tributary.family.segments.Extremes;
import tributary.family.segments.GroupEffects;
import tributary.family.segments.RankBins;
import tributary.family.segments.RankCounts;
import tributary.family.segments.RawEffect;
import tributary.family.segments.SegmentAnswer;
import tributary.family.segments.SegmentAnswers;
import tributary.family.segments.SegmentConsensus;
import tributary.family.segments.SegmentDesign;
import tributary.family.segments.SegmentLifts;
import tributary.family.segments.SegmentPosterior;
import tributary.family.segments.SegmentScale;
import tributary.family.segments.SegmentShard;
import tributary.family.segments.SegmentSpec;
import tributary.hierarchy.Groups;
import tributary.infer.PosteriorSummary;
import tributary.infer.nuts.Nuts;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.ConsensusConf;
import tributary.jobs.conf.RunSettings;
import tributary.jobs.conf.SegmentsConf;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.run.Attempt;
import tributary.jobs.scan.SegmentBlocks;
import tributary.jobs.scan.SegmentScan;
import tributary.jobs.scan.SegmentStage;
import tributary.jobs.scan.SegmentWorkers;
import tributary.jobs.table.DecisionsTable;
import tributary.jobs.table.EffectsTable;
import tributary.jobs.table.EstimandDrawsTable;
import tributary.jobs.table.ModelComparisonTable;
import tributary.jobs.table.SegmentEffectsTable;
import tributary.jobs.table.ShardDiagnosticsTable;
import tributary.jobs.table.WorstDiagnostics;
import tributary.random.StreamKey;

/** One metric on its way: hyper-parameters on the driver, then its segments on the executors, straight into tables. */
final class MetricRun {
    /** Up to so many segments, all their draws are written unless the conf says otherwise. */
    private static final long FEW = 2_000;

    /** Of more segments P(best) is counted over the draws of the ranks, not over all: each has next to none of it. */
    private static final long MANY = 20_000;

    /** Draws held in one piece of a block, some 16 MB, so that a task's memory is bounded. */
    private static final int MOST_HELD = 2_000_000;

    private final SegmentBlocks blocks;
    private final int metric;
    private final SegmentSpec spec;
    private final SegmentDesign design;
    private final long segments;
    private SegmentPosterior.@Nullable Found found;
    private SegmentConsensus.@Nullable Joined joined;
    private final List<String> compared = new ArrayList<>();

    MetricRun(SegmentBlocks blocks, int metric, SegmentDesign design, long segments) {
        this.blocks = blocks;
        this.metric = metric;
        this.spec = design.spec();
        this.design = design;
        this.segments = segments;
    }

    String metric() {
        return spec.metric();
    }

    SegmentSpec spec() {
        return spec;
    }

    private StreamKey key(RunSettings settings) {
        return StreamKey.of(settings.seed())
                .with(SegmentsJob.NAME)
                .with(spec.analysis())
                .with(spec.metric());
    }

    void sample(SegmentsConf conf, RunSettings settings, java.util.function.Consumer<String> told) {
        SegmentDesign known = design;
        if (conf.consensus().isPresent()) {
            SegmentConsensus.Joined answer =
                    inShards(known, conf.consensus().get(), conf.segmentDraws(), key(settings), told);
            joined = answer;
            found = answer.found();
            return;
        }
        Groups groups = blocks.gather(metric, known);
        if (spec.pooling() == SegmentSpec.Pooling.PLUG_IN) {
            found = SegmentPosterior.plugIn(
                    known, groups, raw(known), conf.plugInFloor(), settings.chains(), conf.segmentDraws());
            return;
        }
        parallel(settings, pool -> {
            found = SegmentPosterior.sample(
                    known, groups, nuts(conf, settings), conf.segmentDraws(), key(settings), pool);
        });
    }

    /** The driver holds no segment: shards lie where they are sampled, and only what they tell comes back. */
    private SegmentConsensus.Joined inShards(
            SegmentDesign known,
            ConsensusConf conf,
            int segmentDraws,
            StreamKey key,
            java.util.function.Consumer<String> told) {
        int shards = conf.shards(segments);
        if (shards > segments || shards < 2) {
            throw JobFailure.usage(
                    "inference.shards = " + shards + " do not go with the " + segments + " segments of " + spec.metric()
                            + ".",
                    "Segments stay whole, so every shard needs at least one of its own, and there must be two shards.",
                    "Set inference.shards between 2 and " + segments + " (example: 4), or inference.path = collapse.");
        }
        List<double[]> starts = blocks.map(metric, moments -> new SegmentShard(known, moments).start());
        try (SegmentWorkers workers = blocks.deal(metric, known, shards, told)) {
            return SegmentConsensus.sample(
                    known, workers, SegmentConsensus.start(starts), conf.plan(), segmentDraws, key);
        }
    }

    private static Nuts nuts(SegmentsConf conf, RunSettings settings) {
        return Nuts.DEFAULT
                .withChains(settings.chains())
                .withLengths(conf.warmup(), settings.draws())
                .withTargetAcceptance(0.95);
    }

    private static void parallel(RunSettings settings, java.util.function.Consumer<ExecutorService> work) {
        int threads = Math.min(settings.chains(), Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "tributary-chain");
            thread.setDaemon(true);
            return thread;
        });
        try {
            work.accept(pool);
        } finally {
            pool.shutdownNow();
        }
    }

    /** Fits the models to be compared, and compares them. */
    void compare(SegmentsConf conf, SegmentScan scan, Attempt attempt, Tables tables) {
        SegmentScale scale = design.scale();
        parallel(attempt.settings(), pool -> {
            Ladder ladder = Ladder.fit(
                    spec,
                    conf.compared(),
                    scale,
                    blocks,
                    metric,
                    nuts(conf, attempt.settings()),
                    key(attempt.settings()).with("ladder"),
                    pool);
            tables.add(
                    ModelComparisonTable.DEFINITION,
                    ladder.compare(blocks, scan, metric, scale.rows(), conf, compared));
        });
    }

    /** The segments' own estimates, of those that have one. */
    private List<RawEffect> raw(SegmentDesign known) {
        List<RawEffect> all = new ArrayList<>();
        blocks.map(metric, moments -> {
                    ArrayList<RawEffect> block = new ArrayList<>();
                    for (int s = 0; s < moments.segments(); s++) {
                        RawEffect one = known.raw(moments, s)[0];
                        if (one.standardError() > 0) {
                            block.add(one);
                        }
                    }
                    return block;
                })
                .forEach(all::addAll);
        return all;
    }

    private SegmentPosterior.Found found() {
        return Objects.requireNonNull(found);
    }

    Optional<String> complaint() {
        return found().complaint();
    }

    /** The rows of every table of the metric. */
    void write(SegmentsConf conf, List<QualityCheck> checks, Attempt attempt, Tables tables) {
        SegmentDesign known = design;
        StreamKey key = key(attempt.settings());
        SegmentPosterior posterior = found().posterior();
        HyperRows hyper = new HyperRows(spec, known, found(), joined, conf.identifiedBy());
        hyper.add(tables);
        if (joined != null) {
            tables.add(
                    ShardDiagnosticsTable.DEFINITION,
                    ShardDiagnosticsTable.rows(
                            SegmentsJob.NAME,
                            spec.analysis(),
                            metric,
                            joined.coordinates().stream()
                                    .map(name -> spec.metric() + "." + name)
                                    .toList(),
                            joined.result()));
        }
        int size = posterior.size();
        int wanted = Math.min(size, conf.keptDraws().orElse(segments <= FEW ? size : 0));
        int kept = complaint().isEmpty() ? wanted : 0;
        int[] held = held(posterior, kept);
        SegmentAnswers.Words words = new SegmentAnswers.Words(hyper.prior(), conf.identifiedBy(), health(checks));
        int arms = spec.arms().size();
        int each = Math.max(1, (int) (MOST_HELD / ((long) arms * held.length)));
        Broadcast<SegmentPosterior> shared = blocks.share(posterior);
        SegmentStage stage = blocks.stage(
                metric,
                new SegmentStage.Columns()
                        .with("effects", EffectsTable.DEFINITION.rowSchema())
                        .with("decisions", DecisionsTable.DEFINITION.rowSchema())
                        .with("segments", SegmentEffectsTable.DEFINITION.rowSchema()),
                moments -> answered(
                        new SegmentAnswers(known, moments, shared.value(), key, words),
                        moments.segments(),
                        each,
                        held));
        attempt.closeAtEnd(stage);
        int sign = spec.direction().sign();
        Extremes extremes = stage.fold(lifts -> Extremes.of(lifts, sign), (a, b) -> a.merge(b));
        Broadcast<RankBins> bins = blocks.share(extremes.bins());
        Broadcast<RankCounts.Ranks> ranks = blocks.share(
                stage.<RankCounts>fold(lifts -> RankCounts.of(lifts, sign, bins.value()), (a, b) -> a.merge(b))
                        .ranks(extremes));
        double probability = spec.decision().interval().probability();
        tables.add(EffectsTable.DEFINITION, stage.rows("effects"));
        tables.add(DecisionsTable.DEFINITION, stage.rows("decisions"));
        tables.add(
                SegmentEffectsTable.DEFINITION,
                stage.rows(
                        "segments",
                        SegmentEffectsTable.DEFINITION.rowSchema(),
                        (lifts, rows) -> IntStream.range(0, rows.size())
                                .mapToObj(i -> SegmentEffectsTable.ranked(
                                        rows.get(i), ranks.value().of(lifts, i / arms, i % arms, sign, probability)))
                                .iterator()));
        if (kept > 0) {
            tables.add(
                    EstimandDrawsTable.DEFINITION,
                    stage.draws(
                            EstimandDrawsTable.DEFINITION.rowSchema(),
                            lifts -> draws(known, lifts, shared.value(), kept)));
            int groups = spec.effect() == SegmentSpec.Effect.VARYING
                    ? design.parents().size()
                    : 0;
            if (groups > 0) {
                tables.add(
                        EstimandDrawsTable.DEFINITION, groups, group -> groupDraws(known, shared.value(), group, kept));
            }
        }
    }

    /** The draws that are asked for again when all segments are drawn, in increasing order. */
    private int[] held(SegmentPosterior posterior, int kept) {
        int size = posterior.size();
        if (segments <= MANY) {
            return IntStream.range(0, size).toArray();
        }
        IntStream written =
                kept > 0 ? Arrays.stream(SegmentLifts.spaced(size, posterior.chains(), kept)) : IntStream.empty();
        return IntStream.concat(Arrays.stream(SegmentLifts.counted(size)), written)
                .sorted()
                .distinct()
                .toArray();
    }

    /** The answers of a block in pieces of so many segments, made when their turn comes. */
    private static Stream<SegmentStage.Block> answered(SegmentAnswers block, int segments, int piece, int[] held) {
        return IntStream.iterate(0, from -> from < segments, from -> from + piece)
                .mapToObj(from -> piece(block, from, Math.min(segments, from + piece), held));
    }

    /** All answers of some segments, one after the other, and those of their arms. */
    private static SegmentStage.Block piece(SegmentAnswers block, int from, int to, int[] held) {
        SegmentLifts lifts = block.lifts(from, to, held);
        List<Row> effects = new ArrayList<>();
        List<Row> decisions = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (int s = from; s < to; s++) {
            for (SegmentAnswer answer : block.of(s, lifts)) {
                effects.add(EffectsTable.row(answer.effect()));
                decisions.add(DecisionsTable.row(SegmentsJob.NAME, answer.decision()));
                rows.add(SegmentEffectsTable.row(answer));
            }
        }
        return new SegmentStage.Block(lifts, List.of(effects, decisions, rows));
    }

    /** The draws kept of every effect of a block's segments. */
    private static Iterator<Row> draws(SegmentDesign design, SegmentLifts lifts, SegmentPosterior posterior, int kept) {
        SegmentSpec spec = design.spec();
        double[] values = new double[posterior.size()];
        return IntStream.range(0, lifts.segments())
                .boxed()
                .flatMap(s -> IntStream.range(0, spec.arms().size()).boxed().flatMap(a -> {
                    lifts.fill(s, a, values);
                    return rows(spec, "lift_abs", a, lifts.name(s), values, posterior.chains(), kept);
                }))
                .iterator();
    }

    /** The draws kept of a group's mean effects; the group that segments lie within. */
    private static Iterator<Row> groupDraws(SegmentDesign design, SegmentPosterior posterior, int group, int kept) {
        GroupEffects groups = new GroupEffects(design, posterior);
        double[][] effects = groups.of(group);
        return IntStream.range(0, effects.length)
                .boxed()
                .flatMap(a -> rows(
                        design.spec(),
                        "mean_effect",
                        a,
                        groups.names().get(group),
                        effects[a],
                        posterior.chains(),
                        kept))
                .iterator();
    }

    /** So many draws of an arm's estimand, evenly spaced within each chain. */
    private static Stream<Row> rows(
            SegmentSpec spec, String estimand, int arm, String unit, double[] values, int chains, int kept) {
        int[] spaced = SegmentLifts.spaced(values.length, chains, kept);
        int each = spaced.length / chains;
        return IntStream.range(0, spaced.length).mapToObj(i -> {
            double value = values[spaced[i]];
            return RowFactory.create(
                    spec.analysis(),
                    estimand + " of " + spec.metric() + ", " + spec.arms().get(arm),
                    unit,
                    i / each,
                    i % each,
                    Double.isFinite(value) ? (Object) value : null);
        });
    }

    private String health(List<QualityCheck> checks) {
        List<String> findings = checks.stream()
                .filter(c -> !c.passed() && (c.metric() == null || c.metric().equals(spec.metric())))
                .map(c -> c.check() + ": " + c.finding())
                .toList();
        return new tributary.decide.Health(true, findings).words();
    }

    WorstDiagnostics worst(WorstDiagnostics other) {
        Double rHat = other.rHat();
        Double ess = other.ess();
        Long divergences = other.divergences();
        double weights = found().posterior().kHat();
        Double kHat = other.kHat();
        if (Double.isFinite(weights)) {
            kHat = kHat == null ? Double.valueOf(weights) : Double.valueOf(Math.max(kHat, weights));
        }
        var stats = found().stats();
        if (stats != null) {
            for (String name : found().draws().names()) {
                PosteriorSummary summary =
                        PosteriorSummary.ofChains(found().draws().byChain(name), 0.9);
                if (Double.isFinite(summary.rHat())) {
                    rHat = Math.max(rHat == null ? summary.rHat() : rHat, summary.rHat());
                }
                if (Double.isFinite(summary.essBulk())) {
                    ess = Math.min(ess == null ? summary.essBulk() : ess, summary.essBulk());
                }
            }
            divergences = (divergences == null ? 0 : divergences) + stats.divergences();
        }
        return new WorstDiagnostics(rHat, ess, kHat, divergences);
    }

    /** What is printed: how far segments differ, and where the answers are. */
    String words() {
        List<String> lines = new ArrayList<>();
        lines.add(spec.analysis() + " / " + spec.metric() + ": " + segments + " segments, partially pooled"
                + complaint().map(c -> "; held back: " + c).orElse(""));
        for (String name : found().draws().names()) {
            double[] values = found().draws().values(name);
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-28s %12.5g sd %10.4g",
                    name,
                    tributary.infer.Describe.mean(values),
                    values.length > 1 ? tributary.infer.Describe.sd(values) : 0));
        }
        if (joined != null) {
            lines.add("  " + joined.words());
        }
        lines.addAll(compared);
        lines.add("  read published_segment_effects (raw beside pooled, rank) and published_decisions");
        return String.join("\n", lines);
    }
}
