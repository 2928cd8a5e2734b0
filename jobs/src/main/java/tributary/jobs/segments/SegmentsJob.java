package tributary.jobs.segments;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import tributary.family.segments.SegmentDesign;
import tributary.family.segments.SegmentFacts;
import tributary.family.segments.SegmentScale;
import tributary.family.segments.SegmentSpec;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.ConfReader;
import tributary.jobs.conf.RunSettings;
import tributary.jobs.conf.SegmentsConf;
import tributary.jobs.quality.NestingChecks;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.quality.SegmentChecks;
import tributary.jobs.quality.SegmentColumnChecks;
import tributary.jobs.quality.Severity;
import tributary.jobs.run.Attempt;
import tributary.jobs.run.Gate;
import tributary.jobs.run.GateVerdict;
import tributary.jobs.run.Job;
import tributary.jobs.run.Outcome;
import tributary.jobs.run.Part;
import tributary.jobs.run.Results;
import tributary.jobs.scan.SegmentBlocks;
import tributary.jobs.scan.SegmentInput;
import tributary.jobs.scan.SegmentScan;
import tributary.jobs.scan.SegmentSurvey;
import tributary.jobs.table.TableInput;
import tributary.jobs.table.WorstDiagnostics;

/** {@code segments}: effects of a handful or of a million segments, partially pooled, with a decision for each. */
public final class SegmentsJob implements Job<SegmentsConf, SegmentScan> {
    static final String NAME = "segments";

    @Override
    public String command() {
        return NAME;
    }

    @Override
    public String description() {
        return "One effect per segment with shrinkage, on any number of segments: ranked, and a decision for each.";
    }

    @Override
    public SegmentsConf spec(ConfReader conf, RunSettings run) {
        return SegmentsConf.read(conf, run);
    }

    @Override
    public SegmentScan pin(SparkSession spark, SegmentsConf conf) {
        return SegmentScan.open(spark, conf.input());
    }

    @Override
    public List<TableInput> inputs(SegmentScan pinned) {
        return inputs(pinned, null);
    }

    private static List<TableInput> inputs(SegmentScan pinned, @Nullable Long rows) {
        return List.of(pinned.snapshot().input(rows));
    }

    @Override
    public String plan(SegmentsConf conf, SegmentScan pinned) {
        return SegmentsPlan.describe(conf);
    }

    @Override
    public Outcome run(SparkSession spark, SegmentsConf conf, SegmentScan pinned, Attempt attempt) {
        attempt.station("survey of the table of segments");
        SegmentSurvey survey = pinned.survey();
        if (survey.rows() == 0) {
            throw JobFailure.inputAbsent(
                    "input rows is empty: "
                            + JobFailure.quote(conf.input().table().location()),
                    "the table has no row",
                    "run again when the input has arrived");
        }
        List<QualityCheck> checks =
                new ArrayList<>(SegmentColumnChecks.ofTable(conf.name(), conf.input(), survey, conf.dropMissing()));
        List<MetricRun> runs = new ArrayList<>();
        Set<Integer> sound = sound(conf, survey, checks);
        if (!sound.isEmpty()) {
            attempt.station("moments of every segment: one exact aggregate");
            SegmentBlocks blocks = pinned.blocks(survey, sound);
            attempt.closeAtEnd(blocks);
            if (conf.input().within() != null) {
                checks.add(NestingChecks.ofNesting(
                        conf.name(),
                        conf.input(),
                        blocks.crossed(sound.iterator().next()),
                        survey.rows()));
            }
            if (failed(checks, null).isEmpty()) {
                sound.forEach(m -> prepared(conf, blocks, m, checks).ifPresent(runs::add));
            }
        }
        List<GateVerdict> verdicts = new ArrayList<>();
        Optional<String> whole = failed(checks, null);
        verdicts.add(whole.map(reason -> GateVerdict.heldBack(conf.name(), Gate.DATA, reason))
                .orElseGet(() -> GateVerdict.passed(conf.name())));
        for (SegmentSpec spec : whole.isPresent() ? List.<SegmentSpec>of() : conf.specs()) {
            failed(checks, spec.metric())
                    .ifPresent(reason -> verdicts.add(GateVerdict.heldBack(part(spec), Gate.DATA, reason)));
        }
        for (MetricRun run : runs) {
            attempt.station("hyper-parameters of " + run.metric());
            run.sample(conf, attempt.settings(), words -> attempt.station(run.metric() + " in shards: " + words));
            run.complaint().ifPresent(c -> verdicts.add(GateVerdict.heldBack(part(run.spec()), Gate.INFERENCE, c)));
        }
        attempt.noteQuality(QualityCheck.rows(NAME, checks));
        // An analysis none of whose metrics passed is held back as a whole.
        if (whole.isEmpty() && verdicts.size() == 1 + conf.specs().size()) {
            GateVerdict first = verdicts.get(1);
            verdicts.set(0, new GateVerdict(Part.whole(conf.name()), first.heldBackBy(), first.reason()));
        }
        Results results = attempt.judged(verdicts);
        WorstDiagnostics worst = WorstDiagnostics.NONE;
        List<String> words = new ArrayList<>();
        Tables tables = new Tables(spark);
        for (MetricRun run : runs) {
            attempt.station("segments of " + run.metric() + " given the hyper-parameters");
            run.write(conf, checks, attempt, tables);
            if (!conf.compared().isEmpty()) {
                attempt.station("models of " + run.metric() + " compared by what is left out");
                run.compare(conf, pinned, attempt, tables);
            }
            worst = run.worst(worst);
            words.add(run.words());
        }
        tables.write(results);
        return new Outcome(results, inputs(pinned, survey.rows()), worst, String.join("\n", words));
    }

