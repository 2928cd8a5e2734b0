package tributary.jobs.conf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.decide.DecisionSpec;
import tributary.decide.Direction;
import tributary.decide.Scale;
import tributary.family.experiment.Adjustment;
import tributary.family.experiment.Guardrail;
import tributary.family.experiment.MetricKind;
import tributary.family.experiment.MetricSpec;
import tributary.family.experiment.NamedPrior;
import tributary.family.experiment.PriorSpec;
import tributary.family.experiment.RelativeEffectPrior;
import tributary.jobs.scan.Measure;
import tributary.jobs.scan.MetricColumns;

/**
 * One metric as conf describes it: how it is read, and how it is judged.
 *
 * @param columns how it is read from the input
 * @param spec how it is analysed and decided on
 */
record MetricConf(MetricColumns columns, MetricSpec spec) {
    private static final Duration TWO_WEEKS = Duration.ofDays(14);

    /** Which way is good. */
    private enum Better {
        HIGHER,
        LOWER
    }

    /** Reads the section of the metric {@code name}. */
    static MetricConf read(ConfReader conf, String name, DecisionSpec defaults) {
        MetricKind kind = conf.choice("kind", MetricKind.class).required(MetricKind.BINARY);
        MetricColumns columns = columns(conf, name, kind);
        MetricSpec spec = spec(conf, name, kind, columns, defaults);
        boolean logs =
                wantsLogs(spec.prior()) || spec.sensitivity().stream().anyMatch(other -> wantsLogs(other.prior()));
        return new MetricConf(logs && !columns.byCluster() ? columns.withLogs() : columns, spec);
    }

    private static boolean wantsLogs(PriorSpec prior) {
        return prior instanceof PriorSpec.Hurdle hurdle && hurdle.logs();
    }

    private static MetricColumns columns(ConfReader conf, String name, MetricKind kind) {
        boolean byCluster = conf.flag("by-cluster").orElse(false);
        Measure denominator = conf.has("denominator") ? measure(conf.section("denominator"), name + "_base") : null;
        if (byCluster && kind != MetricKind.RATIO) {
            conf.error("by-cluster", "needs kind = ratio: the ratio of cluster sums to cluster sizes", "kind = ratio");
        }
        if (kind == MetricKind.RATIO && denominator == null && !byCluster) {
            conf.error("denominator", "is missing: a ratio needs one", "denominator { source = \"views\" }");
        }
        if (kind != MetricKind.RATIO && denominator != null) {
            conf.error("denominator", "belongs to kind = ratio only", "kind = ratio");
        }
        Measure.Aggregation usual = kind == MetricKind.BINARY ? Measure.Aggregation.ANY : Measure.Aggregation.SUM;
        Measure value = new Measure(
                conf.text("source").must("not be empty", s -> !s.isBlank()).orElse(name),
                conf.choice("aggregation", Measure.Aggregation.class).orElse(usual),
                scale(conf));
        List<MetricColumns.Covariate> covariates = new ArrayList<>();
        conf.sections("covariates").forEach((covariate, section) -> covariates.add(covariate(section, covariate)));
        return conf.make(
                () -> new MetricColumns(
                        name,
                        value,
                        denominator,
                        window(conf),
                        conf.choice("missing", MetricColumns.Missing.class).orElse(MetricColumns.Missing.ZERO),
                        cap(conf.section("cap")),
                        covariates,
                        kind == MetricKind.BINARY,
                        false,
                        byCluster),
                () -> MetricColumns.of(name, value));
    }

    private static MetricColumns.Covariate covariate(ConfReader conf, String name) {
        return new MetricColumns.Covariate(
                name,
                measure(conf, name),
                window(conf),
                conf.choice("missing", MetricColumns.Missing.class).orElse(MetricColumns.Missing.ZERO));
    }

