package tributary.jobs.experiment;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import tributary.decide.Decision;
import tributary.family.experiment.AnalysisResult;
import tributary.family.experiment.ExperimentAnalysis;
import tributary.family.experiment.ExperimentDecisions;
import tributary.family.experiment.ExperimentMemo;
import tributary.family.experiment.ExperimentSpec;
import tributary.infer.Draws;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.ConfReader;
import tributary.jobs.conf.ExperimentConf;
import tributary.jobs.conf.RunSettings;
import tributary.jobs.quality.ExperimentChecks;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.run.Attempt;
import tributary.jobs.run.Job;
import tributary.jobs.run.Outcome;
import tributary.jobs.run.Results;
import tributary.jobs.scan.ExperimentScan;
import tributary.jobs.scan.InputSnapshot;
import tributary.jobs.scan.OpenInput;
import tributary.jobs.scan.ScanResult;
import tributary.jobs.shard.FanOut;
import tributary.jobs.table.ArtifactsTable;
import tributary.jobs.table.DecisionsTable;
import tributary.jobs.table.EffectChain;
import tributary.jobs.table.EffectDrawsTable;
import tributary.jobs.table.EffectsTable;
import tributary.jobs.table.PredictiveChecksTable;
import tributary.jobs.table.SensitivityTable;
import tributary.jobs.table.TableInput;
import tributary.jobs.table.WorstDiagnostics;

/** {@code experiment}: A/B/n tests over warehouse tables, from one scan to decisions. */
public final class ExperimentJob implements Job<ExperimentConf, OpenInput> {
    private static final String NAME = "experiment";

    @Override
    public String command() {
        return NAME;
    }

    @Override
    public String description() {
        return "A/B/n tests: arms x metrics x segments in one scan, posteriors, gates and decisions.";
    }

    @Override
    public ExperimentConf spec(ConfReader conf, RunSettings run) {
        return ExperimentConf.read(conf, run);
    }

    @Override
    public OpenInput pin(SparkSession spark, ExperimentConf conf) {
        return OpenInput.of(spark, conf.scan().input());
    }

    @Override
    public List<TableInput> inputs(OpenInput pinned) {
        return inputs(pinned.snapshots());
    }

    @Override
    public String plan(ExperimentConf conf, OpenInput pinned) {
        return ExperimentPlan.describe(conf, pinned.snapshots());
    }

    @Override
    public Outcome run(SparkSession spark, ExperimentConf conf, OpenInput pinned, Attempt attempt) {
        attempt.station("scan: one pass over the data of " + conf.experiments().size() + " experiments");
        ScanResult scanned = ExperimentScan.run(pinned, conf.scan());
        List<QualityCheck> checks = ExperimentChecks.judge(conf.scan(), scanned, conf.quality()).stream()
                .filter(check -> concerns(conf, check))
                .toList();
        attempt.noteQuality(QualityCheck.rows(NAME, checks));
        requireUnits(conf, scanned);

        List<ExperimentAnalysis> analyses = analyses(conf, scanned);
        attempt.station("posteriors of " + analyses.size() + " analyses");
        List<AnalysisResult> found = FanOut.map(spark, analyses, ExperimentAnalysis::result);
        ExperimentGates gates = new ExperimentGates(conf.experiments(), checks);
        List<Decision> decisions = new ArrayList<>();
        for (ExperimentSpec spec : conf.experiments()) {
            decisions.addAll(ExperimentDecisions.decide(
                    spec, found, (metric, segment) -> gates.health(spec.name(), metric, segment)));
        }

        Results results = attempt.judged(gates.verdicts(found));
        write(spark, results, conf, analyses, found, decisions, gates);
        return new Outcome(results, inputs(scanned.inputs()), worst(found), summary(decisions));
    }

    /**
     * Data that have not come yet are no bad data: where no experiment has a single row, the run may be repeated (exit 5).
     * Where some have rows, the others are held back by the check {@code units}.
     */
    private static void requireUnits(ExperimentConf conf, ScanResult scanned) {
        boolean none =
                scanned.experiments().stream().allMatch(counts -> counts.units().isEmpty() && counts.nullKeys() == 0);
        if (none) {
            String names = conf.experiments().stream().map(ExperimentSpec::name).collect(Collectors.joining(", "));
            throw JobFailure.inputAbsent(
                    "No unit of " + names + " is in the input ("
                            + scanned.inputs().stream()
                                    .map(s -> s.name() + ": " + JobFailure.quote(s.location()))
                                    .collect(Collectors.joining(", "))
                            + ").",
                    "The tables are there, and no row of them is of any experiment that the conf names.",
                    "Run again when the data have arrived, or correct the names under experiments and the column that"
                            + " input.columns.experiment-id names.");
        }
    }

