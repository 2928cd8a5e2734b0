package tributary.identify;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tributary.graph.Adjustment;
import tributary.graph.Dag;
import tributary.graph.Formula;
import tributary.graph.FrontDoor;
import tributary.graph.Identification;
import tributary.graph.Instruments;
import tributary.model.CausalGraph;

/** Finds every way to an effect that a graph allows. */
final class Effects {
    private static final Assumption CONSISTENT = Assumption.untestable(
            "a row's outcome depends on its own treatment alone, and setting a treatment does what observing it shows");

    private final CausalGraph graph;
    private final Dag dag;

    Effects(CausalGraph graph) {
        this.graph = graph;
        this.dag = graph.observed();
    }

    EffectIdentification of(Asked asked) {
        boolean paths = asked.outcomes().stream()
                .anyMatch(outcome ->
                        graph.whole().ancestors(Set.of(outcome)).stream().anyMatch(asked.treatments()::contains));
        List<String> hidden = Law.union(asked.treatments(), asked.outcomes(), asked.mediators(), asked.given()).stream()
                .filter(name -> !dag.has(name))
                .toList();
        if (!hidden.isEmpty() || asked.outcomes().isEmpty()) {
            Set<String> node = new LinkedHashSet<>(hidden);
            return new EffectIdentification(
                    asked,
                    new Identification.Hedge(node, node),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    paths,
                    hidden.isEmpty()
                            ? "the question names no column as its outcome"
                            : "no data show " + Law.set(hidden) + ": what is said of it is the model's alone");
        }
        Set<String> moved = Law.minus(dag.descendants(asked.treatments()), asked.treatments());
        Set<String> late = new LinkedHashSet<>(asked.given());
        late.retainAll(moved);
        if (!asked.mediators().isEmpty()) {
            return mediation(asked, paths);
        }
        Adjustment adjustment = Adjustment.of(dag, asked.treatments(), asked.outcomes(), dag.nodes());
        Identification law =
                Identification.of(dag, asked.treatments(), asked.outcomes(), late.isEmpty() ? asked.given() : Set.of());
        List<Route> routes = new ArrayList<>();
        Optional<Set<String>> optimal = optimal(asked);
        if (late.isEmpty()) {
            covariates(asked, adjustment, optimal).ifPresent(z -> routes.add(backDoor(asked, z)));
            if (!asked.ownValue()) {
                frontDoors(asked, routes);
                if (routes.isEmpty() && law instanceof Identification.Identified found) {
                    routes.add(functional(asked, found));
                }
                instruments(asked, routes);
            }
        }
        return new EffectIdentification(
                asked, law, routes, adjustment.minimal(), optimal, paths, reason(asked, law, routes, late, paths));
    }

    private String reason(Asked asked, Identification law, List<Route> routes, Set<String> late, boolean paths) {
        List<String> parts = new ArrayList<>();
        if (!late.isEmpty()) {
            parts.add("not identified: the answer is conditioned on " + Law.set(late)
                    + ", which the treatment itself changes; which rows these would be is not observed");
        } else if (routes.isEmpty() && asked.ownValue() && law instanceof Identification.Identified) {
            parts.add("no adjustment set exists, and an effect among rows picked by their own treatment "
                    + "is not sought by other ways");
        } else if (law instanceof Identification.Hedge hedge) {
            parts.add("not identified by the graph: " + hedge.words());
            parts.add(
                    routes.isEmpty()
                            ? "any number given leans on the model's functional forms and priors alone"
                            : "the instrument gives it only where the effect is linear or monotone");
        }
        if (!paths) {
            parts.add("the graph holds no path from treatment to outcome: the effect is zero by assumption");
        }
        if (graph.isSequential()) {
            parts.add("rows follow one another in time; the graph tells the causes of one row");
        }
        return String.join("; ", parts);
    }

    private Optional<Set<String>> optimal(Asked asked) {
        Dag ordered = graph.ordered(asked.treatments());
        return Adjustment.of(ordered, asked.treatments(), asked.outcomes(), ordered.nodes())
                .optimal();
    }