    private static Measure measure(ConfReader conf, String name) {
        return new Measure(
                conf.text("source").must("not be empty", s -> !s.isBlank()).orElse(name),
                conf.choice("aggregation", Measure.Aggregation.class).orElse(Measure.Aggregation.SUM),
                scale(conf));
    }

    private static double scale(ConfReader conf) {
        return conf.number("scale")
                .must("lie between 1e-15 and 1e15 in size", s -> Math.abs(s) >= 1e-15 && Math.abs(s) <= 1e15)
                .orElse(1.0);
    }

    private static @Nullable Duration window(ConfReader conf) {
        return conf.duration("window")
                .must("be longer than nothing", w -> !w.isZero() && !w.isNegative())
                .optional(TWO_WEEKS)
                .orElse(null);
    }

    private static MetricColumns.Cap cap(ConfReader conf) {
        if (conf.has("value") && conf.has("quantile")) {
            conf.error("has both value and quantile: give one of the two");
        }
        if (conf.has("quantile")) {
            return new MetricColumns.Cap(
                    MetricColumns.CapKind.QUANTILE,
                    conf.number("quantile")
                            .must("lie between 0 and 1", q -> q > 0 && q < 1)
                            .required(0.999));
        }
        return conf.has("value")
                ? new MetricColumns.Cap(
                        MetricColumns.CapKind.VALUE, conf.number("value").required(1000.0))
                : MetricColumns.Cap.NONE;
    }

    private static MetricSpec spec(
            ConfReader conf, String name, MetricKind kind, MetricColumns columns, DecisionSpec defaults) {
        List<String> covariates =
                columns.covariates().stream().map(MetricColumns.Covariate::name).toList();
        boolean adjustable = kind == MetricKind.CONTINUOUS && !covariates.isEmpty();
        Adjustment adjustment =
                conf.choice("adjustment", Adjustment.class).orElse(adjustable ? Adjustment.CUPED : Adjustment.NONE);
        Direction direction = switch (conf.choice("better", Better.class).orElse(Better.HIGHER)) {
            case HIGHER -> Direction.HIGHER_IS_BETTER;
            case LOWER -> Direction.LOWER_IS_BETTER;
        };
        List<NamedPrior> sensitivity = new ArrayList<>();
        conf.sections("sensitivity")
                .forEach((prior, section) -> sensitivity.add(new NamedPrior(
                        prior,
                        PriorConf.read(section, kind, adjustment),
                        section.flag("plausible").orElse(true))));
        return conf.make(
                () -> new MetricSpec(
                        name,
                        kind,
                        direction,
                        adjustment,
                        covariates,
                        guardrail(conf),
                        PriorConf.read(conf.section("prior"), kind, adjustment),
                        sensitivity,
                        DecisionConf.read(conf.section("decision"), defaults),
                        approximation(conf)),
                () -> MetricSpec.goal(name, kind));
    }

    private static @Nullable Guardrail guardrail(ConfReader conf) {
        if (!conf.has("guardrail")) {
            return null;
        }
        ConfReader rail = conf.section("guardrail");
        return new Guardrail(
                rail.choice("scale", Scale.class).orElse(Scale.RELATIVE),
                rail.number("margin").must("be at least 0", m -> m >= 0).required(0.01),
                rail.number("probability")
                        .must("be above 0.5 and below 1", p -> p > 0.5 && p < 1)
                        .orElse(0.95));
    }

    private static @Nullable RelativeEffectPrior approximation(ConfReader conf) {
        if (!conf.has("normal-approximation")) {
            return null;
        }
        ConfReader prior = conf.section("normal-approximation");
        double mean = prior.number("mean").orElse(0.0);
        return prior.has("sd")
                ? new RelativeEffectPrior(
                        mean,
                        prior.number("sd").must("be above 0", s -> s > 0).required(0.3)
                                * prior.number("sd").orElse(0.3))
                : new RelativeEffectPrior(mean, Double.POSITIVE_INFINITY);
    }
}
