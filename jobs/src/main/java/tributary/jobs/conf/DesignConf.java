package tributary.jobs.conf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tributary.decide.DecisionSpec;
import tributary.decide.Scale;
import tributary.family.experiment.Adjustment;
import tributary.family.experiment.DesignSpec;
import tributary.family.experiment.HypotheticalEffect;
import tributary.family.experiment.MetricKind;
import tributary.family.experiment.NamedPrior;
import tributary.family.experiment.PriorSpec;

/**
 * The conf of Bayesian power analyses: experiments to imagine, and how sure one wants to be.
 *
 * @param designs one power analysis each, in the order of names
 * @param target the power that a sufficient sample has
 */
public record DesignConf(List<DesignSpec> designs, double target) {
    public DesignConf {
        designs = List.copyOf(designs);
    }

    /** Reads {@code designs}, {@code decision} and {@code target-power}; errors are noted. */
    public static DesignConf read(ConfReader conf, RunSettings run) {
        DecisionSpec decision = DecisionConf.read(conf.section("decision"), DecisionSpec.standard());
        double target = conf.number("target-power")
                .must("lie between 0 and 1", p -> p > 0 && p < 1)
                .orElse(0.8);
        List<DesignSpec> designs = new ArrayList<>();
        conf.sections("designs").forEach((name, section) -> designs.add(design(section, name, decision, run)));
        if (designs.isEmpty()) {
            conf.error("designs", "names no design", "designs { checkout { kind = binary, baseline = 0.1 } }");
        }
        return new DesignConf(designs, target);
    }

    private static DesignSpec design(ConfReader conf, String name, DecisionSpec decision, RunSettings run) {
        MetricKind kind = conf.choice("kind", MetricKind.class)
                .must("be binary or continuous", k -> k == MetricKind.BINARY || k == MetricKind.CONTINUOUS)
                .orElse(MetricKind.BINARY);
        boolean binary = kind == MetricKind.BINARY;
        double baseline = conf.number("baseline")
                .must("lie between 0 and 1 for a binary metric", b -> !binary || (b > 0 && b < 1))
                .required(0.1);
        double sd =
                binary ? 1 : conf.number("sd").must("be above 0", s -> s > 0).required(10.0);
        List<Integer> sizes = conf
                .wholes("units-per-arm")
                .must(
                        "list sample sizes from 2 to a billion",
                        list -> !list.isEmpty() && list.stream().allMatch(n -> n >= 2 && n <= 1_000_000_000L))
                .required(List.of(1000L, 5000L, 20000L))
                .stream()
                .map(Long::intValue)
                .toList();
        List<HypotheticalEffect> effects = new ArrayList<>();
        conf.sections("effects")
                .forEach((effect, section) -> effects.add(new HypotheticalEffect(
                        effect,
                        section.choice("scale", Scale.class).orElse(Scale.RELATIVE),
                        section.number("mean").required(0.05),
                        section.number("sd").must("be at least 0", s -> s >= 0).orElse(0.0))));
        if (effects.isEmpty()) {
            conf.error("effects", "names no effect", "effects { hoped { scale = relative, mean = 0.05 } }");
        }
        Map<String, NamedPrior> priors = new LinkedHashMap<>();
        conf.sections("priors")
                .forEach((prior, section) ->
                        priors.put(prior, new NamedPrior(prior, PriorConf.read(section, kind, Adjustment.NONE), true)));
        if (priors.isEmpty()) {
            priors.put("default", new NamedPrior("default", PriorSpec.defaultFor(kind, Adjustment.NONE), true));
        }
        int simulations = conf.integer("simulations")
                .must("be between 10 and 100000", n -> n >= 10 && n <= 100_000)
                .orElse(400);
        int draws = conf.integer("draws")
                .must("be between 100 and 1000000", n -> n >= 100 && n <= 1_000_000)
                .orElse(1000);
        return conf.make(
                () -> new DesignSpec(
                        name,
                        kind,
                        baseline,
                        sd,
                        sizes,
                        effects,
                        List.copyOf(priors.values()),
                        decision.rope(),
                        decision.interval(),
                        simulations,
                        draws,
                        run.seed()),
                () -> new DesignSpec(
                        name,
                        MetricKind.BINARY,
                        0.5,
                        1,
                        List.of(2),
                        List.of(),
                        List.of(),
                        decision.rope(),
                        decision.interval(),
                        10,
                        100,
                        run.seed()));
    }
}