    /** The covariates to adjust for, beside those that the answer is conditioned on anyway. */
    private static Optional<Set<String>> covariates(Asked asked, Adjustment adjustment, Optional<Set<String>> optimal) {
        List<Set<String>> candidates = new ArrayList<>();
        optimal.ifPresent(candidates::add);
        candidates.addAll(adjustment.minimal());
        adjustment.any().ifPresent(candidates::add);
        return candidates.stream()
                .map(z -> Law.union(asked.given(), z))
                .filter(adjustment::isValid)
                .findFirst();
    }

    private Route backDoor(Asked asked, Set<String> covariates) {
        Adjustment adjustment = Adjustment.of(dag, asked.treatments(), asked.outcomes(), dag.nodes());
        boolean randomised = graph.randomised().containsAll(asked.treatments()) && adjustment.isValid(Set.of());
        Set<String> summed = Law.minus(covariates, asked.given());
        Set<String> weighedBy =
                asked.ownValue() ? Law.union(asked.given(), Law.starred(asked.treatments())) : asked.given();
        Formula formula = Formula.sum(
                summed,
                Law.product(
                        Law.probability(asked.outcomes(), Law.union(asked.treatments(), covariates)),
                        Law.probability(summed, weighedBy)));
        List<Assumption> assumptions = new ArrayList<>();
        assumptions.add(Assumption.untestable(
                randomised
                        ? Law.set(asked.treatments()) + " was assigned by design: nothing unmeasured causes it"
                        : "nothing unmeasured causes both " + Law.set(asked.treatments()) + " and "
                                + Law.set(asked.outcomes())
                                + (covariates.isEmpty() ? "" : ", once " + Law.set(covariates) + " is known")));
        if (!covariates.isEmpty()) {
            assumptions.add(Assumption.testable(
                    "overlap: every treatment compared occurs at every value of " + Law.set(covariates)));
        }
        assumptions.add(CONSISTENT);
        return route(randomised ? Strategy.RANDOMISED : Strategy.BACK_DOOR, asked, covariates, formula, assumptions);
    }

    private static Route route(
            Strategy strategy, Asked asked, Set<String> uses, Formula formula, List<Assumption> assumptions) {
        return new Route(
                strategy,
                uses,
                Law.text(asked) + " = " + formula.text(),
                Law.latex(asked) + " = " + formula.latex(),
                assumptions);
    }

    private void frontDoors(Asked asked, List<Route> routes) {
        if (asked.treatments().size() != 1
                || asked.outcomes().size() != 1
                || !asked.given().isEmpty()) {
            return;
        }
        String x = asked.treatments().iterator().next();
        String y = asked.outcomes().iterator().next();
        for (Set<String> m : FrontDoor.of(dag, x, y, dag.nodes()).smallest()) {
            Formula inner = Formula.sum(
                    Set.of(x),
                    Law.product(
                            Law.probability(Set.of(y), Law.union(m, Set.of(x))), Law.probability(Set.of(x), Set.of())));
            Formula formula = Formula.sum(m, Law.product(Law.probability(m, Set.of(x)), inner));
            routes.add(route(
                    Strategy.FRONT_DOOR,
                    asked,
                    m,
                    formula,
                    List.of(
                            Assumption.untestable(
                                    "all of the effect of " + x + " on " + y + " passes through " + Law.set(m)),
                            Assumption.untestable("nothing unmeasured causes " + Law.set(m) + " and " + x + ", nor "
                                    + Law.set(m) + " and " + y + " once " + x + " is known"),
                            Assumption.testable(
                                    "overlap: every value of " + Law.set(m) + " occurs at every value of " + x),
                            CONSISTENT)));
        }
    }

    private static Route functional(Asked asked, Identification.Identified found) {
        List<Assumption> assumptions = new ArrayList<>();
        assumptions.add(Assumption.untestable("the graph is complete: no arrow and no unmeasured cause is left out"));
        if (!found.anyValue().isEmpty()) {
            assumptions.add(Assumption.testable(
                    "the formula has the same value whatever " + Law.set(found.anyValue()) + " is set to"));
        }
        assumptions.add(Assumption.testable("overlap: every conditional probability of the formula has data"));
        assumptions.add(CONSISTENT);
        return route(Strategy.FUNCTIONAL, asked, Set.of(), found.law(), assumptions);
    }

