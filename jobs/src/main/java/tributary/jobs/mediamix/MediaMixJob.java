package tributary.jobs.mediamix;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import tributary.family.mediamix.GeoConsensus;
import tributary.family.mediamix.MediaMixModel;
import tributary.family.mediamix.MediaPanel;
import tributary.infer.nuts.NutsFit;
import tributary.jobs.conf.ConfReader;
import tributary.jobs.conf.MediaMixConf;
import tributary.jobs.conf.MediaMixConf.Role;
import tributary.jobs.conf.RunSettings;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.run.Attempt;
import tributary.jobs.run.Gate;
import tributary.jobs.run.GateVerdict;
import tributary.jobs.run.Job;
import tributary.jobs.run.Outcome;
import tributary.jobs.run.Results;
import tributary.jobs.scan.OpenRows;
import tributary.jobs.shard.FanOut;
import tributary.jobs.table.TableInput;
import tributary.jobs.table.WorstDiagnostics;
import tributary.random.StreamKey;

/** {@code mediamix}: weekly spend and outcomes become what each channel returned, week by week and in all. */
public final class MediaMixJob implements Job<MediaMixConf, MediaMixJob.Pinned> {
    static final String NAME = "mediamix";

    /** Pinned tables, and what they were found to hold; opaque to the frame. */
    public static final class Pinned {
        private final Map<Role, OpenRows> tables;
        private final List<MeasuredLifts.Found> measured;
        private @Nullable Map<String, RawPanel> markets;

        private Pinned(Map<Role, OpenRows> tables, List<MeasuredLifts.Found> measured) {
            this.tables = tables;
            this.measured = measured;
        }

        private List<MixAnalysis> analyses(MediaMixConf conf, StreamKey key) {
            Map<String, RawPanel> known = markets;
            if (known == null) {
                known = RawPanel.read(conf, tables);
                markets = known;
            }
            return MixAnalysis.all(conf, known, measured, key);
        }
    }

    @Override
    public String command() {
        return NAME;
    }

    @Override
    public String description() {
        return "Media mix: what each channel returned, with carry-over, saturation, geos and lift tests.";
    }

    @Override
    public MediaMixConf spec(ConfReader conf, RunSettings run) {
        return MediaMixConf.read(conf, run);
    }

