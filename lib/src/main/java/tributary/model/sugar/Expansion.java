package tributary.model.sugar;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.model.term.Place;
import tributary.model.term.Problem;
import tributary.model.term.Statement;
import tributary.model.term.Target;
import tributary.model.term.Term;
import tributary.model.term.Terms;

/** Replaces the sugar of a model by the statements it stands for, in the place where it stood. */
public final class Expansion {
    private final List<Problem> problems;
    private final Map<String, Statement.Prior> priors = new LinkedHashMap<>();
    private final Set<String> usedPriors = new HashSet<>();
    private final Set<String> data = new HashSet<>();
    private final Set<String> expanded = new HashSet<>();

    private Expansion(List<Problem> problems) {
        this.problems = problems;
    }

    /** The statements without sugar; problems are added to the list. */
    public static List<Statement> expand(List<Statement> statements, List<Problem> problems) {
        Expansion expansion = new Expansion(problems);
        expansion.collect(statements);
        List<Statement> core = expansion.all(statements);
        expansion.reportUnusedPriors(core);
        return core;
    }

    private void collect(List<Statement> statements) {
        for (Statement statement : statements) {
            if (statement instanceof Statement.Prior prior
                    && priors.put(prior.target().name(), prior) != null) {
                problems.add(new Problem(
                        prior.place(),
                        prior.target().name(),
                        "a second prior for `" + prior.target().name() + "`",
                        "keep one of them"));
            } else if (statement instanceof Statement.Rows rows) {
                data.addAll(rows.names());
            } else if (statement instanceof Statement.GroupColumns columns) {
                columns.columns().forEach(c -> data.add(c.name()));
            } else if (statement instanceof Statement.Groups groups) {
                data.addAll(groups.names());
            } else if (statement instanceof Statement.Block block) {
                collect(block.statements());
            }
        }
    }

    private List<Statement> all(List<Statement> statements) {
        List<Statement> core = new ArrayList<>();
        for (Statement statement : statements) {
            if (statement instanceof Statement.Block block) {
                core.add(new Statement.Block(block.name(), all(block.statements()), block.place()));
            } else if (statement instanceof Statement.Sample sample) {
                String left = sample.targets().get(0).name();
                Term distribution = replace(left, sample.distribution(), core);
                core.add(new Statement.Sample(
                        sample.targets(), sample.joint(), (Term.Call) distribution, sample.place()));
            } else if (statement instanceof Statement.Equation equation) {
                Term value = replace(equation.target().name(), equation.value(), core);
                core.add(new Statement.Equation(equation.target(), value, equation.place()));
            } else if (!(statement instanceof Statement.Prior)) {
                core.add(statement);
            }
        }
        return core;
    }

    private Term replace(String left, Term term, List<Statement> core) {
        if (term instanceof Term.Call call) {
            boolean sugar = call.function().equals("linear") || call.function().equals("mlp");
            if (sugar && !expanded.add(call.function() + " of " + left)) {
                problem(
                        call.place(),
                        call.function(),
                        "a second " + call.function() + "(...) in the definition of `" + left
                                + "`: its coefficients would have the names of the first",
                        "give it a line of its own: eta = " + call.function() + "(...)");
                return new Term.Literal(0, call.place());
            }
            if (call.function().equals("linear")) {
                return new LinearTerms(this, left, core).of(Formula.of(call.arguments(), problems), call.place());
            }
            if (call.function().equals("mlp")) {
                return new Network(this, left, core).of(call);
            }
            List<Term.Argument> arguments = call.arguments().stream()
                    .map(a -> new Term.Argument(a.name(), replace(left, a.value(), core)))
                    .toList();
            return new Term.Call(call.function(), arguments, call.place());
        }
        if (term instanceof Term.Binary binary) {
            return new Term.Binary(
                    binary.operator(),
                    replace(left, binary.left(), core),
                    replace(left, binary.right(), core),
                    binary.place());
        }
        if (term instanceof Term.Unary unary) {
            return new Term.Unary(unary.operator(), replace(left, unary.operand(), core), unary.place());
        }
        return term;
    }

    /** Declares a coefficient with its default prior, or with the one the model states for it. */
    void parameter(Target target, Term.Call standard, List<Statement> core) {
        Statement.Prior prior = priors.get(target.name());
        if (prior != null) {
            usedPriors.add(target.name());
            if (!prior.target().plates().isEmpty()) {
                problems.add(new Problem(
                        prior.target().place(),
                        target.name(),
                        "a prior is stated for all elements of `" + target.name() + "` together",
                        "write prior(" + target.name() + ") = ..."));
            }
        }
        Term.Call distribution = prior == null ? standard : prior.distribution();
        core.add(new Statement.Sample(
                List.of(new Target(target.name(), target.plates(), target.place())),
                false,
                distribution,
                target.place()));
    }

    boolean hasPrior(String name) {
        return priors.containsKey(name);
    }

    /** Whether a term is made of data alone, so that its mean is known. */
    boolean isData(Term term) {
        return data.containsAll(Terms.references(term));
    }

    void problem(Place place, String token, String message, String remedy) {
        problems.add(new Problem(place, token, message, remedy));
    }

    private void reportUnusedPriors(List<Statement> core) {
        for (Statement.Prior prior : priors.values()) {
            String name = prior.target().name();
            if (!usedPriors.contains(name)) {
                List<String> known = new ArrayList<>();
                for (Statement statement : core) {
                    if (statement instanceof Statement.Sample sample) {
                        sample.targets().forEach(t -> known.add(t.name()));
                    }
                }
                String remedy = known.contains(name)
                        ? "it has a distribution already: change that"
                        : "coefficients are named b_<left side>_<term>; known are " + known;
                problems.add(new Problem(
                        prior.target().place(), name, "no formula has a coefficient `" + name + "`", remedy));
            }
        }
    }
}
