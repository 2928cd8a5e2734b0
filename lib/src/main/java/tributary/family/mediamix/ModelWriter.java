package tributary.family.mediamix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes a media mix down as a model file. */
final class ModelWriter {
    /**
     * The prior of Student's degrees of freedom (Juarez and Steel, 2010), above 1: with fewer the outcome has no mean, and
     * every answer is a difference of means.
     */
    private static final String DEGREES = "nu ~ truncated(gamma(2, 0.1), lower = 1)";

    private final MediaMixModel mix;
    private final MediaMixSpec spec;
    private final Baseline baseline;
    private final boolean geos;
    /** Whether what is each geo's own is left out. */
    private boolean shared;

    private Map<String, double[]> standIns = Map.of();

    private final List<String> lines = new ArrayList<>();

    ModelWriter(MediaMixModel mix) {
        this.mix = mix;
        this.spec = mix.spec();
        this.baseline = spec.baseline();
        this.geos = mix.hierarchical();
    }

    String text() {
        declarations();
        spec.channels().forEach(this::channel);
        String media =
                spec.channels().stream().map(c -> "effect_" + mix.id(c.name())).collect(Collectors.joining(" + "));
        lines.add("media = " + media);
        level();
        List<String> terms = baseline();
        mediators().forEach(terms::add);
        lines.add("mu = " + String.join(" + ", terms) + " + media");
        outcome();
        lifts();
        return String.join("\n", lines) + "\n";
    }

    /**
     * What geos share, of a hierarchical model: all unknowns but each geo's own, their priors, the outcome's mean without the
     * geo's level and without media ({@code base}), each channel's curve, and how a lift test's gain goes with its channel's
     * effect ({@code lifted}) and what it gains by way of mediators ({@code beside}). The outcome has no law here.
     *
     * @param standIns for channels whose prior is on money, by id, a log-normal prior of the coefficient in its place
     */
    String sharedText(Map<String, double[]> standIns) {
        shared = true;
        this.standIns = standIns;
        declarations();
        spec.channels().forEach(this::channel);
        lines.add("intercept ~ normal(" + baseline.interceptMean() + ", " + baseline.interceptSd() + ")");
        List<String> terms = baseline();
        mediators().forEach(terms::add);
        lines.add("base = " + String.join(" + ", terms));
        lines.add("sigma ~ " + spec.sigma());
        if (spec.outcome() == MediaMixSpec.Outcome.STUDENT_T) {
            lines.add(DEGREES);
        }
        List<LiftTest> tests = mix.liftTests();
        for (int j = 1; j <= tests.size(); j++) {
            String id = mix.id(tests.get(j - 1).channel());
            lines.add(curveWithout(j, tests.get(j - 1)));
            lines.add("lifting_" + j + " = size / " + mix.kpiScale() + " * during_" + j + " * (curve_" + id
                    + " - curve_without_" + j + ")");
            lines.add("lifted_" + j + " = total(lifting_" + j + ")");
            lines.add("beside_" + j + " = (0" + through(tests.get(j - 1).channel()) + ") * lifted_" + j);
        }
        return String.join("\n", lines) + "\n";
    }

    private String curveWithout(int number, LiftTest test) {
        return "curve_without_" + number + " = " + curve(test.channel(), "without_" + number);
    }

    private void declarations() {
        lines.add("// " + spec.channels().size() + " channels, "
                + mix.panel().geos().size() + " geos, " + mix.panel().weeks().size() + " weeks");
        List<String> rows = new ArrayList<>(List.of("week", "kpi", "size"));
        if (mix.panel().holdsOut()) {
            rows.add("held_out");
        }
        if (!baseline.trend().isEmpty()) {
            rows.add("time");
        }
        if (baseline.order() > 0) {
            rows.add("day");
        }
        IntStream.rangeClosed(1, baseline.knots()).forEach(k -> rows.add("knot_" + k));
        spec.channels().forEach(c -> rows.add("media_" + mix.id(c.name())));
        IntStream.rangeClosed(1, spec.controls().size()).forEach(k -> rows.add("control_" + k));
        IntStream.rangeClosed(1, spec.mediators().size()).forEach(k -> rows.add("mediator_" + k));
        mix.feeders().forEach(c -> rows.add("was_" + mix.id(c)));
        IntStream.rangeClosed(1, mix.liftTests().size()).forEach(j -> {
            rows.add("during_" + j);
            rows.add("without_" + j);
        });
        lines.add("row " + String.join(", ", rows));
        lines.add("group geo");
        lines.add("series geo ordered by week");
        if (baseline.order() > 0) {
            lines.add("columns season = fourier(day, 365.25, " + baseline.order() + ")");
        }
        if (baseline.knots() > 0) {
            lines.add("columns knots = ["
                    + IntStream.rangeClosed(1, baseline.knots())
                            .mapToObj(k -> "knot_" + k)
                            .collect(Collectors.joining(", "))
                    + "]");
        }
    }

