package tributary.posterior;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Layout;
import tributary.expr.Parameter;
import tributary.model.Model;
import tributary.model.Plate;
import tributary.model.Variable;

/** A model set before its data: frame, unknowns in order, and the layout of positions; what posterior and simulation share. */
final class Scene {
    final Model model;
    final Frame frame;
    final Translator translator;
    final List<Unknown> unknowns = new ArrayList<>();
    final Layout layout;
    private final Map<String, Value> values = new LinkedHashMap<>();
    private final UnknownMaker maker;

    Scene(Model model, Data data, @Nullable Facts facts, Parametrisation rule) {
        this(model, data, facts, rule, Map.of());
    }

    /** A scene in which effects named have the parametrisation that is given, and those of groups else are centred. */
    Scene(Model model, Data data, Map<String, Parametrisation> decided) {
        this(model, data, null, Parametrisation.CENTRED, decided);
    }

    /** The scene of another model with the coordinates that the unknowns have here. */
    Scene with(Model other) {
        Map<String, Parametrisation> decided = new LinkedHashMap<>();
        unknowns.forEach(unknown -> decided.put(unknown.name(), unknown.parametrisation()));
        return new Scene(other, frame.data(), frame.facts(), Parametrisation.CENTRED, decided);
    }

    private Scene(
            Model model, Data data, @Nullable Facts facts, Parametrisation rule, Map<String, Parametrisation> decided) {
        this.model = model;
        this.frame = new Frame(model, data, facts);
        this.translator = new Translator(model, frame, values);
        this.maker = new UnknownMaker(model, frame, translator, new Centring(rule, model, frame, decided));
        Map<String, Unknown> made = new LinkedHashMap<>();
        for (String name : model.dependencies().causalOrder()) {
            Variable variable = model.variable(name);
            if (variable.unknown() && !made.containsKey(name)) {
                for (Unknown unknown : maker.make(variable)) {
                    made.put(unknown.name(), unknown);
                    boolean vector = unknown.value().size() > 1 || model.isVector(unknown.name());
                    values.put(unknown.name(), new Value(unknown.value(), vector));
                }
            } else if (variable.kind() == Variable.Kind.DETERMINISTIC) {
                // Causes come first, so that a long chain of equations is no deep recursion.
                translator.value(name, false);
            }
        }
        Map<String, Integer> sizes = new LinkedHashMap<>();
        for (Variable variable : model.variables()) {
            Unknown unknown = made.get(variable.name());
            if (unknown != null) {
                unknowns.add(unknown);
                for (int i = 0; i < unknown.parameters().size(); i++) {
                    Parameter parameter = unknown.parameters().get(i);
                    sizes.put(parameter.name(), unknown.sizes().get(i));
                }
            }
        }
        this.layout = new Layout(sizes);
    }

    /** The laws of an unknown, for drawing from its prior or recognising it. */
    UnknownMaker.Laws laws(Variable unknown) {
        return maker.laws(unknown);
    }

    /** The law of an outcome; jointly drawn ones share the law of their tuple. */
    Law law(Variable outcome) {
        int dimension = Math.max(1, outcome.joint().size());
        return Law.of(Law.drawn(outcome), dimension, translator, translator.context(outcome));
    }

    /** The outcomes drawn together with this one, in order; itself alone if none. */
    static List<String> together(Variable outcome) {
        return outcome.joint().isEmpty()
                ? List.of(outcome.name())
                : outcome.joint().stream().map(t -> t.name()).toList();
    }

    /** The table or group that a variable has one value per. */
    String plate(Variable variable) {
        for (String name : model.plates(variable.name())) {
            Plate plate = translator.plate(name);
            if (plate.kind() != Plate.Kind.COLUMNS) {
                return name;
            }
        }
        throw new BindingException("`" + variable.name() + "` has one value only");
    }

    private static Expr logDensity(Law law, List<Expr> value, Variable outcome) {
        try {
            return law.logDensity(value);
        } catch (IllegalArgumentException e) {
            throw new BindingException("`" + outcome.name() + "` (" + outcome.place() + "): " + e.getMessage(), e);
        }
    }

    /** The log density of an outcome, one number per row or level. */
    Likelihood likelihood(Variable outcome) {
        Law law = law(outcome);
        List<Expr> value = new ArrayList<>();
        for (String name : together(outcome)) {
            value.add(translator.value(name, true).number());
        }
        Expr rows = logDensity(law, value, outcome);
        if (rows.axis().isScalar()) {
            rows = rows.plus(Exprs.fill(translator.axis(outcome), 0));
        }
        return new Likelihood(outcome.name(), together(outcome), plate(outcome), rows);
    }
}
