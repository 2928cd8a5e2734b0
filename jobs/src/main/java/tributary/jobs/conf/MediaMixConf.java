package tributary.jobs.conf;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tributary.estimand.IntervalKind;
import tributary.estimand.IntervalSpec;
import tributary.family.mediamix.BudgetSpec;
import tributary.family.mediamix.ChannelSpec;
import tributary.family.mediamix.GeoConsensus;
import tributary.family.mediamix.MediaMixSpec;
import tributary.family.mediamix.ScenarioSpec;
import tributary.infer.nuts.Nuts;
import tributary.jobs.JobFailure;
import tributary.jobs.scan.InputTable;

/**
 * The conf of {@code mediamix}: weekly tables, how channels work, what is believed, and how to sample.
 *
 * @param name what the analysis is called
 * @param kpis the outcomes by name, one model each
 * @param currency the money of spend, as stated
 * @param weekStart the day that weeks start on, as stated
 * @param value money one unit of the outcome is worth
 * @param wide whether one table holds everything
 * @param tables the tables by role
 * @param columns the column of each date, label and number, by role and then by what it stands for
 * @param spec the model; its name is replaced by that of the analysis
 * @param nuts how to sample
 * @param consensus how a panel is sampled in shards of geos; empty where it is sampled whole
 * @param priorDraws how many draws of the prior stand beside the posterior
 * @param interval which intervals to report
 * @param limits of the gates
 * @param holdouts weeks that the model is also fitted without, and judged by
 * @param variants other models of the same data, by name, to be compared
 * @param measured lift tests that experiments measured
 * @param scenarios what would have been, had spend or other causes been set otherwise
 * @param budget what may be done with the spend of the last weeks; null where nobody asks
 */
