package tributary.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tributary.model.term.Place;
import tributary.model.term.Statement;
import tributary.model.term.Target;
import tributary.model.term.Term;
import tributary.model.text.ModelText;

/** Builds in Java the same statements that a model file holds, one call for each line. */
public final class ModelBuilder {
    private final List<Statement> statements = new ArrayList<>();

    ModelBuilder() {}

    /** {@code row a, b}. */
    public ModelBuilder row(String... names) {
        return add(new Statement.Rows(List.of(names), Place.NONE));
    }

    /** {@code latent z}. */
    public ModelBuilder latent(String... names) {
        return add(new Statement.Latents(List.of(names), Place.NONE));
    }

    /** {@code group g}. */
    public ModelBuilder group(String... names) {
        return add(new Statement.Groups(List.of(names), null, Place.NONE));
    }

    /** {@code group h in g}. */
    public ModelBuilder nested(String group, String within) {
        return add(new Statement.Groups(List.of(group), within, Place.NONE));
    }

    /** {@code column z[g]}. */
    public ModelBuilder column(String name, String group) {
        return add(new Statement.GroupColumns(List.of(Target.of(name, group)), Place.NONE));
    }

    /** {@code columns k = [a, b]}. */
    public ModelBuilder columns(String plate, Term... columns) {
        return add(new Statement.ColumnPlate(plate, new Term.Vector(List.of(columns), Place.NONE), Place.NONE));
    }

    /** {@code columns k = 3}. */
    public ModelBuilder columns(String plate, int size) {
        return add(new Statement.ColumnPlate(plate, new Term.Literal(size, Place.NONE), Place.NONE));
    }

    /** {@code series g ordered by t}. */
    public ModelBuilder series(String group, String order) {
        return add(new Statement.Series(group, order, Place.NONE));
    }

    /** {@code rows table { ... }}. */
    public ModelBuilder rows(String table, Consumer<ModelBuilder> body) {
        ModelBuilder inner = new ModelBuilder();
        body.accept(inner);
        return add(new Statement.Block(table, inner.statements, Place.NONE));
    }

    /** {@code name ~ distribution}. */
    public ModelBuilder sample(String name, Term.Call distribution) {
        return sample(Target.of(name), distribution);
    }

    /** {@code name[plates] ~ distribution}. */
    public ModelBuilder sample(Target target, Term.Call distribution) {
        return add(new Statement.Sample(List.of(target), false, distribution, Place.NONE));
    }

    /** {@code (a, b) ~ distribution}. */
    public ModelBuilder joint(List<Target> targets, Term.Call distribution) {
        return add(new Statement.Sample(targets, true, distribution, Place.NONE));
    }

    /** {@code name = value}. */
    public ModelBuilder equation(String name, Term value) {
        return add(new Statement.Equation(Target.of(name), value, Place.NONE));
    }

    /** {@code name[plates] = value}. */
    public ModelBuilder equation(Target target, Term value) {
        return add(new Statement.Equation(target, value, Place.NONE));
    }

    /** {@code prior(name) = distribution}. */
    public ModelBuilder prior(String name, Term.Call distribution) {
        return add(new Statement.Prior(Target.of(name), distribution, Place.NONE));
    }

    /** {@code a <-> b}. */
    public ModelBuilder confounded(String a, String b) {
        return add(new Statement.Confounded(a, b, Place.NONE));
    }

    /** {@code randomised a}. */
    public ModelBuilder randomised(String... names) {
        return add(new Statement.Randomised(List.of(names), Place.NONE));
    }

    /** {@code estimands { name = "question" }}. */
    public ModelBuilder estimand(String name, String question) {
        Statement.Question asked = new Statement.Question(name, ModelText.question(question), Place.NONE);
        return add(new Statement.Estimands(List.of(asked), Place.NONE));
    }

    /** Any statement. */
    public ModelBuilder add(Statement statement) {
        statements.add(statement);
        return this;
    }

    /** The model. */
    public Model build() {
        return Model.of(statements);
    }
}