    private void channel(ChannelSpec channel) {
        String id = mix.id(channel.name());
        channel.priors().forEach((parameter, prior) -> lines.add(parameter + "_" + id + " ~ " + prior));
        String media = "media_" + id;
        if (channel.saturatedFirst()) {
            lines.add("carried_" + id + " = "
                    + channel.carryOver().term(channel.saturation().term(media, id), id, channel.lags()));
            lines.add("curve_" + id + " = carried_" + id);
        } else {
            lines.add("carried_" + id + " = " + channel.carryOver().term(media, id, channel.lags()));
            lines.add("curve_" + id + " = " + channel.saturation().term("carried_" + id, id));
        }
        if (geos) {
            lines.add("spread_" + id + " ~ " + baseline.effectSpread());
        }
        if (geos && !shared) {
            lines.add("log_relative_" + id + "[geo] ~ normal(0, spread_" + id + ")");
            lines.add("relative_" + id + "[geo] = exp(log_relative_" + id + "[geo])");
        }
        coefficient(channel, id);
        if (!shared) {
            lines.add("effect_" + id + " = " + coefficient(id) + " * curve_" + id);
        }
    }

    private String coefficient(String id) {
        return "beta_" + id + (geos ? " * relative_" + id + "[geo]" : "");
    }

    /** The coefficient, or the quantity its prior is on and the coefficient that follows. */
    private void coefficient(ChannelSpec channel, String id) {
        EffectPrior effect = channel.effect();
        double[] standIn = standIns.get(id);
        if (standIn != null) {
            lines.add("beta_" + id + " ~ lognormal(" + standIn[0] + ", " + standIn[1] + ")");
            return;
        }
        String sum = "total(size * " + (geos ? "relative_" + id + "[geo] * " : "") + "curve_" + id + ")";
        switch (effect.on()) {
            case COEFFICIENT -> lines.add("beta_" + id + " ~ " + effect.prior());
            case ROI -> {
                double spend = mix.panel().spend(channel.name());
                if (!(spend > 0)) {
                    throw new IllegalArgumentException(
                            "the prior of " + channel.name() + " is on its ROI, but nothing was spent on it");
                }
                lines.add("roi_" + id + " ~ " + effect.prior());
                lines.add("beta_" + id + " = roi_" + id + " * "
                        + spend / mix.panel().value() + " / " + sum);
            }
            case CONTRIBUTION -> {
                lines.add("share_" + id + " ~ " + effect.prior());
                lines.add("beta_" + id + " = share_" + id + " * " + mix.panel().totalKpi() + " / " + sum);
            }
        }
    }

    /**
     * The intercept, sampled as the level at the media that were: given all else the level is normal about the intercept's
     * mean plus the media's average, which is the intercept's own normal prior, without the ridge between the two. Of a
     * panel each geo has such a level of its own, so that geos touch only through what they share.
     */
    private void level() {
        String prior = " ~ normal(" + baseline.interceptMean();
        if (geos) {
            lines.add("intercept" + prior + ", " + baseline.interceptSd() + ")");
            lines.add("geo_spread ~ " + baseline.geoSpread());
            lines.add("brought[geo] = group_total(media, geo) / "
                    + mix.panel().weeks().size());
            lines.add("geo_level[geo] ~ normal(intercept + brought[geo], geo_spread)");
        } else {
            String brought = "total(media) / " + mix.panel().weeks().size();
            lines.add("level" + prior + " + " + brought + ", " + baseline.interceptSd() + ")");
            lines.add("intercept = level - " + brought);
        }
    }

    private List<String> baseline() {
        List<String> terms = new ArrayList<>();
        if (geos && shared) {
            lines.add("geo_spread ~ " + baseline.geoSpread());
        }
        terms.add(geos && !shared ? "geo_level[geo] - brought[geo]" : "intercept");
        if (!baseline.trend().isEmpty()) {
            lines.add("trend ~ " + baseline.trend());
            terms.add("trend * time");
        }
        if (baseline.order() > 0) {
            lines.add("b_season[season] ~ " + baseline.season());
            terms.add("dot(b_season, season)");
        }
        if (baseline.knots() > 0) {
            lines.add("knot_spread ~ " + baseline.knotSpread());
            lines.add("b_knot[knots] ~ normal(0, knot_spread)");
            terms.add("dot(b_knot, knots)");
        }
        int number = 0;
        for (ControlSpec control : spec.controls()) {
            number++;
            String prior = control.prior().isEmpty() ? baseline.control() : control.prior();
            lines.add("b_control_" + number + " ~ " + prior);
            terms.add("b_control_" + number + " * control_" + number);
        }
        return terms;
    }

