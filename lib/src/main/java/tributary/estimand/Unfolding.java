package tributary.estimand;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Parameter;
import tributary.model.Dependencies;
import tributary.model.Model;
import tributary.model.Plate;
import tributary.model.Variable;
import tributary.model.term.Assignment;
import tributary.model.term.Term;
import tributary.model.term.TermPrinter;
import tributary.model.term.Terms;
import tributary.posterior.BindingException;
import tributary.posterior.Posterior;
import tributary.posterior.World;

/**
 * An average under interventions, unfolded: what its body is in terms of parameters, columns and the noise of what the
 * interventions reach.
 *
 * <p>Whatever no intervention reaches keeps its observed value. What one reaches is drawn afresh given its causes in the
 * world it belongs to: the world of {@code do(...)}, or for {@code m ~ do(...)} the world of that other intervention, in
 * which variables kept before m keep their values too, so that {@code m2 ~ do(t = 1)} beside {@code m1 ~ do(t = 0)}
 * reads the latter where m1 causes m2. A variable that is drawn in two worlds of one average is drawn independently in
 * each: the effects are interventional ones (VanderWeele, Vansteelandt and Robins 2014).
 */
final class Unfolding {
    private final Posterior posterior;
    private final Model model;
    private final Dependencies dependencies;
    private final List<String> order;
    private final String name;
    private final List<Hole> holes = new ArrayList<>();
    private final Map<String, Scope> scopes = new LinkedHashMap<>();
    private final Set<String> noises = new LinkedHashSet<>();

    /**
     * What an average is of.
     *
     * @param body per row
     * @param holes what is drawn, causes before effects within each world
     * @param where which rows count, or null for all
     * @param by what the answer is broken down by
     * @param table the table whose rows are averaged
     */
    record Unfolded(Expr body, List<Hole> holes, @Nullable Expr where, List<String> by, String table) {}

    private Unfolding(Posterior posterior, String name) {
        this.posterior = posterior;
        this.model = posterior.model();
        this.dependencies = model.dependencies();
        this.order = dependencies.causalOrder();
        this.name = name;
    }

    /**
     * Unfolds.
     *
     * @param name unlike that of other averages of the posterior
     * @throws BindingException if the question goes beyond what the model says
     */
    static Unfolded of(Posterior posterior, String name, Term.Expectation average) {
        return new Unfolding(posterior, name).unfold(average);
    }

    private Unfolded unfold(Term.Expectation average) {
        String table = table(average);
        World natural = World.of(posterior, "");
        Map<String, List<Assignment>> kept = new LinkedHashMap<>();
        average.kept().forEach(under -> kept.put(under.variable(), under.assignments()));
        Expr where = null;
        for (Term condition : average.where()) {
            Expr holds = natural.natural(condition, table);
            where = where == null ? holds : Exprs.and(where, holds);
        }
        Scope outer = new Scope("", average.settings());
        Map<String, Expr> values = new LinkedHashMap<>();
        for (String variable : order) {
            List<Assignment> under = kept.get(variable);
            if (under != null) {
                Scope scope = scopes.computeIfAbsent(
                        print(under), key -> new Scope(" in world " + (scopes.size() + 1), under));
                values.forEach(scope::keep);
                Expr value = scope.value(variable);
                values.put(variable, value);
            }
        }
        values.forEach(outer::keep);
        Set<String> named = new LinkedHashSet<>(Terms.references(average.body()));
        named.removeIf(n -> !model.has(n));
        outer.reach(named);
        return new Unfolded(outer.world.term(average.body(), table), List.copyOf(holes), where, average.by(), table);
    }

    private static String print(List<Assignment> assignments) {
        StringBuilder text = new StringBuilder();
        assignments.forEach(a -> text.append(a.variable())
                .append(" = ")
                .append(TermPrinter.printQuestion(a.value()))
                .append(", "));
        return text.toString();
    }

    private String table(Term.Expectation average) {
        for (String variable : Terms.references(average.body())) {
            if (model.has(variable) && World.of(posterior, "").isRow(variable)) {
                return model.variable(variable).table();
            }
        }
        return Plate.ROWS;
    }

    /** A world and what has been decided in it. */
    private final class Scope {
        private final String id;
        private final World world;
        private final Set<String> set = new LinkedHashSet<>();
        private final Set<String> decided = new LinkedHashSet<>();

        Scope(String id, List<Assignment> settings) {
            this.id = id;
            this.world = World.of(posterior, name + id + " ");
            for (Assignment assignment : settings) {
                world.replace(assignment.variable(), world.setting(assignment.variable(), assignment.value()));
                set.add(assignment.variable());
                decided.add(assignment.variable());
            }
        }

        void keep(String variable, Expr value) {
            if (decided.add(variable)) {
                world.replace(variable, value);
            }
        }

        Expr value(String variable) {
            reach(Set.of(variable));
            return world.value(variable);
        }

        /** Draws what the interventions reach, as far as these variables need it. */
        void reach(Set<String> targets) {
            Set<String> needed = new LinkedHashSet<>();
            targets.forEach(target -> above(target, needed));
            Set<String> reached = new LinkedHashSet<>();
            decided.forEach(variable -> reached.addAll(dependencies.descendants(variable)));
            for (String variable : order) {
                if (needed.contains(variable) && reached.contains(variable) && !decided.contains(variable)) {
                    draw(model.variable(variable));
                }
            }
        }

        /** The variables that decide a variable, up to those that are decided already. */
        private void above(String variable, Set<String> needed) {
            if (!decided.contains(variable) && needed.add(variable)) {
                dependencies.parents(variable).forEach(parent -> above(parent, needed));
                model.variable(variable).joint().forEach(partner -> above(partner.name(), needed));
            }
        }

        private void draw(Variable variable) {
            if (variable.kind() == Variable.Kind.DETERMINISTIC) {
                return;
            }
            if (!world.isRow(variable.name())) {
                throw new BindingException("`" + variable.name() + "` (" + variable.place()
                        + ") has one value for many rows and depends on what the question sets; ask about a variable"
                        + " that it does not reach, or make `" + variable.name() + "` a row variable");
            }
            World.Drawn law = world.law(variable.name(), set);
            Parameter place =
                    Exprs.parameter("noise of " + variable.name() + " for " + name + id, world.rows(variable.table()));
            String noise = noises.add(variable.name()) ? variable.name() : variable.name() + id;
            holes.add(Hole.of(place, variable.name(), noise, law.family(), law.arguments()));
            decided.add(variable.name());
            world.replace(variable.name(), place);
        }
    }
}