    private void instruments(Asked asked, List<Route> routes) {
        if (asked.treatments().size() != 1
                || asked.outcomes().size() != 1
                || !asked.given().isEmpty()) {
            return;
        }
        String x = asked.treatments().iterator().next();
        String y = asked.outcomes().iterator().next();
        for (Instruments.Instrument found : Instruments.of(dag, x, y, dag.nodes())) {
            String z = found.instrument();
            String bar = found.given().isEmpty() ? "" : " | " + String.join(", ", found.given());
            String text = "slope of " + y + " in " + x + " = cov(" + z + ", " + y + bar + ") / cov(" + z + ", " + x
                    + bar + ")";
            String given = found.given().isEmpty()
                    ? ""
                    : " \\mid " + found.given().stream().map(Effects::italic).collect(Collectors.joining(", "));
            String latex = "\\frac{\\mathrm{cov}(" + italic(z) + ", " + italic(y) + given + ")}{\\mathrm{cov}("
                    + italic(z) + ", " + italic(x) + given + ")}";
            routes.add(new Route(
                    Strategy.INSTRUMENT,
                    Law.union(Set.of(z), found.given()),
                    text,
                    latex,
                    List.of(
                            Assumption.untestable(z + " touches " + y + " through " + x + " alone"
                                    + (found.given().isEmpty()
                                            ? ""
                                            : ", once " + Law.set(found.given()) + " is known")),
                            Assumption.untestable("the effect of " + x + " is linear and the same for all rows; or " + z
                                    + " moves nobody's " + x
                                    + " the other way, and the answer is for those whom it moves"),
                            Assumption.testable("relevance: " + z + " moves " + x + " by enough"),
                            CONSISTENT)));
        }
    }

    private static String italic(String name) {
        return "\\mathit{" + name.replace("_", "\\_") + "}";
    }

    private EffectIdentification mediation(Asked asked, boolean paths) {
        Set<String> pinned = Law.union(asked.treatments(), asked.mediators());
        Adjustment toOutcome = Adjustment.of(dag, pinned, asked.outcomes(), dag.nodes());
        Adjustment toMediators = Adjustment.of(dag, asked.treatments(), asked.mediators(), dag.nodes());
        Set<String> before = Law.minus(
                Law.minus(dag.ancestors(Law.union(pinned, asked.outcomes())), dag.descendants(asked.treatments())),
                pinned);
        List<Set<String>> candidates = new ArrayList<>(toOutcome.minimal());
        candidates.add(before);
        Optional<Set<String>> covariates = candidates.stream()
                .map(w -> Law.union(asked.given(), w))
                .filter(w -> before.containsAll(Law.minus(w, asked.given())))
                .filter(w -> toOutcome.isValid(w) && toMediators.isValid(w))
                .findFirst();
        List<Route> routes = covariates.map(w -> List.of(mediated(asked, w))).orElse(List.of());
        Identification law = Identification.of(dag, pinned, asked.outcomes());
        String reason = routes.isEmpty()
                ? "not identified by the mediation formula: no covariates that precede the treatment separate treatment, "
                        + "mediators and outcome; something unmeasured, or something that the treatment changes, causes "
                        + "two of them"
                : "";
        return new EffectIdentification(asked, law, routes, toOutcome.minimal(), Optional.empty(), paths, reason);
    }

    private Route mediated(Asked asked, Set<String> covariates) {
        Set<String> m = asked.mediators();
        Set<String> summed = Law.minus(covariates, asked.given());
        Formula inner = Formula.sum(
                m,
                Law.product(
                        Law.probability(asked.outcomes(), Law.union(asked.treatments(), m, covariates)),
                        Law.probability(m, Law.union(Law.starred(asked.treatments()), covariates))));
        Formula formula = summed.isEmpty()
                ? inner
                : new Formula.Sum(summed, Law.product(Law.probability(summed, asked.given()), inner));
        return route(
                Strategy.MEDIATION,
                asked,
                m,
                formula,
                List.of(
                        Assumption.untestable("nothing unmeasured causes two of " + Law.set(asked.treatments()) + ", "
                                + Law.set(m) + " and " + Law.set(asked.outcomes())
                                + (covariates.isEmpty() ? "" : ", once " + Law.set(covariates) + " is known")),
                        Assumption.untestable(
                                "nothing that the treatment changes causes both a mediator and the outcome"),
                        Assumption.testable(
                                "overlap: every value of " + Law.set(m) + " occurs with every treatment compared"),
                        CONSISTENT));
    }
}