    /** The scan gathers every metric for every experiment; one that an experiment does not ask for is not judged. */
    private static boolean concerns(ExperimentConf conf, QualityCheck check) {
        String metric = check.metric();
        return metric == null
                || conf.experiments().stream()
                        .filter(spec -> spec.name().equals(check.experiment()))
                        .anyMatch(spec ->
                                spec.metrics().stream().anyMatch(m -> m.name().equals(metric)));
    }

    private static List<ExperimentAnalysis> analyses(ExperimentConf conf, ScanResult scanned) {
        Map<String, ExperimentSpec> specs = new LinkedHashMap<>();
        conf.experiments().forEach(spec -> specs.put(spec.name(), spec));
        List<ExperimentAnalysis> analyses = new ArrayList<>();
        scanned.analyses().forEach((key, arms) -> {
            ExperimentSpec spec = specs.get(key.experiment());
            if (spec != null && spec.metrics().stream().anyMatch(m -> m.name().equals(key.metric()))) {
                analyses.add(ExperimentAnalysis.of(spec, key.metric(), key.segment(), arms));
            }
        });
        return analyses;
    }

    private static void write(
            SparkSession spark,
            Results results,
            ExperimentConf conf,
            List<ExperimentAnalysis> analyses,
            List<AnalysisResult> found,
            List<Decision> decisions,
            ExperimentGates gates) {
        results.write(
                EffectsTable.DEFINITION,
                found.stream()
                        .flatMap(r -> r.effects().stream())
                        .map(EffectsTable::row)
                        .toList());
        results.write(
                DecisionsTable.DEFINITION,
                decisions.stream().map(d -> DecisionsTable.row(NAME, d)).toList());
        results.write(
                SensitivityTable.DEFINITION,
                found.stream()
                        .flatMap(r -> r.sensitivity().stream())
                        .map(s -> SensitivityTable.row(NAME, s))
                        .toList());
        results.write(
                PredictiveChecksTable.DEFINITION,
                found.stream()
                        .flatMap(r -> r.checks().stream())
                        .map(c -> PredictiveChecksTable.row(NAME, c))
                        .toList());
        results.write(ArtifactsTable.DEFINITION, artifacts(conf, found, decisions, gates));
        results.write(
                EffectDrawsTable.DEFINITION,
                EffectDrawsTable.rows(
                        FanOut.all(spark, analyses, Encoders.bean(EffectChain.class), ExperimentJob::chains)));
    }

    private static List<Row> artifacts(
            ExperimentConf conf, List<AnalysisResult> found, List<Decision> decisions, ExperimentGates gates) {
        List<Row> rows = new ArrayList<>();
        for (ExperimentSpec spec : conf.experiments()) {
            List<Decision> own = decisions.stream()
                    .filter(d -> d.analysis().equals(spec.name()))
                    .toList();
            found.stream()
                    .filter(r ->
                            r.experiment().equals(spec.name()) && r.segment().equals(ExperimentSpec.ALL))
                    .flatMap(r ->
                            ExperimentMemo.workflow(spec, r, own, gates.health(spec.name(), r.metric(), r.segment()))
                                    .stream())
                    .forEach(artifact -> rows.add(ArtifactsTable.row(NAME, artifact)));
        }
        return rows;
    }

    /** The draws of one analysis, made again where they are written: they are a pure function of its statistics and seed. */
    private static Iterator<EffectChain> chains(ExperimentAnalysis analysis) {
        return analysis.draws().entrySet().stream()
                .flatMap(entry -> IntStream.range(0, entry.getValue().chains())
                        .mapToObj(chain -> chain(analysis, entry.getKey(), entry.getValue(), chain)))
                .iterator();
    }

    private static EffectChain chain(ExperimentAnalysis analysis, String arm, Draws draws, int chain) {
        EffectChain one =
                new EffectChain(analysis.experiment(), analysis.metric().name(), arm, analysis.segment(), chain);
        List<double[]> columns = ExperimentAnalysis.COLUMNS.stream()
                .map(name -> draws.byChain(name)[chain])
                .toList();
        one.setControlMean(columns.get(0));
        one.setTreatedMean(columns.get(1));
        one.setLiftAbs(columns.get(2));
        one.setLiftRel(columns.get(3));
        return one;
    }

    private static WorstDiagnostics worst(List<AnalysisResult> found) {
        Optional<Double> ess = found.stream()
                .flatMap(r -> r.effects().stream())
                .map(e -> e.essBulk())
                .filter(Double::isFinite)
                .min(Double::compare);
        return new WorstDiagnostics(null, ess.orElse(null), null, null);
    }

    private static String summary(List<Decision> decisions) {
        return decisions.stream()
                .filter(d -> d.unit().equals(ExperimentSpec.ALL))
                .map(d -> d.analysis() + " / " + d.metric() + " / " + d.arm() + ": "
                        + d.action().word() + ". " + d.reason())
                .collect(Collectors.joining("\n"));
    }

    private static List<TableInput> inputs(List<InputSnapshot> snapshots) {
        return snapshots.stream()
                .map(s -> s.input(s.rows() < 0 ? null : s.rows()))
                .toList();
    }
}