    @Override
    public Pinned pin(SparkSession spark, MediaMixConf conf) {
        Map<Role, OpenRows> tables = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            if (conf.tables().containsKey(role)) {
                tables.put(role, OpenRows.of(spark, conf.tables().get(role)));
            }
        }
        return new Pinned(tables, MeasuredLifts.read(spark, conf.measured()));
    }

    @Override
    public List<TableInput> inputs(Pinned pinned) {
        return Stream.concat(
                        pinned.tables.values().stream()
                                .map(rows -> rows.snapshot().input(null)),
                        pinned.measured.stream().map(MeasuredLifts.Found::source))
                .toList();
    }

    @Override
    public String plan(MediaMixConf conf, Pinned pinned) {
        StringBuilder text = new StringBuilder();
        List<MixAnalysis> analyses = pinned.analyses(conf, StreamKey.of(0));
        conf.consensus().ifPresent(consensus -> InShards.require(analyses, consensus));
        for (MixAnalysis analysis : analyses) {
            text.append("analysis ")
                    .append(analysis.name())
                    .append(" of ")
                    .append(analysis.kpi())
                    .append('\n');
            MediaPanel panel = analysis.panel();
            if (panel == null) {
                text.append("  held back by the data gate: ")
                        .append(analysis.complaint())
                        .append('\n');
                continue;
            }
            MediaMixModel mix = MediaMixModel.of(analysis.spec(), panel);
            text.append("  ").append(mix.plain().layout().dimension()).append(" parameters: ");
            text.append(conf.consensus()
                            .map(consensus -> InShards.plan(panel, consensus))
                            .orElseGet(() -> "NUTS, " + conf.nuts().chains() + " chains, each a task"))
                    .append('\n');
            analysis.fittings().stream()
                    .filter(f -> f.role() != Fitting.Role.ASKED)
                    .forEach(f -> text.append("  beside it ")
                            .append(told(f))
                            .append(conf.consensus()
                                    .flatMap(consensus -> InShards.whole(f, consensus))
                                    .map(why -> "; sampled whole, because shards do not go with " + why.problem())
                                    .orElse(""))
                            .append('\n'));
            analysis.scenarios()
                    .forEach(scenario -> text.append("  scenario ")
                            .append(scenario.name())
                            .append(": ")
                            .append(scenario.words())
                            .append('\n'));
            analysis.leftOut().forEach(line -> text.append("  ").append(line).append('\n'));
            pinned.measured.stream()
                    .filter(m -> MixAnalysis.name(
                                    conf, m.test().market(), m.test().kpi())
                            .equals(analysis.name()))
                    .forEach(m -> text.append(String.format(
                            Locale.ROOT,
                            "  %s: lift %.6g (standard error %.4g), from %s%n",
                            m.test().key(),
                            m.lift(),
                            m.se(),
                            m.words())));
            mix.scaling().forEach(line -> text.append("  ").append(line).append('\n'));
            mix.text().lines().forEach(line -> text.append("    ").append(line).append('\n'));
        }
        return text.toString();
    }

    private static String told(Fitting beside) {
        return switch (beside.role()) {
            case ASKED -> "itself";
            case UNTESTED -> "the same model without lift tests, to show what they do";
            case HOLDOUT -> "the same model without the weeks of holdout " + beside.name() + ", to foretell them";
            case VARIANT -> "the model of variant " + beside.name();
        };
    }

    @Override
    public Outcome run(SparkSession spark, MediaMixConf conf, Pinned pinned, Attempt attempt) {
        List<MixAnalysis> analyses =
                pinned.analyses(conf, StreamKey.of(attempt.settings().seed()).with(NAME));
        List<QualityCheck> quality = new ArrayList<>();
        analyses.forEach(a -> quality.addAll(a.checks()));
        Map<Fitting, GeoConsensus.Joined> joined = Map.of();
        if (conf.consensus().isPresent()) {
            InShards.require(analyses, conf.consensus().get());
            joined = InShards.sample(spark, analyses, conf.consensus().get(), attempt::station);
        }
        attempt.station(joined.isEmpty() ? "sample chains" : "answers of what was joined");
        Map<String, Told> told = ask(spark, conf, analyses, joined);
        List<GateVerdict> verdicts = new ArrayList<>();
        List<WorstDiagnostics> diagnostics = new ArrayList<>();
        List<MixRows> all = new ArrayList<>();
        for (MixAnalysis analysis : analyses) {
            Told answer = told.get(analysis.name());
            MediaPanel panel = analysis.panel();
            if (answer == null || panel == null) {
                verdicts.add(GateVerdict.heldBack(analysis.name(), Gate.DATA, analysis.complaint()));
                continue;
            }
            GeoConsensus.Joined join = joined.get(analysis.fittings().get(0));
            Convergence judged = Convergence.of(answer, join, conf.limits());
            diagnostics.add(judged.worst());
            verdicts.add(
                    judged.complaint().isEmpty()
                            ? GateVerdict.passed(analysis.name())
                            : GateVerdict.heldBack(analysis.name(), Gate.INFERENCE, judged.complaint()));
            quality.addAll(Review.of(analysis.name(), analysis.kpi(), answer));
            all.add(new MixRows(analysis.spec(), analysis.kpi(), panel, answer, join));
        }
        attempt.noteQuality(QualityCheck.rows(NAME, quality));
        Results results = attempt.judged(verdicts);
        MixRows.write(spark, results, conf, all);
        StringBuilder words = new StringBuilder();
        all.forEach(rows -> words.append(rows.words(conf)));
        analyses.forEach(a -> a.leftOut()
                .forEach(
                        line -> words.append(a.name()).append(", ").append(line).append('\n')));
        return new Outcome(results, inputs(pinned), Convergence.worst(diagnostics), words.toString());
    }

    /** Chains of all models side by side, then the answers of each model where its draws come together. */
    private static Map<String, Told> ask(
            SparkSession spark,
            MediaMixConf conf,
            List<MixAnalysis> analyses,
            Map<Fitting, GeoConsensus.Joined> joined) {
        // What was sampled in shards needs no chains.
        List<Fitting> fittings = analyses.stream()
                .flatMap(a -> a.fittings().stream())
                .filter(f -> !joined.containsKey(f))
                .toList();
        Map<Fitting, ArrayList<NutsFit>> chains = Fitting.sample(spark, fittings, conf.nuts());
        List<Told.Question> asked = new ArrayList<>();
        List<Beside.Question> others = new ArrayList<>();
        for (MixAnalysis analysis : analyses) {
            for (Fitting fitting : analysis.fittings()) {
                ArrayList<NutsFit> sampled = chains.getOrDefault(fitting, new ArrayList<>());
                if (fitting.role() == Fitting.Role.ASKED) {
                    asked.add(new Told.Question(
                            fitting,
                            analysis.kpi(),
                            sampled,
                            InShards.weighed(joined.get(fitting)),
                            conf.interval(),
                            conf.priorDraws(),
                            analysis.budget(),
                            new ArrayList<>(analysis.scenarios())));
                } else {
                    others.add(new Beside.Question(
                            fitting, sampled, InShards.weighed(joined.get(fitting)), conf.interval()));
                }
            }
        }
        Map<String, Told> told = new LinkedHashMap<>();
        FanOut.map(spark, asked, Told::of).forEach(answer -> told.put(answer.analysis, answer));
        List<Beside> beside = FanOut.map(spark, others, Beside::of);
        for (int i = 0; i < others.size(); i++) {
            Told of = told.get(others.get(i).fitting().spec().name());
            if (of != null) {
                of.beside.add(beside.get(i));
            }
        }
        return told;
    }
}
