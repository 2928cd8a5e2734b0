package tributary.jobs.conf;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tributary.decide.BudgetGoal;
import tributary.estimand.IntervalKind;
import tributary.estimand.IntervalSpec;
import tributary.family.mediamix.Baseline;
import tributary.family.mediamix.BudgetSpec;
import tributary.family.mediamix.CarryOver;
import tributary.family.mediamix.ChannelSpec;
import tributary.family.mediamix.ControlSpec;
import tributary.family.mediamix.EffectPrior;
import tributary.family.mediamix.MediaMixSpec;
import tributary.family.mediamix.Saturation;
import tributary.family.mediamix.Scale;
import tributary.infer.nuts.Nuts;
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
 * @param priorDraws how many draws of the prior stand beside the posterior
 * @param interval which intervals to report
 * @param limits of the gates
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
        int priorDraws,
        IntervalSpec interval,
        Limits limits,
        @Nullable BudgetSpec budget) {
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

    private enum Form {
        LONG,
        WIDE
    }

    private enum Order {
        CARRY_OVER_FIRST,
        SATURATION_FIRST
    }

    private static final String ONE = "channel";

    public MediaMixConf {
        kpis = List.copyOf(kpis);
        tables = Map.copyOf(tables);
        columns = Map.copyOf(columns);
    }

    /** The column that stands for something in a table. */
    public String column(Role role, String what) {
        String found = columns.getOrDefault(role, Map.of()).get(what);
        return found == null ? what : found;
    }

    /** Whether a table has a column for something. */
    public boolean has(Role role, String what) {
        return columns.getOrDefault(role, Map.of()).containsKey(what);
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
        String currency = text(mix, "currency").required("EUR");
        DayOfWeek start = mix.choice("week-starts-on", DayOfWeek.class).required(DayOfWeek.MONDAY);
        double value =
                mix.number("value-per-kpi").must("be positive", v -> v > 0).orElse(1.0);
        Map<Role, InputTable> tables = new LinkedHashMap<>();
        Map<Role, Map<String, String>> columns = new LinkedHashMap<>();
        ConfReader input = conf.section("input");
        boolean wide = input.choice("form", Form.class).orElse(Form.LONG) == Form.WIDE;
        List<ControlSpec> controls = new ArrayList<>();
        Map<String, String> controlColumns = new LinkedHashMap<>();
        conf.sections("controls").forEach((control, section) -> {
            controlColumns.put(control, text(section, "column").orElse(control));
            controls.add(section.make(
                    () -> new ControlSpec(
                            control,
                            section.flag("standardised").orElse(true),
                            section.text("prior").orElse("")),
                    () -> new ControlSpec(control, true, "")));
        });
        Map<String, ChannelSpec> channels = new LinkedHashMap<>();
        Map<String, String> spend = new LinkedHashMap<>();
        Map<String, String> impressions = new LinkedHashMap<>();
        ConfReader defaults = conf.section("channel-defaults");
        ChannelSpec standard = channel(ONE, defaults, ChannelSpec.of(ONE));
        conf.sections("channels").forEach((channel, section) -> {
            if (wide) {
                spend.put(channel, text(section, "spend").orElse(channel));
                text(section, "impressions").optional("tv_impressions").ifPresent(c -> impressions.put(channel, c));
            }
            channels.put(channel, channel(channel, section, standard));
        });
        if (channels.isEmpty()) {
            conf.error("channels", "names no channel", "channels { tv { } }");
            channels.put(ONE, standard);
        }
        tables(input, wide, tables, columns, kpis);
        if (wide) {
            Map<String, String> rows = columns.computeIfAbsent(Role.ROWS, role -> new LinkedHashMap<>());
            spend.forEach((channel, column) -> rows.put("spend " + channel, column));
            impressions.forEach((channel, column) -> rows.put("impressions " + channel, column));
            controlColumns.forEach((control, column) -> rows.put("control " + control, column));
        }
        MediaMixSpec spec = spec(conf, name, List.copyOf(channels.values()), controls);
        ConfReader inference = conf.section("inference");
        Nuts nuts = inference.make(
                () -> Nuts.DEFAULT
                        .withChains(run.chains())
                        .withLengths(inference.integer("warmup").orElse(1000), run.draws())
                        .withTargetAcceptance(
                                inference.number("target-acceptance").orElse(0.9)),
                () -> Nuts.DEFAULT);
        int prior = inference
                .integer("prior-draws")
                .must("be between 100 and 10000", n -> n >= 100 && n <= 10_000)
                .orElse(1000);
        ConfReader interval = conf.section("interval");
        IntervalSpec shown = new IntervalSpec(
                interval.choice("kind", IntervalKind.class)
                        .orElse(IntervalSpec.standard().kind()),
                interval.number("probability")
                        .must("lie between 0 and 1", p -> p > 0 && p < 1)
                        .orElse(IntervalSpec.standard().probability()));
        return new MediaMixConf(
                name,
                kpis,
                currency,
                start,
                value,
                wide,
                tables,
                columns,
                spec,
                nuts,
                prior,
                shown,
                limits(conf),
                conf.hasSection("budget") ? budget(conf.section("budget"), channels.keySet()) : null);
    }

    private static BudgetSpec budget(ConfReader conf, java.util.Set<String> channels) {
        BudgetSpec standard = BudgetSpec.DEFAULT;
        Map<String, Double> shares = new LinkedHashMap<>();
        conf.sections("channels").forEach((channel, section) -> {
            if (!channels.contains(channel)) {
                section.error("is no channel of this conf");
            }
            boolean fixed = section.flag("fixed").orElse(false);
            shares.put(
                    channel, fixed ? Double.valueOf(0) : section.number("share").orElse(standard.share()));
        });
        List<BudgetSpec.Group> groups = new ArrayList<>();
        conf.sections("groups").forEach((group, section) -> {
            List<String> of = section.texts("channels").required(List.of("tv"));
            if (!channels.containsAll(of)) {
                section.error("channels", "names what is no channel of this conf", "channels = [tv]");
            }
            section.make(
                    () -> groups.add(new BudgetSpec.Group(
                            group,
                            of,
                            section.number("least").orElse(0.0),
                            section.number("most").orElse(1.0))),
                    () -> false);
        });
        BudgetGoal.Kind kind = conf.choice("goal", BudgetGoal.Kind.class).orElse(BudgetGoal.Kind.EXPECTED);
        return conf.make(
                () -> new BudgetSpec(
                        conf.integer("weeks").orElse(standard.weeks()),
                        conf.integer("periods").orElse(standard.periods()),
                        conf.flag("by-geo").orElse(standard.byGeo()),
                        conf.number("total")
                                .must("be positive", t -> t > 0)
                                .optional(1e6)
                                .orElse(Double.NaN),
                        conf.number("share").orElse(standard.share()),
                        shares,
                        groups,
                        new BudgetGoal(kind, conf.number("risk").orElse(kind == BudgetGoal.Kind.CVAR ? 0.1 : 1.0)),
                        conf.numbers("frontier").orElse(standard.aversions()),
                        conf.integer("draws").orElse(standard.draws()),
                        conf.integer("starts").orElse(standard.starts())),
                () -> standard);
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

    private static void tables(
            ConfReader input,
            boolean wide,
            Map<Role, InputTable> tables,
            Map<Role, Map<String, String>> columns,
            List<String> kpis) {
        Map<Role, List<String>> wanted = new LinkedHashMap<>();
        if (wide) {
            wanted.put(Role.ROWS, List.of("date"));
        } else {
            wanted.put(Role.MEDIA, List.of("date", "channel", "spend"));
            wanted.put(Role.KPI, List.of("date"));
            wanted.put(Role.CONTROLS, List.of("date", "name", "value"));
        }
        wanted.put(Role.GEOS, List.of("geo", "population"));
        wanted.put(Role.LIFT_TESTS, List.of("channel", "start", "end", "spend", "lift", "lift_se"));
        wanted.forEach((role, names) -> {
            boolean needed = role == Role.ROWS || role == Role.MEDIA || role == Role.KPI;
            if (!needed && !input.hasSection(role.key())) {
                return;
            }
            tables.put(role, InputConf.table(input, role.key()));
            ConfReader named = input.section(role.key()).section("columns");
            Map<String, String> mine = columns.computeIfAbsent(role, r -> new LinkedHashMap<>());
            names.forEach(what ->
                    mine.put(what, text(named, what.replace('_', '-')).orElse(what)));
            if (role != Role.GEOS) {
                text(named, "geo").optional("geo").ifPresent(column -> mine.put("geo", column));
            }
            if (role == Role.MEDIA) {
                text(named, "impressions").optional("impressions").ifPresent(c -> mine.put("impressions", c));
                text(named, "currency").optional("currency").ifPresent(c -> mine.put("currency", c));
            }
            if (role == Role.ROWS || role == Role.KPI) {
                kpis.forEach(kpi -> mine.put("kpi " + kpi, kpi));
            }
        });
    }

    private static ChannelSpec channel(String name, ConfReader conf, ChannelSpec standard) {
        CarryOver carryOver = conf.choice("carry-over", CarryOver.class).orElse(standard.carryOver());
        Saturation saturation = conf.choice("saturation", Saturation.class).orElse(standard.saturation());
        Map<String, String> priors = new LinkedHashMap<>();
        standard.priors().forEach((parameter, prior) -> {
            if (carryOver.priors().containsKey(parameter) || saturation.priors().containsKey(parameter)) {
                priors.put(parameter, prior);
            }
        });
        priors.putAll(conf.textMap("priors"));
        ConfReader effect = conf.section("effect");
        EffectPrior prior = effect.make(
                () -> new EffectPrior(
                        effect.choice("on", EffectPrior.On.class)
                                .orElse(standard.effect().on()),
                        effect.text("prior").orElse(standard.effect().prior())),
                standard::effect);
        boolean first = conf.choice("order", Order.class)
                        .orElse(standard.saturatedFirst() ? Order.SATURATION_FIRST : Order.CARRY_OVER_FIRST)
                == Order.SATURATION_FIRST;
        int lags = conf.integer("lags").orElse(standard.lags());
        return conf.make(
                () -> new ChannelSpec(name, carryOver, lags, saturation, first, priors, prior),
                () -> ChannelSpec.of(name));
    }

    private static MediaMixSpec spec(
            ConfReader conf, String name, List<ChannelSpec> channels, List<ControlSpec> controls) {
        ConfReader outcome = conf.section("outcome");
        ConfReader scale = conf.section("scale");
        MediaMixSpec standard = MediaMixSpec.of(name, channels);
        Baseline baseline = baseline(conf.section("baseline"));
        return conf.make(
                () -> new MediaMixSpec(
                        name,
                        channels,
                        controls,
                        baseline,
                        outcome.choice("distribution", MediaMixSpec.Outcome.class)
                                .orElse(standard.outcome()),
                        outcome.text("sigma").orElse(standard.sigma()),
                        scale(scale, "kpi", standard.kpiScale()),
                        scale(scale, "media", standard.mediaScale())),
                () -> standard);
    }

    private static Baseline baseline(ConfReader conf) {
        Baseline standard = Baseline.DEFAULT;
        ConfReader intercept = conf.section("intercept");
        ConfReader season = conf.section("season");
        ConfReader knots = conf.section("knots");
        return conf.make(
                () -> new Baseline(
                        intercept.number("mean").orElse(standard.interceptMean()),
                        intercept.number("sd").orElse(standard.interceptSd()),
                        none(conf.text("trend").orElse(standard.trend())),
                        season.integer("order").orElse(standard.order()),
                        season.text("prior").orElse(standard.season()),
                        knots.integer("count").orElse(standard.knots()),
                        knots.text("spread").orElse(standard.knotSpread()),
                        conf.text("control").orElse(standard.control()),
                        conf.text("geo-spread").orElse(standard.geoSpread()),
                        conf.text("effect-spread").orElse(standard.effectSpread())),
                () -> standard);
    }

    private static String none(String text) {
        return text.equals("none") ? "" : text;
    }

    private static Scale scale(ConfReader conf, String key, Scale standard) {
        String text = conf.text(key).optional("mean").orElse(null);
        return text == null ? standard : scale(text);
    }

    private static Scale scale(String text) {
        return switch (text) {
            case "mean" -> Scale.MEAN;
            case "max" -> Scale.MAX;
            default -> Scale.by(number(text));
        };
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a scale is mean, max or a positive number, not " + text, e);
        }
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
