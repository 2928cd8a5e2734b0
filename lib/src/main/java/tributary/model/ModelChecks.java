package tributary.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.model.term.Place;
import tributary.model.term.Problem;
import tributary.model.term.Statement;
import tributary.model.term.Term;

/** What must hold of a model as a whole: no cycles, no idle latents, interventions and questions about what exists. */
final class ModelChecks {
    private final Declarations model;
    private final List<Problem> problems;

    ModelChecks(Declarations model, List<Problem> problems) {
        this.model = model;
        this.problems = problems;
    }

    /** Runs all checks, and tells what each variable spans. */
    void run(Map<String, List<String>> plates, Map<String, Boolean> vectors) {
        Shapes shapes = new Shapes(model, problems);
        if (!new Circles(model, problems).none()) {
            return;
        }
        for (Plate plate : model.plates.values()) {
            shapes.check(plate);
        }
        for (Variable variable : model.variables.values()) {
            shapes.check(variable);
            Extent extent = shapes.of(variable);
            List<String> spans = new ArrayList<>();
            if (extent.axis() != null) {
                spans.add(extent.axis());
            }
            if (extent.vector() != null && !extent.vector().isEmpty()) {
                spans.add(extent.vector());
            }
            plates.put(variable.name(), List.copyOf(spans));
            vectors.put(variable.name(), extent.vector() != null);
            latent(variable);
            flat(variable);
            randomised(variable);
        }
        for (Map.Entry<String, Term> intervention : model.interventions.entrySet()) {
            intervention(intervention.getKey(), intervention.getValue(), shapes);
        }
        Earlier time = new Earlier(model.variables, model.plates);
        natural(time);
        QuestionChecks questions = new QuestionChecks(model, plates, time, problems);
        model.questions.forEach(questions::check);
    }

    private void latent(Variable variable) {
        if (variable.kind() != Variable.Kind.LATENT) {
            return;
        }
        if (variable.distribution() == null) {
            problem(
                    variable.place(),
                    variable.name(),
                    "the latent `" + variable.name() + "` has no distribution",
                    "write " + variable.name() + " ~ normal(0, 1)");
            return;
        }
        if (!informed(variable)) {
            problem(
                    variable.place(),
                    variable.name(),
                    "no likelihood informs the latent `" + variable.name() + "`: nothing observed depends on it",
                    "let an observed variable depend on it, or remove it");
        }
    }

    private void flat(Variable variable) {
        Term.Call distribution = variable.distribution();
        if (variable.unknown()
                && distribution != null
                && distribution.function().equals("flat")
                && !informed(variable)) {
            problem(
                    variable.place(),
                    variable.name(),
                    "`" + variable.name() + "` has a flat prior and nothing observed depends on it: it can be anything",
                    "give it a proper prior, such as normal(0, 1), or remove it");
        }
    }

    private boolean informed(Variable variable) {
        return model.variables.values().stream()
                .filter(v -> v.kind() == Variable.Kind.OUTCOME)
                .anyMatch(v -> ancestors(v.name(), new HashSet<>()).contains(variable.name()));
    }

    private Set<String> ancestors(String name, Set<String> found) {
        Variable variable = model.variables.get(name);
        if (variable != null) {
            for (Term term : variable.terms()) {
                for (String parent : Dependencies.references(term, model.plates)) {
                    if (found.add(parent)) {
                        ancestors(parent, found);
                    }
                }
            }
        }
        return found;
    }

    private void randomised(Variable variable) {
        if (!model.randomised.contains(variable.name())) {
            return;
        }
        if (!variable.data()) {
            problem(
                    variable.place(),
                    variable.name(),
                    "`" + variable.name() + "` is no column and cannot be randomised",
                    "only row variables are assigned by design");
        }
        for (Statement.Confounded arc : model.confounded) {
            if (arc.first().equals(variable.name()) || arc.second().equals(variable.name())) {
                problem(
                        arc.place(),
                        variable.name(),
                        "`" + variable.name() + "` is randomised, so nothing unmeasured causes it",
                        "remove the arc or the declaration");
            }
        }
    }

    private void intervention(String name, Term value, Shapes shapes) {
        Variable variable = model.variables.get(name);
        if (variable == null) {
            return;
        }
        Extent extent = shapes.of(value, variable.table());
        if (extent.axis() != null && !extent.axis().equals(shapes.of(variable).axis())) {
            problem(
                    value.place(),
                    name,
                    "`" + name + "` is set to a value for each of " + extent.axis(),
                    "set it to what it is: one value, or one per its own plate");
        }
    }

    private void natural(Earlier time) {
        time.natural().forEach((name, kept) -> {
            for (String cause : kept) {
                boolean confounded = model.confounded.stream()
                        .anyMatch(
                                arc -> arc.first().equals(cause) || arc.second().equals(cause));
                Variable variable = model.variables.get(name);
                if (!confounded && variable != null) {
                    problem(
                            variable.place(),
                            "natural",
                            "natural(" + cause + ") stands for what " + cause + " and " + name
                                    + " have in common unmeasured, and no such arc is declared",
                            "declare `" + cause + " <-> " + name + "`, or write " + cause + " where it is a cause");
                }
            }
        });
    }

    private void problem(Place place, String token, String message, String remedy) {
        problems.add(new Problem(place, token, message, remedy));
    }
}
