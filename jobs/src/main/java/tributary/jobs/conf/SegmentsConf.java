package tributary.jobs.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.decide.DecisionSpec;
import tributary.decide.Direction;
import tributary.decide.Scale;
import tributary.family.segments.Outcome;
import tributary.family.segments.Rung;
import tributary.family.segments.SegmentSpec;
import tributary.hierarchy.SpreadPrior;
import tributary.jobs.scan.SegmentInput;

/**
 * The conf of {@code segments}.
 *
 * @param name of the analysis
 * @param input the table
 * @param dropMissing whether rows that cannot be used are left out rather than refused
 * @param specs the metrics, in the order of the input's
 * @param identifiedBy why the effects are causal
 * @param plugInFloor the least variance between segments under plug-in pooling
 * @param warmup transitions of warm-up
 * @param segmentDraws draws of all chains that every segment is drawn for
 * @param keptDraws draws of each segment's effect that are written; empty to let the number of segments decide
 * @param compared the models compared by what they predict of rows and segments left out
 * @param segmentsLeftOut whether whole segments are left out
 * @param rowsLeftOut whether rows are left out one by one
 * @param consensus how segments are sampled in shards; empty where the hyper-parameters are sampled on the driver
 */
public record SegmentsConf(
        String name,
        SegmentInput input,
        boolean dropMissing,
        List<SegmentSpec> specs,
        String identifiedBy,
        double plugInFloor,
        int warmup,
        int segmentDraws,
        Optional<Integer> keptDraws,
        List<Rung> compared,
        boolean segmentsLeftOut,
        boolean rowsLeftOut,
        Optional<ConsensusConf> consensus) {
    private enum Path {
        COLLAPSE,
        CONSENSUS
    }

    private enum Missing {
        FAIL,
        DROP
    }

    private enum By {
        SEGMENT,
        ROW
    }

    private enum Better {
        HIGHER,
        LOWER
    }

    /** Copies its list. */
    public SegmentsConf {
        specs = List.copyOf(specs);
        compared = List.copyOf(compared);
    }

    /** Reads {@code name}, {@code input}, {@code model}, {@code metrics}, {@code decision} and {@code inference}. */
    public static SegmentsConf read(ConfReader conf, RunSettings run) {
        String name = conf.text("name").must("not be empty", t -> !t.isBlank()).required("uplift_by_region");
        ConfReader input = conf.section("input");
        SegmentSpec.Form form = input.choice("form", SegmentSpec.Form.class).orElse(SegmentSpec.Form.ROWS);
        ConfReader columns = input.section("columns");
        String segment = filled(columns, "segment").required("region");
        boolean rows = form == SegmentSpec.Form.ROWS;
        String within = filled(columns, "within").optional("country").orElse(null);
        String arm = rows ? filled(columns, "arm").optional("variant").orElse(null) : null;
        String treatment =
                rows ? filled(columns, "treatment").optional("discount").orElse(null) : null;
        if (rows && (arm == null) == (treatment == null)) {
            columns.error("arm", "or treatment must be given, one of the two", "input.columns.arm = variant");
        }
        for (String key : List.of("control", "treatments")) {
            if (arm == null && (treatment != null || !rows) && input.has(key)) {
                input.error(
                        key,
                        "goes with input.columns.arm: " + (rows ? "a numeric treatment" : "an estimate")
                                + " has no arms",
                        rows ? "columns { segment = region, arm = variant }" : "effect = treatment");
            }
        }
        String control = arm == null ? "" : filled(input, "control").required("control");
        List<String> treatments = arm == null
                ? List.of()
                : input.texts("treatments")
                        .must("name at least one arm", t -> !t.isEmpty())
                        .must(
                                "name different arms, none of them the control",
                                t -> t.stream().distinct().count() == t.size() && !t.contains(control))
                        .required(List.of("treatment"));
        boolean drop = input.choice("missing", Missing.class).orElse(Missing.FAIL) == Missing.DROP;
        List<String> arms = arm != null
                ? treatments
                : treatment != null
                        ? List.of(treatment)
                        : List.of(rows ? "treatment" : filled(input, "effect").orElse("treatment"));
        ConfReader model = conf.section("model");
        DecisionSpec decision = decision(conf.section("decision"), DecisionSpec.ofSegments());
        List<SegmentSpec> specs = new ArrayList<>();
        List<SegmentInput.Metric> metrics = new ArrayList<>();
        for (Map.Entry<String, ConfReader> entry : conf.sections("metrics").entrySet()) {
            ConfReader metric = entry.getValue();
            List<String> covariates = rows ? metric.texts("covariates").orElse(List.of()) : List.of();
            List<String> numbers = new ArrayList<>(covariates);
            if (rows) {
                numbers.add(filled(metric, "column").orElse(entry.getKey()));
            } else {
                numbers.add(filled(metric, "estimate").orElse("estimate"));
                numbers.add(filled(metric, "standard-error").orElse("standard_error"));
            }
            if (numbers.stream().distinct().count() < numbers.size()) {
                metric.error("covariates", "names a column twice, or the outcome itself", "covariates = [baseline]");
            }
            String events =
                    rows ? null : filled(metric, "events").optional("events").orElse(null);
            Optional<SegmentSpec> spec =
                    spec(name, entry.getKey(), metric, form, control, arms, covariates, model, decision);
            spec.ifPresent(specs::add);
            metrics.add(new SegmentInput.Metric(
                    entry.getKey(),
                    numbers,
                    events,
                    spec.filter(SegmentSpec::cells).map(SegmentSpec::outcome).orElse(null)));
        }
        if (metrics.isEmpty()) {
            conf.error("metrics", "names no metric", "metrics { revenue { column = revenue } }");
        }
        List<String> all = new ArrayList<>();
        if (arm != null) {
            all.add(control);
            all.addAll(treatments);
        }
        ConfReader inference = conf.section("inference");
        Optional<ConsensusConf> consensus = ConsensusConf.read(inference, run, Path.class, Path.COLLAPSE);
        if (consensus.isPresent() && specs.stream().anyMatch(s -> s.pooling() == SegmentSpec.Pooling.PLUG_IN)) {
            inference.error(
                    "path",
                    "is consensus, but model.pooling = plug-in has moments in place of a posterior: nothing is sampled",
                    "path = collapse");
        }
        if (within != null) {
            nested(columns, specs, segment.equals(within), consensus.isPresent(), conf.has("compare"));
        }
        ConfReader compare = conf.section("compare");
        List<Rung> compared = words(compare, "models", Rung.class, List.of());
        List<By> leftOut = words(compare, "leave-out", By.class, List.of(By.SEGMENT, By.ROW));
        if (!compared.isEmpty()) {
            incomparable(specs, consensus.isPresent())
                    .ifPresent(why -> compare.error("models", why, "leave compare out"));
        }
        if (compared.contains(Rung.LATENT_MUNDLAK) && arms.size() > 1) {
            compare.error(
                    "models", "has latent-mundlak, which goes with one treatment", "models = [multilevel, mundlak]");
        }
        return new SegmentsConf(
                name,
                new SegmentInput(InputConf.table(input, "rows"), segment, within, arm, treatment, all, metrics),
                drop,
                specs,
                model.text("identified-by").orElse("randomised"),
                model.number("plug-in-floor").must("be positive", f -> f > 0).orElse(0.05),
                inference
                        .integer("warmup")
                        .must("be between 50 and 100000", w -> w >= 50 && w <= 100_000)
                        .orElse(300),
                inference
                        .integer("segment-draws")
                        .must("be between 100 and 100000", d -> d >= 100 && d <= 100_000)
                        .orElse(1000),
                inference
                        .integer("kept-draws")
                        .must("be at least 0", d -> d >= 0)
                        .optional(200),
                compared,
                leftOut.contains(By.SEGMENT),
                leftOut.contains(By.ROW),
                consensus);
    }

    /** Why models of these metrics cannot be compared; empty where they can. */
    private static Optional<String> incomparable(List<SegmentSpec> specs, boolean consensus) {
        if (specs.stream().anyMatch(s -> s.outcome() != Outcome.NORMAL || s.form() != SegmentSpec.Form.ROWS)) {
            return Optional.of("compares models of rows with normal outcomes alone");
        }
        if (specs.stream()
                .anyMatch(
                        s -> s.residual() == SegmentSpec.Residual.OWN || s.pooling() == SegmentSpec.Pooling.PLUG_IN)) {
            return Optional.of("compares models of one unknown residual variance: not model.residual = own, and not"
                    + " model.pooling = plug-in");
        }
        return consensus
                ? Optional.of("goes with inference.path = collapse: its models are fitted where all segments are")
                : Optional.empty();
    }

    /** What does not go with segments within groups. */
    private static void nested(
            ConfReader columns, List<SegmentSpec> specs, boolean same, boolean consensus, boolean compared) {
        String clash = null;
        if (same) {
            clash = "names the column of the segments themselves";
        } else if (consensus) {
            clash = "goes with inference.path = collapse: shards do not share the deviations of groups";
        } else if (compared) {
            clash = "does not go with compare: its models know no groups of segments";
        }
        for (SegmentSpec spec : specs) {
            boolean varies = spec.effect() == SegmentSpec.Effect.VARYING || spec.hasBaseline();
            if (spec.baseline() == SegmentSpec.Baseline.LATENT
                    || spec.pooling() == SegmentSpec.Pooling.PLUG_IN
                    || !varies
                    || (spec.effect() == SegmentSpec.Effect.COMMON && spec.baseline() == SegmentSpec.Baseline.COMMON)) {
                clash = "needs levels or effects that vary and are sampled: not model.baseline = latent, and not"
                        + " model.pooling = plug-in";
            }
        }
        if (clash != null) {
            columns.error("within", clash, "leave input.columns.within out");
        }
    }

    /** A list of an enum's words. */
    private static <E extends Enum<E>> List<E> words(ConfReader conf, String key, Class<E> type, List<E> standard) {
        List<E> all = List.of(type.getEnumConstants());
        List<String> spelled = all.stream().map(ConfReader::spelling).toList();
        return conf
                .texts(key)
                .must(
                        "name some of " + String.join(", ", spelled) + ", each once",
                        texts -> spelled.containsAll(texts)
                                && texts.stream().distinct().count() == texts.size())
                .orElse(standard.stream().map(ConfReader::spelling).toList())
                .stream()
                .map(word -> all.get(spelled.indexOf(word)))
                .toList();
    }

    private static Field<String> filled(ConfReader conf, String key) {
        return conf.text(key).must("not be empty", t -> !t.isBlank());
    }

    private static Optional<SegmentSpec> spec(
            String name,
            String metricName,
            ConfReader metric,
            SegmentSpec.Form form,
            String control,
            List<String> arms,
            List<String> covariates,
            ConfReader model,
            DecisionSpec decision) {
        ConfReader priors = metric.section("priors");
        SegmentSpec.Priors prior = new SegmentSpec.Priors(
                priors.number("effect-mean").orElse(0.0),
                priors.number("effect-sd")
                        .must("be positive", s -> s > 0)
                        .optional(1.0)
                        .orElse(null),
                spread(priors, "effect-spread"),
                spread(priors, "baseline-spread"),
                spread(priors, "group-effect-spread"),
                spread(priors, "group-baseline-spread"),
                spread(priors, "residual"),
                priors.number("correlation-shape")
                        .must("be at least 0", s -> s >= 0)
                        .orElse(2.0));
        Direction direction = metric.choice("better", Better.class).orElse(Better.HIGHER) == Better.HIGHER
                ? Direction.HIGHER_IS_BETTER
                : Direction.LOWER_IS_BETTER;
        DecisionSpec own = decision(metric.section("decision"), decision);
        Optional<SegmentSpec> spec = metric.make(
                () -> Optional.of(new SegmentSpec(
                        name,
                        metricName,
                        metric.choice("outcome", Outcome.class).orElse(Outcome.NORMAL),
                        form,
                        control,
                        arms,
                        covariates,
                        model.choice("baseline", SegmentSpec.Baseline.class).orElse(SegmentSpec.Baseline.POOLED),
                        model.choice("effect", SegmentSpec.Effect.class).orElse(SegmentSpec.Effect.VARYING),
                        model.flag("group-means").orElse(false),
                        model.choice("residual", SegmentSpec.Residual.class).orElse(SegmentSpec.Residual.POOLED),
                        model.choice("pooling", SegmentSpec.Pooling.class).orElse(SegmentSpec.Pooling.BAYES),
                        prior,
                        direction,
                        own)),
                Optional::empty);
        boolean relative = own.rope().scale() == Scale.RELATIVE
                || own.relativeThreshold() != 0
                || own.safeguards().suspiciousLift() < Double.POSITIVE_INFINITY;
        if (relative && spec.isPresent() && !spec.get().hasBaseline()) {
            metric.error(
                    "decision",
                    "asks for relative effects (a relative rope, relative-threshold or suspicious-lift), but levels are not"
                            + " part of the model (estimates, or model.baseline = separate)",
                    "decision { rope { scale = absolute, lower = 0, upper = 0 } }");
        }
        return spec;
    }

    /** Every segment has a decision of its own: none waits for the others. */
    private static DecisionSpec decision(ConfReader section, DecisionSpec defaults) {
        for (String key : List.of("no-harmed-segment", "harm-probability")) {
            if (section.has(key)) {
                section.error(
                        key,
                        "goes with experiment, whose arms are launched in all segments: here each has its own decision",
                        "launch-probability = 0.95");
            }
        }
        return DecisionConf.read(section, defaults);
    }

    private static @Nullable SpreadPrior spread(ConfReader priors, String key) {
        if (!priors.has(key)) {
            return null;
        }
        ConfReader prior = priors.section(key);
        SpreadPrior.Family family =
                prior.choice("family", SpreadPrior.Family.class).required(SpreadPrior.Family.HALF_NORMAL);
        return new SpreadPrior(
                family, prior.number("scale").must("be positive", s -> s > 0).required(1.0));
    }
}
