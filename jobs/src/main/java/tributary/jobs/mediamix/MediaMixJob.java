package tributary.jobs.mediamix;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import tributary.family.mediamix.MediaMixModel;
import tributary.family.mediamix.MediaMixSpec;
import tributary.family.mediamix.MediaPanel;
import tributary.infer.nuts.NutsFit;
import tributary.jobs.conf.ConfReader;
import tributary.jobs.conf.MediaMixConf;
import tributary.jobs.conf.MediaMixConf.Role;
import tributary.jobs.conf.RunSettings;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.quality.Severity;
import tributary.jobs.run.Attempt;
import tributary.jobs.run.Gate;
import tributary.jobs.run.GateVerdict;
import tributary.jobs.run.Job;
import tributary.jobs.run.Outcome;
import tributary.jobs.run.Results;
import tributary.jobs.scan.InputSnapshot;
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
        private @Nullable List<Analysis> analyses;

        private Pinned(Map<Role, OpenRows> tables) {
            this.tables = tables;
        }

        private List<Analysis> analyses(MediaMixConf conf) {
            List<Analysis> known = analyses;
            if (known == null) {
                RawPanel raw = RawPanel.read(conf, tables);
                known = conf.kpis().stream()
                        .map(kpi -> Analysis.of(conf, raw, kpi))
                        .toList();
                analyses = known;
            }
            return known;
        }
    }

    /** One outcome's analysis before it is sampled. */
    private record Analysis(
            String name,
            String kpi,
            MediaMixSpec spec,
            @Nullable MediaPanel panel,
            List<QualityCheck> checks) {
        static Analysis of(MediaMixConf conf, RawPanel raw, String kpi) {
            String name = conf.kpis().size() == 1 ? conf.name() : conf.name() + "_" + kpi;
            PanelMaker maker = new PanelMaker(conf, raw, kpi, name);
            PanelMaker.Made made = maker.make();
            return new Analysis(name, kpi, maker.spec(), made.panel(), made.checks());
        }

        String complaint() {
            return checks.stream()
                    .filter(c -> !c.passed() && c.severity() == Severity.GATE)
                    .map(QualityCheck::words)
                    .reduce((a, b) -> a + "; " + b)
                    .orElse("");
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
        return new Pinned(tables);
    }

    @Override
    public List<TableInput> inputs(Pinned pinned) {
        return pinned.tables.values().stream()
                .map(OpenRows::snapshot)
                .map((InputSnapshot t) -> new TableInput(
                        t.name(),
                        t.location(),
                        t.format().name().toLowerCase(Locale.ROOT),
                        t.version(),
                        null,
                        t.fingerprint()))
                .toList();
    }

    @Override
    public String plan(MediaMixConf conf, Pinned pinned) {
        StringBuilder text = new StringBuilder();
        for (Analysis analysis : pinned.analyses(conf)) {
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
            text.append("  ").append(mix.bind().layout().dimension()).append(" parameters: NUTS, ");
            text.append(conf.nuts().chains()).append(" chains, each a task\n");
            mix.scaling().forEach(line -> text.append("  ").append(line).append('\n'));
            mix.text().lines().forEach(line -> text.append("    ").append(line).append('\n'));
        }
        return text.toString();
    }

    @Override
    public Outcome run(SparkSession spark, MediaMixConf conf, Pinned pinned, Attempt attempt) {
        List<Analysis> analyses = pinned.analyses(conf);
        List<Row> quality = new ArrayList<>();
        analyses.forEach(a -> a.checks().forEach(c -> quality.add(row(c))));
        StreamKey key = StreamKey.of(attempt.settings().seed()).with(NAME);
        attempt.station("sample chains");
        Map<String, Told> told = ask(spark, conf, analyses, key);
        List<GateVerdict> verdicts = new ArrayList<>();
        Map<String, Convergence> convergence = new LinkedHashMap<>();
        for (Analysis analysis : analyses) {
            Told answer = told.get(analysis.name());
            if (answer == null) {
                verdicts.add(GateVerdict.heldBack(analysis.name(), Gate.DATA, analysis.complaint()));
                continue;
            }
            Convergence judged = Convergence.of(answer, conf.limits());
            convergence.put(analysis.name(), judged);
            verdicts.add(
                    judged.complaint().isEmpty()
                            ? GateVerdict.passed(analysis.name())
                            : GateVerdict.heldBack(analysis.name(), Gate.INFERENCE, judged.complaint()));
            Review.of(analysis.name(), analysis.kpi(), answer).forEach(c -> quality.add(row(c)));
        }
        attempt.noteQuality(quality);
        Results results = attempt.judged(verdicts);
        List<MixRows> all = new ArrayList<>();
        for (Analysis analysis : analyses) {
            Told answer = told.get(analysis.name());
            MediaPanel panel = analysis.panel();
            if (answer != null && panel != null) {
                all.add(new MixRows(analysis.spec(), analysis.kpi(), panel, answer));
            }
        }
        MixRows.write(spark, results, all);
        StringBuilder words = new StringBuilder();
        all.forEach(rows -> words.append(rows.words(conf)));
        return new Outcome(results, inputs(pinned), worst(convergence), words.toString());
    }

    /** Chains of all models side by side, then the answers of each model where its draws come together. */
    private static Map<String, Told> ask(
            SparkSession spark, MediaMixConf conf, List<Analysis> analyses, StreamKey key) {
        List<ChainTask> tasks = new ArrayList<>();
        for (Analysis analysis : analyses) {
            MediaPanel panel = analysis.panel();
            if (panel == null) {
                continue;
            }
            StreamKey mine = key.with(analysis.name());
            for (int c = 0; c < conf.nuts().chains(); c++) {
                tasks.add(new ChainTask(analysis.spec(), panel, conf.nuts(), mine, c));
            }
            for (int c = 0; !panel.liftTests().isEmpty() && c < conf.nuts().chains(); c++) {
                tasks.add(new ChainTask(
                        analysis.spec(), panel.withLiftTests(List.of()), conf.nuts(), mine.with("untested"), c));
            }
        }
        List<NutsFit> chains = FanOut.map(spark, tasks, ChainTask::run);
        List<Told.Question> questions = new ArrayList<>();
        int at = 0;
        for (Analysis analysis : analyses) {
            MediaPanel panel = analysis.panel();
            if (panel == null) {
                continue;
            }
            int count = conf.nuts().chains();
            ArrayList<NutsFit> main = new ArrayList<>(chains.subList(at, at + count));
            at += count;
            ArrayList<NutsFit> untested = new ArrayList<>();
            if (!panel.liftTests().isEmpty()) {
                untested.addAll(chains.subList(at, at + count));
                at += count;
            }
            questions.add(new Told.Question(
                    analysis.spec(),
                    panel,
                    analysis.kpi(),
                    main,
                    untested,
                    conf.interval(),
                    conf.priorDraws(),
                    conf.budget(),
                    key.with(analysis.name())));
        }
        List<Told> answers = FanOut.map(spark, questions, Told::of);
        Map<String, Told> told = new LinkedHashMap<>();
        for (int i = 0; i < questions.size(); i++) {
            told.put(questions.get(i).spec().name(), answers.get(i));
        }
        return told;
    }

    private static WorstDiagnostics worst(Map<String, Convergence> all) {
        Double rHat = null;
        Double ess = null;
        Long divergences = null;
        for (Convergence one : all.values()) {
            WorstDiagnostics w = one.worst();
            Double r = w.rHat();
            Double e = w.ess();
            Long d = w.divergences();
            rHat = r == null ? rHat : Double.valueOf(rHat == null ? r : Math.max(rHat, r));
            ess = e == null ? ess : Double.valueOf(ess == null ? e : Math.min(ess, e));
            divergences = d == null ? divergences : Long.valueOf((divergences == null ? 0 : divergences) + d);
        }
        return new WorstDiagnostics(rHat, ess, null, divergences);
    }

    private static Row row(QualityCheck c) {
        return RowFactory.create(
                NAME,
                c.experiment(),
                c.check(),
                c.metric(),
                c.segment(),
                c.observed() == null || !Double.isFinite(c.observed()) ? null : c.observed(),
                c.threshold(),
                c.severity().word(),
                c.passed(),
                c.rowsAffected(),
                c.finding(),
                c.remedy());
    }
}