public record MediaMixConf(
        String name,
        List<String> kpis,
        String currency,
        DayOfWeek weekStart,
        double value,
        boolean wide,
        Map<Role, InputTable> tables,
        Map<Role, Map<String, String>> columns,
        MediaMixSpec spec,
        Nuts nuts,
        Optional<ConsensusConf> consensus,
        int priorDraws,
        IntervalSpec interval,
        Limits limits,
        List<Held> holdouts,
        Map<String, MediaMixSpec> variants,
        List<MeasuredLift> measured,
        List<ScenarioSpec> scenarios,
        @Nullable BudgetSpec budget) {
    private enum Path {
        NUTS,
        CONSENSUS
    }

    /** What a table is for. */
    public enum Role {
        /** Everything, one row a week and geo. */
        ROWS,
        /** Spend and impressions, one row a week, geo and channel. */
        MEDIA,
        /** Outcomes, one row a week and geo. */
        KPI,
        /** Controls, one row a week, geo and name. */
        CONTROLS,
        /** Populations, one row a geo. */
        GEOS,
        /** Experiments on channels. */
        LIFT_TESTS;

        /** As the conf spells it. */
        public String key() {
            return ConfReader.spelling(this);
        }
    }

    /**
     * When an inference is held back, and when a channel's data are called hard to learn from.
     *
     * @param rHat the largest R-hat
     * @param ess the smallest effective sample size
     * @param divergences the largest share of divergent transitions
     * @param correlation of two channels' media that is warned of
     * @param vif variance inflation factor that is warned of
     */
    public record Limits(double rHat, double ess, double divergences, double correlation, double vif) {}

    /**
     * Weeks held out.
     *
     * @param name what they are called
     * @param weeks how many of the last; 0 for none of them
     * @param dates first days of further weeks
     * @param geos where; empty for everywhere
     */
    public record Held(String name, int weeks, Set<LocalDate> dates, Set<String> geos) {
        public Held {
            dates = Set.copyOf(dates);
            geos = Set.copyOf(geos);
        }
    }

    public MediaMixConf {
        kpis = List.copyOf(kpis);
        tables = Map.copyOf(tables);
        columns = Map.copyOf(columns);
        holdouts = List.copyOf(holdouts);
        variants = Collections.unmodifiableMap(new LinkedHashMap<>(variants));
        measured = List.copyOf(measured);
        scenarios = List.copyOf(scenarios);
    }

    /** The column that stands for something in a table. */
    public String column(Role role, String what) {
        String found = columns.getOrDefault(role, Map.of()).get(what);
        return found == null ? what : found;
    }

    /** Where the numbers of something stand, for messages: the column and the input. */
    public String place(String kind, String name) {
        boolean outcome = kind.equals("kpi");
        Role role = wide ? Role.ROWS : outcome ? Role.KPI : kind.equals("control") ? Role.CONTROLS : Role.MEDIA;
        String what = wide || outcome ? kind + " " + name : kind.equals("control") ? "value" : kind;
        return "the column " + JobFailure.quote(column(role, what)) + " of input." + role.key();
    }

    /** Whether a table has a column for something. */
    public boolean has(Role role, String what) {
        return columns.getOrDefault(role, Map.of()).containsKey(what);
    }

    /** Whether each market has an analysis of its own. */
    public boolean marketsApart() {
        return columns.values().stream().anyMatch(of -> of.containsKey("market"));
    }

    /** Reads the conf; errors are noted. */
    public static MediaMixConf read(ConfReader conf, RunSettings run) {
        ConfReader mix = conf.section("mediamix");
        String name = text(mix, "name").orElse("mediamix");
        List<String> kpis = mix.texts("kpis")
                .must(
                        "name at least one column, each once",
                        k -> !k.isEmpty() && k.stream().distinct().count() == k.size())
                .required(List.of("revenue"));
        MediaMixInputConf input = MediaMixInputConf.read(conf, kpis);
        MediaMixSpec spec = MediaMixSpecConf.read(conf, name);
        Set<String> channels =
                spec.channels().stream().map(ChannelSpec::name).collect(Collectors.toCollection(LinkedHashSet::new));
        ConfReader inference = conf.section("inference");
        Nuts nuts = inference.make(
                () -> Nuts.DEFAULT
                        .withChains(run.chains())
                        .withLengths(inference.integer("warmup").orElse(1000), run.draws())
                        .withTargetAcceptance(
                                inference.number("target-acceptance").orElse(0.9)),
                () -> Nuts.DEFAULT);
        Optional<ConsensusConf> consensus = ConsensusConf.read(inference, run, Path.class, Path.NUTS);
        if (consensus.isPresent()) {
            GeoConsensus.refusal(spec)
                    .ifPresent(why -> inference.error(
                            "path",
                            "is consensus, but does not go with " + why.problem() + " " + why.cause(),
                            "path = nuts"));
        }
        ConfReader interval = conf.section("interval");
        return new MediaMixConf(
                name,
                kpis,
                text(mix, "currency").required("EUR"),
                mix.choice("week-starts-on", DayOfWeek.class).required(DayOfWeek.MONDAY),
                mix.number("value-per-kpi").must("be positive", v -> v > 0).orElse(1.0),
                input.wide(),
                input.tables(),
                input.columns(),
                spec,
                nuts,
                consensus,
                inference
                        .integer("prior-draws")
                        .must("be between 100 and 10000", n -> n >= 100 && n <= 10_000)
                        .orElse(1000),
                new IntervalSpec(
                        interval.choice("kind", IntervalKind.class)
                                .orElse(IntervalSpec.standard().kind()),
                        interval.number("probability")
                                .must("lie between 0 and 1", p -> p > 0 && p < 1)
                                .orElse(IntervalSpec.standard().probability())),
                limits(conf),
                holdouts(conf),
                MediaMixSpecConf.variants(conf, spec),
                MeasuredLift.read(conf, run, channels, kpis, input),
                ScenarioConf.read(conf, spec),
                conf.hasSection("budget") ? BudgetConf.read(conf.section("budget"), channels) : null);
    }

    private static List<Held> holdouts(ConfReader conf) {
        List<Held> holdouts = new ArrayList<>();
        conf.sections("holdouts").forEach((name, section) -> {
            Set<LocalDate> dates = new LinkedHashSet<>();
            for (String date : section.texts("dates").orElse(List.of())) {
                try {
                    dates.add(LocalDate.parse(date));
                } catch (DateTimeException e) {
                    section.error("dates", "has what is no date: " + date, "dates = [\"2024-05-06\"]");
                }
            }
            int weeks = section.integer("weeks")
                    .must("be at least 1", w -> w >= 1)
                    .optional(13)
                    .orElse(0);
            if (weeks == 0 && dates.isEmpty()) {
                section.error("weeks", "is missing, and no dates are given", "weeks = 13");
            }
            holdouts.add(new Held(
                    name, weeks, dates, Set.copyOf(section.texts("geos").orElse(List.of()))));
        });
        return holdouts;
    }

    private static Limits limits(ConfReader conf) {
        ConfReader quality = conf.section("quality");
        return new Limits(
                quality.number("r-hat").must("be above 1", v -> v > 1).orElse(1.01),
                quality.number("ess").must("be positive", v -> v > 0).orElse(400.0),
                quality.number("divergent-share")
                        .must("lie between 0 and 1", v -> v >= 0 && v <= 1)
                        .orElse(0.01),
                quality.number("correlation")
                        .must("lie between 0 and 1", v -> v > 0 && v <= 1)
                        .orElse(0.9),
                quality.number("vif").must("be above 1", v -> v > 1).orElse(10.0));
    }

    private static Field<String> text(ConfReader conf, String key) {
        return conf.text(key).must("not be empty", t -> !t.isBlank());
    }

    /** The conf key that maps a column, for messages. */
    public String key(Role role, String what) {
        int space = what.indexOf(' ');
        String name = space < 0 ? what : what.substring(space + 1);
        @Nullable String kind = space < 0 ? null : what.substring(0, space);
        if (kind == null) {
            return "input." + role.key() + ".columns." + what.replace('_', '-');
        }
        return switch (kind) {
            case "kpi" -> "mediamix.kpis";
            case "control" -> "controls." + name + ".column";
            default -> "channels." + name + "." + kind;
        };
    }
}
