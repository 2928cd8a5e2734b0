package tributary.posterior;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tributary.dist.Distribution;
import tributary.dist.continuous.Normal;
import tributary.dist.vector.MvNormal;
import tributary.expr.Axis;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Layout;
import tributary.model.Plate;
import tributary.model.Variable;
import tributary.model.term.Term;

/**
 * A bound model in which some variables have other values than they had: what terms and laws become there.
 *
 * <p>Values are replaced from causes to effects, each before anything that reads it is asked for; what is not replaced
 * keeps its natural value. Expressions are those of the posterior's layout and columns, so that any rows will do.
 */
public final class World {
    private final Scene scene;
    private final Map<String, Value> replaced = new LinkedHashMap<>();
    private final Translator translator;

    private World(Posterior posterior, String name) {
        this.scene = posterior.scene();
        Map<String, Value> unknowns = new LinkedHashMap<>();
        scene.unknowns.forEach(unknown -> unknowns.put(
                unknown.name(),
                new Value(unknown.value(), unknown.value().size() > 1 || scene.model.isVector(unknown.name()))));
        this.translator = new Translator(scene.model, scene.frame, unknowns, replaced, name);
    }

    /**
     * A world in which nothing is replaced yet.
     *
     * @param name unlike those of other worlds of the posterior
     */
    public static World of(Posterior posterior, String name) {
        return new World(posterior, name);
    }

    /** What a variable, or an average by its printed form, means from now on. */
    public World replace(String name, Expr value) {
        replaced.put(name, Value.of(value));
        return this;
    }

    /** Whether a variable has been replaced. */
    public boolean replaces(String name) {
        return replaced.containsKey(name);
    }

    /** The value of a variable. */
    public Expr value(String variable) {
        return translator.value(variable, false).number();
    }

    /** A term of the rows of a table. */
    public Expr term(Term term, String table) {
        return translator.number(term, Translator.Context.rows(table));
    }

    /** A term of the rows of a table in natural values. */
    public Expr natural(Term term, String table) {
        return translator.number(term, Translator.Context.rows(table).natural(true));
    }

    /** What a variable is set to: a term in natural values, where the variable stands. */
    public Expr setting(String variable, Term term) {
        return translator.number(
                term, translator.context(scene.model.variable(variable)).natural(true));
    }

    /** The axis of the rows of a table. */
    public Axis rows(String table) {
        return scene.frame.axis(table);
    }

    /** Where each slice of a position lies. */
    public Layout layout() {
        return scene.layout;
    }

    /**
     * The law of an outcome or a latent of the rows, given its causes in this world.
     *
     * @param set the variables that are set, whose noise is not known from their values
     * @throws BindingException if a joint law cannot be taken apart
     */
    public Drawn law(String variable, Set<String> set) {
        Variable found = scene.model.variable(variable);
        int dimension = Math.max(1, found.joint().size());
        Law law = Law.of(Law.drawn(found), dimension, translator, translator.context(found));
        Distribution family = law.family();
        if (family == null) {
            throw new BindingException("`" + variable + "` (" + found.place() + ") has a flat distribution, from which"
                    + " nothing can be drawn; give it a proper one");
        }
        if (found.joint().isEmpty()) {
            return new Drawn(family, law.arguments());
        }
        if (!(family instanceof MvNormal)) {
            throw new BindingException("`" + variable + "` (" + found.place() + ") is drawn together with others from "
                    + family.name() + ", which cannot be taken apart; write mvnormal");
        }
        return part(found, law.arguments(), set);
    }

    /**
     * One variable of a joint normal law: given the others that are not set and were placed before it, whatever the noise
     * of those that are set.
     */
    private Drawn part(Variable variable, List<Expr> arguments, Set<String> set) {
        List<String> together = Scene.together(variable);
        int size = together.size();
        int own = together.indexOf(variable.name());
        Expr mean = arguments.get(own);
        Expr variance = covariance(arguments, size, own, own);
        Optional<Integer> given = Optional.empty();
        List<String> order = scene.model.dependencies().causalOrder();
        for (int other = 0; other < size; other++) {
            boolean later = order.indexOf(together.get(other)) > order.indexOf(variable.name());
            if (other != own && !set.contains(together.get(other)) && !later) {
                if (given.isPresent()) {
                    throw new BindingException("`" + variable.name() + "` (" + variable.place()
                            + ") is drawn together with more than one variable that is not set; set all but one, or"
                            + " write pairs");
                }
                given = Optional.of(other);
            }
        }
        if (given.isPresent()) {
            int other = given.get();
            Expr slope = covariance(arguments, size, own, other).over(covariance(arguments, size, other, other));
            mean = mean.plus(slope.times(value(together.get(other)).minus(arguments.get(other))));
            variance = variance.minus(slope.times(covariance(arguments, size, own, other)));
        }
        return new Drawn(new Normal(), List.of(mean, Exprs.sqrt(variance)));
    }

    /** An element of L L', from the triangle that follows the means. */
    private static Expr covariance(List<Expr> arguments, int size, int row, int column) {
        List<Expr> products = new ArrayList<>();
        for (int k = 0; k <= Math.min(row, column); k++) {
            products.add(triangle(arguments, size, row, k).times(triangle(arguments, size, column, k)));
        }
        return Exprs.add(products);
    }

    private static Expr triangle(List<Expr> arguments, int size, int row, int column) {
        return arguments.get(size + row * (row + 1) / 2 + column);
    }

    /** Whether a variable has one value for each row of a table. */
    public boolean isRow(String variable) {
        return scene.model.plates(variable).stream().anyMatch(p -> {
            Plate plate = scene.model.plates().get(p);
            return plate != null && plate.kind() == Plate.Kind.ROWS;
        });
    }

    /**
     * A family with its arguments.
     *
     * @param family the family
     * @param arguments in its order
     */
    public record Drawn(Distribution family, List<Expr> arguments) {
        /** Copies its list. */
        public Drawn {
            arguments = List.copyOf(arguments);
        }
    }
}