    /**
     * What each mediator adds to the outcome. Its noise is what it was less what it was expected to be with the media as
     * they were ({@code was_...}, which no intervention moves); under an intervention it is what is then expected, with the
     * same noise.
     */
    private List<String> mediators() {
        List<String> terms = new ArrayList<>();
        mix.feeders()
                .forEach(channel ->
                        lines.add("fed_" + mix.id(channel) + " = " + curve(channel, "was_" + mix.id(channel))));
        for (int k = 1; k <= spec.mediators().size(); k++) {
            MediatorSpec mediator = spec.mediators().get(k - 1);
            lines.add("own_" + k + " ~ normal(1, 1)");
            List<String> own = new ArrayList<>(List.of("own_" + k));
            if (!baseline.trend().isEmpty()) {
                lines.add("own_trend_" + k + " ~ " + baseline.trend());
                own.add("own_trend_" + k + " * time");
            }
            if (baseline.order() > 0) {
                lines.add("own_season_" + k + "[season] ~ " + baseline.season());
                own.add("dot(own_season_" + k + ", season)");
            }
            List<String> now = new ArrayList<>(own);
            List<String> then = new ArrayList<>(own);
            for (String channel : mediator.fedBy()) {
                String id = mix.id(channel);
                lines.add(fed(k, id) + " ~ " + mediator.feed());
                now.add(fed(k, id) + " * curve_" + id);
                then.add(fed(k, id) + " * fed_" + id);
            }
            lines.add("own_sigma_" + k + " ~ " + mediator.sigma());
            lines.add("expected_" + k + " = " + String.join(" + ", then));
            lines.add("mediator_" + k + " ~ normal(expected_" + k + ", own_sigma_" + k + ")");
            lines.add("reached_" + k + " = mediator_" + k + " - expected_" + k + " + " + String.join(" + ", now));
            lines.add("b_mediator_" + k + " ~ " + mediator.effect());
            terms.add("b_mediator_" + k + " * reached_" + k);
        }
        return terms;
    }

    /** The coefficient with which a channel feeds a mediator. */
    private static String fed(int mediator, String id) {
        return "feed_" + mediator + "_" + id;
    }

    private String curve(String channel, String media) {
        String id = mix.id(channel);
        ChannelSpec how = spec.channels().stream()
                .filter(c -> c.name().equals(channel))
                .findFirst()
                .orElseThrow();
        return how.saturatedFirst()
                ? how.carryOver().term(how.saturation().term(media, id), id, how.lags())
                : how.saturation().term(how.carryOver().term(media, id, how.lags()), id);
    }

    /** What one unit of a channel's saturated media does by way of mediators; empty if it feeds none. */
    private String through(String channel) {
        String id = mix.id(channel);
        StringBuilder text = new StringBuilder();
        for (int k = 1; k <= spec.mediators().size(); k++) {
            if (spec.mediators().get(k - 1).fedBy().contains(channel)) {
                text.append(" + b_mediator_").append(k).append(" * ").append(fed(k, id));
            }
        }
        return text.toString();
    }

    private void outcome() {
        lines.add("sigma ~ " + spec.sigma());
        switch (spec.outcome()) {
            case NORMAL -> lines.add("kpi ~ normal(" + seen("mu", 0) + ", " + seen("sigma", 1) + ")");
            case STUDENT_T -> {
                lines.add(DEGREES);
                lines.add("kpi ~ student_t(" + seen("nu", 30) + ", " + seen("mu", 0) + ", " + seen("sigma", 1) + ")");
            }
            case LOGNORMAL -> lines.add("kpi ~ lognormal(" + seen("mu", 0) + ", " + seen("sigma", 1) + ")");
        }
        lines.add("expected = size * " + mean("mu"));
    }

    /** A parameter of the outcome; a constant in rows held out, so that they tell nothing. */
    private String seen(String parameter, int constant) {
        return mix.panel().holdsOut() ? "if(held_out == 1, " + constant + ", " + parameter + ")" : parameter;
    }

    /** The outcome's mean, in scaled outcome; Student's t, of more than one degree of freedom, has it at its centre. */
    private String mean(String mu) {
        return spec.outcome() == MediaMixSpec.Outcome.LOGNORMAL ? "exp(" + mu + " + sigma^2 / 2)" : mu;
    }

    /** Each test's gain under the model, with its media and without, and the normal likelihood of what was measured. */
    private void lifts() {
        List<LiftTest> tests = mix.liftTests();
        if (tests.isEmpty()) {
            return;
        }
        double scale = mix.kpiScale();
        List<String> gains = new ArrayList<>();
        for (int j = 1; j <= tests.size(); j++) {
            String channel = tests.get(j - 1).channel();
            String id = mix.id(channel);
            lines.add(curveWithout(j, tests.get(j - 1)));
            String fewer =
                    "(" + coefficient(id) + through(channel) + ") * (curve_" + id + " - curve_without_" + j + ")";
            String difference = spec.outcome() == MediaMixSpec.Outcome.LOGNORMAL
                    ? "(" + mean("mu") + " - " + mean("mu - " + fewer) + ")"
                    : fewer;
            lines.add("gain_" + j + " = total(size / " + scale + " * during_" + j + " * " + difference + ")");
            gains.add("is_" + j + " * gain_" + j);
        }
        String columns =
                IntStream.rangeClosed(1, tests.size()).mapToObj(j -> "is_" + j).collect(Collectors.joining(", "));
        lines.add("rows lifts {");
        lines.add("  row lift, lift_se, " + columns);
        lines.add("  lift ~ normal(" + String.join(" + ", gains) + ", lift_se)");
        lines.add("}");
    }
}
