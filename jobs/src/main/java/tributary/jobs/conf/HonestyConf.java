package tributary.jobs.conf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tributary.check.BiasPrior;
import tributary.check.Misclassification;

/**
 * What {@code causal} tries in order to doubt its answers: the sections {@code sensitivity} and {@code refutations}.
 *
 * @param biases priors over the bias that unmeasured confounding leaves, by name
 * @param misclassification how rightly the treatment is recorded; empty where it is not doubted
 * @param populations target populations by name: the share of each level
 * @param powerDraws draws that are weighed for the sensitivity to the powers of prior and likelihood; 0 for none
 * @param placebos how often the treatment is shuffled
 * @param dummies how often the outcome is shuffled
 * @param subsets how many random parts of the table are asked
 * @param randomCause whether a cause of noise is added
 * @param controls questions whose answers are known to be nought
 */
public record HonestyConf(
        List<BiasPrior> biases,
        Optional<Misclassification> misclassification,
        Map<String, Map<String, Double>> populations,
        int powerDraws,
        int placebos,
        int dummies,
        int subsets,
        boolean randomCause,
        List<String> controls) {
    private static final int MOST = 200;

    public HonestyConf {
        biases = List.copyOf(biases);
        controls = List.copyOf(controls);
        populations = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(populations));
    }

    /** Reads both sections; errors are noted. */
    static HonestyConf read(ConfReader conf) {
        ConfReader sensitivity = conf.section("sensitivity");
        List<BiasPrior> biases = new ArrayList<>();
        sensitivity
                .sections("bias")
                .forEach((name, bias) -> biases.add(bias.make(
                        () -> new BiasPrior(
                                name,
                                bias.number("mean").required(0.6),
                                bias.number("sd")
                                        .must("not be negative", s -> s >= 0)
                                        .required(0.25)),
                        () -> new BiasPrior(name, 0, 0))));
        Optional<Misclassification> wrong = Optional.empty();
        if (sensitivity.hasSection("misclassification")) {
            ConfReader told = sensitivity.section("misclassification");
            double treated = told.number("sensitivity").required(0.95);
            double untreated = told.number("specificity").required(0.98);
            wrong = Optional.of(told.make(
                    () -> new Misclassification(treated, untreated), () -> new Misclassification(0.95, 0.98)));
        }
        Map<String, Map<String, Double>> populations = new LinkedHashMap<>();
        sensitivity.sections("populations").forEach((name, shares) -> {
            Map<String, Double> levels = new LinkedHashMap<>();
            shares.names()
                    .forEach(level -> levels.put(
                            level,
                            shares.number(level)
                                    .must("not be negative", s -> s >= 0)
                                    .required(0.5)));
            if (levels.values().stream().mapToDouble(Double::doubleValue).sum() > 0) {
                populations.put(name, levels);
            } else {
                shares.error("has no share above 0");
            }
        });
        ConfReader refutations = conf.section("refutations");
        return new HonestyConf(
                biases,
                wrong,
                populations,
                sensitivity
                        .integer("power-draws")
                        .must("be 0, or between 200 and 100000", d -> d == 0 || (d >= 200 && d <= 100_000))
                        .orElse(2000),
                times(refutations, "placebo-treatment"),
                times(refutations, "dummy-outcome"),
                times(refutations, "subsets"),
                refutations.flag("random-cause").orElse(false),
                refutations.texts("negative-controls").orElse(List.of()));
    }

    private static int times(ConfReader conf, String key) {
        return conf.integer(key)
                .must("be between 0 and " + MOST, n -> n >= 0 && n <= MOST)
                .orElse(0);
    }

    /** Whether any refutation is asked for. */
    public boolean refutes() {
        return placebos > 0 || dummies > 0 || subsets > 0 || randomCause || !controls.isEmpty();
    }
}
