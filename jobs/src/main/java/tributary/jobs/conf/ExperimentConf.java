package tributary.jobs.conf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import tributary.decide.DecisionSpec;
import tributary.family.experiment.DrawSettings;
import tributary.family.experiment.ExperimentSpec;
import tributary.family.experiment.MetricKind;
import tributary.family.experiment.MetricSpec;
import tributary.jobs.quality.QualityThresholds;
import tributary.jobs.scan.ArmAllocation;
import tributary.jobs.scan.ExperimentInput;
import tributary.jobs.scan.MetricColumns;
import tributary.jobs.scan.ScanRequest;

/**
 * What a conf for A/B/n tests asks for: what to scan, and how to judge what was found.
 *
 * @param scan inputs, arms and metric columns
 * @param experiments arms and metrics of each experiment, in the order of names
 * @param quality the limits of the data checks
 */
public record ExperimentConf(ScanRequest scan, List<ExperimentSpec> experiments, QualityThresholds quality) {
    public ExperimentConf {
        experiments = List.copyOf(experiments);
    }

    /** Reads {@code input}, {@code metrics}, {@code experiments} and {@code decision}; errors are noted. */
    public static ExperimentConf read(ConfReader conf, RunSettings run) {
        ConfReader inputSection = conf.section("input");
        ExperimentInput input = InputConf.read(inputSection);
        boolean dropCrossovers = inputSection.flag("drop-crossovers").orElse(true);
        DecisionSpec decision = DecisionConf.read(conf.section("decision"), DecisionSpec.standard());
        Map<String, MetricConf> metrics = new LinkedHashMap<>();
        conf.sections("metrics")
                .forEach((name, section) -> metrics.put(name, MetricConf.read(section, name, decision)));
        if (metrics.isEmpty()) {
            conf.error("metrics", "names no metric", "metrics { conversion { kind = binary } }");
        }
        if (input instanceof ExperimentInput.Aggregates sums && sums.columns().positives() == null) {
            metrics.forEach((name, metric) -> {
                if (metric.spec().kind() == MetricKind.REVENUE) {
                    conf.error(
                            "input.columns.positives",
                            "is missing: the revenue metric " + name + " needs the number of positive amounts",
                            "positives = buyers");
                }
            });
        }
        DrawSettings draws = conf.section("run")
                .make(
                        () -> new DrawSettings(run.seed(), run.chains(), run.draws()),
                        () -> DrawSettings.standard(run.seed()));
        List<ArmAllocation> arms = new ArrayList<>();
        List<ExperimentSpec> specs = new ArrayList<>();
        conf.sections("experiments").forEach((name, section) -> {
            String control = section.text("control").orElse("control");
            List<String> treatments = section.texts("treatments")
                    .must("name at least one arm", t -> !t.isEmpty())
                    .required(List.of("treatment"));
            arms.add(allocation(section, name, control, treatments));
            specs.add(spec(section, name, control, treatments, metrics, draws));
        });
        if (specs.isEmpty()) {
            conf.error("experiments", "names no experiment", "experiments { checkout { treatments = [treatment] } }");
        }
        List<MetricColumns> columns =
                metrics.values().stream().map(MetricConf::columns).toList();
        return new ExperimentConf(
                new ScanRequest(input, arms, columns, dropCrossovers), specs, quality(conf.section("quality")));
    }

    private static QualityThresholds quality(ConfReader conf) {
        QualityThresholds standard = QualityThresholds.STANDARD;
        return new QualityThresholds(
                share(conf, "srm", standard.srm()),
                share(conf, "imbalance", standard.imbalance()),
                share(conf, "crossovers", standard.crossovers()),
                share(conf, "null-keys", standard.nullKeys()),
                share(conf, "unknown-arms", standard.unknownArms()),
                conf.number("early-facts").must("be at least 0", n -> n >= 0).orElse(standard.early()));
    }

    private static double share(ConfReader conf, String key, double standard) {
        return conf.number(key)
                .must("lie between 0 and 1", n -> n >= 0 && n <= 1)
                .orElse(standard);
    }

    private static ExperimentSpec spec(
            ConfReader conf,
            String name,
            String control,
            List<String> treatments,
            Map<String, MetricConf> metrics,
            DrawSettings draws) {
        List<String> names = conf.texts("metrics").orElse(List.copyOf(metrics.keySet()));
        List<MetricSpec> specs = new ArrayList<>();
        for (String metric : names) {
            MetricConf found = metrics.get(metric);
            if (found == null) {
                String meant = NearestName.of(metric, metrics.keySet())
                        .map(near -> ", did you mean " + near + "?")
                        .orElse("");
                conf.error("metrics", "names the unknown metric " + metric + meant, "");
            } else {
                specs.add(found.spec());
            }
        }
        return conf.make(
                () -> new ExperimentSpec(name, control, treatments, specs, draws),
                () -> new ExperimentSpec(
                        name,
                        control,
                        List.of(control + "'"),
                        List.of(MetricSpec.goal("none", MetricKind.BINARY)),
                        draws));
    }

    private static ArmAllocation allocation(ConfReader conf, String name, String control, List<String> treatments) {
        List<String> arms = new ArrayList<>(List.of(control));
        arms.addAll(treatments);
        ArmAllocation even = ArmAllocation.even(name, arms.toArray(String[]::new));
        List<String> ignored = conf.texts("ignored-arms").orElse(List.of());
        if (!conf.has("shares")) {
            return conf.make(() -> new ArmAllocation(name, arms, even.shares(), ignored), () -> even);
        }
        ConfReader shares = conf.section("shares");
        double[] given = arms.stream()
                .mapToDouble(
                        arm -> shares.number(arm).must("be above 0", s -> s > 0).required(1.0 / arms.size()))
                .toArray();
        double total = DoubleStream.of(given).sum();
        return conf.make(
                () -> new ArmAllocation(
                        name,
                        arms,
                        DoubleStream.of(given).mapToObj(s -> s / total).toList(),
                        ignored),
                () -> even);
    }
}