    private static Part part(SegmentSpec spec) {
        return new Part(spec.analysis(), Optional.of(spec.metric()), Optional.empty());
    }

    /** The metrics whose columns can be summed and are what their likelihoods are of; none if the table is broken. */
    private static Set<Integer> sound(SegmentsConf conf, SegmentSurvey survey, List<QualityCheck> checks) {
        Set<Integer> sound = new TreeSet<>();
        boolean broken = failed(checks, null).isPresent();
        for (int m = 0; m < conf.specs().size() && !broken; m++) {
            checks.addAll(fits(conf, m, survey));
            if (failed(checks, conf.specs().get(m).metric()).isEmpty()) {
                sound.add(m);
            }
        }
        return sound;
    }

    /** Whether the columns of a metric are what its likelihood is of. */
    private static List<QualityCheck> fits(SegmentsConf conf, int metric, SegmentSurvey survey) {
        SegmentInput.Metric of = conf.input().metrics().get(metric);
        return Stream.of(
                        SegmentColumnChecks.ofOutcome(
                                conf.name(),
                                conf.input(),
                                of,
                                survey,
                                conf.specs().get(metric).outcome()),
                        SegmentColumnChecks.ofEvents(conf.name(), conf.input(), of, survey))
                .flatMap(Optional::stream)
                .toList();
    }

    /** A metric ready to be sampled; empty if a gate holds it back. */
    private static Optional<MetricRun> prepared(
            SegmentsConf conf, SegmentBlocks blocks, int metric, List<QualityCheck> checks) {
        SegmentSpec spec = conf.specs().get(metric);
        SegmentScale scale = blocks.scale(metric);
        boolean estimates = spec.form() == SegmentSpec.Form.ESTIMATES;
        double deviation = estimates && scale.rows() > 0 ? 1 : scale.outcomeDeviation();
        QualityCheck varies =
                SegmentChecks.ofVariation(conf.name(), spec.metric(), deviation, scale.rows(), scale.outcomeMean());
        checks.add(varies);
        Optional<QualityCheck> treated = SegmentColumnChecks.ofTreatments(conf.name(), conf.input(), spec, scale);
        treated.ifPresent(checks::add);
        if (!varies.passed() || !treated.map(QualityCheck::passed).orElse(true)) {
            return Optional.empty();
        }
        if (spec.cells()) {
            QualityCheck cells = SegmentChecks.ofCells(
                    conf.name(), conf.input().metrics().get(metric), blocks.cells(metric), scale.rows());
            checks.add(cells);
            if (!cells.passed()) {
                return Optional.empty();
            }
        }
        List<String> groups =
                conf.input().within() == null ? List.of() : blocks.parents(metric, NestingChecks.MOST_GROUPS);
        SegmentDesign design = SegmentDesign.of(spec, scale, groups);
        SegmentFacts facts = blocks.fold(metric, moments -> SegmentFacts.of(design, moments), (a, b) -> a.merge(b));
        if (conf.input().within() != null) {
            checks.addAll(NestingChecks.ofGroups(
                    conf.name(), conf.input(), spec.metric(), groups.size(), facts.segments(), scale.rows()));
        }
        checks.addAll(SegmentChecks.ofSegments(conf.name(), conf.input(), spec.metric(), facts));
        checks.addAll(
                estimates
                        ? SegmentChecks.ofEstimates(
                                conf.name(),
                                conf.input(),
                                conf.input().metrics().get(metric),
                                facts,
                                blocks.leastError(metric, design))
                        : SegmentChecks.ofRows(conf.name(), conf.input(), spec.metric(), facts));
        return failed(checks, spec.metric()).isPresent()
                ? Optional.empty()
                : Optional.of(new MetricRun(blocks, metric, design, facts.segments()));
    }

    /** The gates that failed for everything, or for one metric, in words. */
    private static Optional<String> failed(List<QualityCheck> checks, @Nullable String metric) {
        String words = checks.stream()
                .filter(c -> c.severity() == Severity.GATE && !c.passed())
                .filter(c -> java.util.Objects.equals(c.metric(), metric))
                .map(QualityCheck::words)
                .collect(Collectors.joining("; "));
        return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }
}
