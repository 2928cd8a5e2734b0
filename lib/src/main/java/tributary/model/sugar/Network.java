package tributary.model.sugar;

import java.util.ArrayList;
import java.util.List;
import tributary.model.term.Operator;
import tributary.model.term.Place;
import tributary.model.term.Statement;
import tributary.model.term.Target;
import tributary.model.term.Term;
import tributary.model.term.Terms;

/**
 * One {@code mlp(inputs; hidden = H, activation = f)}: a network of one hidden layer and one output,
 * {@code c + sum_j v_j f(c_j + w_j . inputs)}, all weights standard normal unless given priors of their own.
 */
final class Network {
    private static final List<String> ACTIVATIONS = List.of("softplus", "tanh", "sigmoid", "exp");

    private final Expansion expansion;
    private final String left;
    private final List<Statement> core;
    private Place place = Place.NONE;

    Network(Expansion expansion, String left, List<Statement> core) {
        this.expansion = expansion;
        this.left = left;
        this.core = core;
    }

    Term of(Term.Call call) {
        place = call.place();
        List<Term> inputs = new ArrayList<>();
        int hidden = 5;
        String activation = "softplus";
        for (Term.Argument argument : call.arguments()) {
            Term value = argument.value();
            String name = argument.name() == null ? "" : argument.name();
            switch (name) {
                case "" -> inputs.addAll(value instanceof Term.Vector vector ? vector.elements() : List.of(value));
                case "hidden" -> hidden = count(value, 200);
                case "outputs" -> count(value, 1);
                case "activation" -> activation = value instanceof Term.Name f ? f.name() : "";
                default ->
                    expansion.problem(
                            value.place(),
                            name,
                            "mlp has no option `" + name + "`",
                            "its options are hidden, outputs, activation");
            }
        }
        if (!ACTIVATIONS.contains(activation) || inputs.isEmpty()) {
            expansion.problem(
                    place,
                    "mlp",
                    "mlp needs inputs, and an activation among " + ACTIVATIONS,
                    "write mlp([a, b]; hidden = 5, activation = softplus)");
            return new Term.Literal(0, place);
        }
        String plate = left + "_mlp_inputs";
        core.add(new Statement.ColumnPlate(plate, new Term.Vector(inputs, place), place));
        Term sum = weight("c_" + left + "_out");
        for (int j = 1; j <= hidden; j++) {
            Term offset = weight("c_" + left + "_" + j);
            Term.Call dot = call("dot", weight("w_" + left + "_" + j, plate), name(plate));
            Term unit = call(activation, new Term.Binary(Operator.ADD, offset, dot, place));
            Term piece = new Term.Binary(Operator.MULTIPLY, weight("v_" + left + "_" + j), unit, place);
            sum = new Term.Binary(Operator.ADD, sum, piece, place);
        }
        return sum;
    }

    private int count(Term value, int most) {
        if (value instanceof Term.Literal literal
                && literal.value() >= 1
                && literal.value() <= most
                && literal.value() == StrictMath.rint(literal.value())) {
            return (int) literal.value();
        }
        expansion.problem(
                value.place(),
                "mlp",
                "a whole number from 1 to " + most + " is needed here",
                "write hidden = 5, outputs = 1");
        return 1;
    }

    private Term weight(String weight, String... plates) {
        Term.Call normal = call("normal", new Term.Literal(0, place), new Term.Literal(1, place));
        expansion.parameter(new Target(weight, List.of(plates), place), normal, core);
        return name(weight);
    }

    private Term name(String name) {
        return new Term.Name(name, place);
    }

    private Term.Call call(String function, Term... arguments) {
        return new Term.Call(function, Terms.call(function, arguments).arguments(), place);
    }
}
