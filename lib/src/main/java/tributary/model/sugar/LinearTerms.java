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
 * One {@code linear(...)}: declares its coefficients and gives back the sum.
 *
 * <p>Columns made of data are centred at their means, and the intercept with its prior is that of the centred columns
 * ({@code c_y_intercept}); the intercept at zero is computed from it ({@code b_y_intercept}). So the default prior speaks
 * of a typical row, and the sampler meets less correlation. Stating a prior for {@code b_y_intercept} turns this off.
 */
final class LinearTerms {
    private final Expansion expansion;
    private final String left;
    private final List<Statement> core;
    private final List<Term> pieces = new ArrayList<>();
    private final List<Term> shifts = new ArrayList<>();
    private Place place = Place.NONE;

    LinearTerms(Expansion expansion, String left, List<Statement> core) {
        this.expansion = expansion;
        this.left = left;
        this.core = core;
    }

    Term of(Formula formula, Place at) {
        place = at;
        String intercept = "b_" + left + "_intercept";
        boolean centred = formula.intercept() && !expansion.hasPrior(intercept);
        List<Statement> before = new ArrayList<>(core);
        boolean full = !formula.intercept();
        for (Formula.Product product : formula.products()) {
            boolean category = product.category() != null;
            add(product, centred, full && category && product.numbers().isEmpty());
            full &= !category;
        }
        for (Formula.GroupTerm group : formula.groups()) {
            add(group);
        }
        if (formula.intercept()) {
            List<Statement> after = new ArrayList<>(core.subList(before.size(), core.size()));
            core.subList(before.size(), core.size()).clear();
            String declared = shifts.isEmpty() ? intercept : "c_" + left + "_intercept";
            expansion.parameter(target(declared), call("auto_intercept", name(left)), core);
            core.addAll(after);
            if (!shifts.isEmpty()) {
                Term value = new Term.Binary(Operator.SUBTRACT, name(declared), sum(shifts), place);
                core.add(new Statement.Equation(target(intercept), value, place));
            }
            pieces.add(0, name(declared));
        }
        return pieces.isEmpty() ? new Term.Literal(0, place) : sum(pieces);
    }

    private void add(Formula.Product product, boolean centred, boolean full) {
        String coefficient = "b_" + left + "_" + product.label();
        Term.Call category = product.category();
        List<Term> numbers = product.numbers().stream().map(this::column).toList();
        if (category != null && full && Formula.group(category) instanceof Term.Name group) {
            expansion.parameter(target(coefficient, group.name()), scale("auto_coefficient", group), core);
            pieces.add(new Term.Element(coefficient, List.of(group), place));
            return;
        }
        Term basis = category != null ? category : product.basis();
        if (basis != null) {
            String plate = left + "_" + product.label() + "_columns";
            core.add(new Statement.ColumnPlate(plate, basis, place));
            expansion.parameter(target(coefficient, plate), scale("auto_coefficient", name(plate)), core);
            Term piece = call("dot", name(coefficient), name(plate));
            List<Term> others = numbers.stream().filter(n -> n != basis).toList();
            pieces.add(others.isEmpty() ? piece : times(piece, product(others)));
            return;
        }
        Term column = product(numbers);
        expansion.parameter(target(coefficient), scale("auto_coefficient", column), core);
        boolean shifted = centred && expansion.isData(column);
        Term mean = call("data_mean", column);
        pieces.add(
                times(name(coefficient), shifted ? new Term.Binary(Operator.SUBTRACT, column, mean, place) : column));
        if (shifted) {
            shifts.add(times(name(coefficient), mean));
        }
    }

    private void add(Formula.GroupTerm group) {
        List<Term> effects = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        if (group.intercept()) {
            effects.add(new Term.Literal(1, place));
            labels.add("intercept");
        }
        for (Formula.Product slope : group.slopes()) {
            effects.add(product(slope.factors().stream().map(this::column).toList()));
            labels.add(slope.label());
        }
        Term index = name(group.group());
        String suffix = "_" + left + "_" + group.group();
        if (group.correlated() && effects.size() > 1) {
            String plate = left + "_" + group.group() + "_effects";
            core.add(new Statement.ColumnPlate(plate, new Term.Vector(effects, place), place));
            expansion.parameter(target("sd" + suffix, plate), scale("auto_scale", name(plate)), core);
            expansion.parameter(target("L" + suffix, plate), call("lkj", new Term.Literal(2, place)), core);
            Term.Call covariance = call("scaled", name("sd" + suffix), name("L" + suffix));
            Term.Call normal = call("mvnormal", new Term.Literal(0, place), covariance);
            core.add(new Statement.Sample(List.of(target("u" + suffix, group.group(), plate)), false, normal, place));
            pieces.add(call("dot", new Term.Element("u" + suffix, List.of(index), place), name(plate)));
            return;
        }
        for (int k = 0; k < effects.size(); k++) {
            String name = suffix + "_" + labels.get(k);
            expansion.parameter(target("sd" + name), scale("auto_scale", effects.get(k)), core);
            Term.Call normal = call("normal", new Term.Literal(0, place), name("sd" + name));
            core.add(new Statement.Sample(List.of(target("u" + name, group.group())), false, normal, place));
            Term effect = new Term.Element("u" + name, List.of(index), place);
            boolean one = effects.get(k) instanceof Term.Literal;
            pieces.add(one ? effect : times(effect, effects.get(k)));
        }
    }

    /** {@code mean(x | g)} becomes the group's mean of the column; other factors stay. */
    private Term column(Term factor) {
        if (factor instanceof Term.Call mean
                && mean.function().equals("mean")
                && mean.arguments().size() == 1
                && mean.arguments().get(0).value() instanceof Term.Grouped grouped) {
            return call("group_mean", grouped.inner(), new Term.Name(grouped.group(), grouped.place()));
        }
        return factor;
    }

    private Term.Call scale(String function, Term of) {
        return call(function, name(left), of);
    }

    private Term product(List<Term> factors) {
        return factors.stream().reduce(this::times).orElseThrow();
    }

    private Term sum(List<Term> terms) {
        return terms.stream()
                .reduce((a, b) -> new Term.Binary(Operator.ADD, a, b, place))
                .orElseThrow();
    }

    private Term times(Term a, Term b) {
        return new Term.Binary(Operator.MULTIPLY, a, b, place);
    }

    private Term name(String name) {
        return new Term.Name(name, place);
    }

    private Term.Call call(String function, Term... arguments) {
        return new Term.Call(function, Terms.call(function, arguments).arguments(), place);
    }

    private Target target(String name, String... plates) {
        return new Target(name, List.of(plates), place);
    }
}
