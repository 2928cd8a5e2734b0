package tributary.model;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.model.sugar.Expansion;
import tributary.model.term.Assignment;
import tributary.model.term.ModelException;
import tributary.model.term.Place;
import tributary.model.term.Problem;
import tributary.model.term.Statement;
import tributary.model.term.StatementPrinter;
import tributary.model.term.Term;
import tributary.model.text.ModelText;

/**
 * A causal and probabilistic model: an immutable list of statements that make sense together.
 *
 * <p>Observing and intervening are statements too, so {@link #observe} and {@link #intervene} give back a longer list
 * and leave this one as it was; {@code parse(print(m)).equals(m)} always. Two models are equal when their statements
 * are. A model knows no data: {@code tributary.posterior} binds them.
 */
public final class Model implements Serializable {
    private static final long serialVersionUID = 1L;

    private final List<Statement> statements;
    private final List<Statement> core;
    private final Declarations declarations;
    private final Map<String, List<String>> plates = new LinkedHashMap<>();
    private final Map<String, Boolean> vectors = new LinkedHashMap<>();

    private Model(List<Statement> statements) {
        List<Problem> problems = new ArrayList<>();
        this.statements = List.copyOf(statements);
        this.core = Expansion.expand(this.statements, problems);
        this.declarations = new Declarations(core, problems);
        new ModelChecks(declarations, problems).run(plates, vectors);
        if (!problems.isEmpty()) {
            throw new ModelException(problems.stream().distinct().toList());
        }
    }

    /**
     * A model of these statements.
     *
     * @throws ModelException with everything in them that makes no sense
     */
    public static Model of(List<Statement> statements) {
        return new Model(statements);
    }

    /**
     * Reads a model file.
     *
     * @param file its name, for messages
     * @param text its content
     * @throws ModelException with every error, each with place, token and remedy
     */
    public static Model parse(String file, String text) {
        return new Model(ModelText.read(file, text));
    }

    /** Builds a model in Java. */
    public static ModelBuilder builder() {
        return new ModelBuilder();
    }

    /** The statements, as written. */
    public List<Statement> statements() {
        return statements;
    }

    /** The statements with {@code linear(...)} and {@code mlp(...)} replaced by what they stand for. */
    public List<Statement> core() {
        return core;
    }

    /** The text of a file that parses to this model. */
    public String print() {
        return StatementPrinter.print(statements);
    }

    /** All variables; those with a definition in the order of definition, which is the order of parameters. */
    public Collection<Variable> variables() {
        return Collections.unmodifiableCollection(declarations.variables.values());
    }

    /** Whether there is a variable of this name. */
    public boolean has(String name) {
        return declarations.variables.containsKey(name);
    }

    /**
     * The variable of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Variable variable(String name) {
        Variable variable = declarations.variables.get(name);
        if (variable == null) {
            throw new IllegalArgumentException("the model has no variable `" + name + "`; "
                    + Spelling.remedy(
                            name, declarations.variables.keySet(), "it has " + declarations.variables.keySet()));
        }
        return variable;
    }

    /** The plates by name, in order of declaration. */
    public Map<String, Plate> plates() {
        return Collections.unmodifiableMap(declarations.plates);
    }

    /**
     * What a variable has one value per: a table's rows, a group's levels, or nothing, then perhaps a vector plate;
     * deterministic variables included.
     */
    public List<String> plates(String variable) {
        return plates.getOrDefault(variable, List.of());
    }

    /** Whether a variable is a vector: it spans a vector plate, or equals a list. */
    public boolean isVector(String variable) {
        return vectors.getOrDefault(variable, false);
    }

    /** The pairs with an unmeasured common cause. */
    public List<Statement.Confounded> confounded() {
        return List.copyOf(declarations.confounded);
    }

    /** The variables assigned by design. */
    public Set<String> randomised() {
        return Collections.unmodifiableSet(declarations.randomised);
    }

    /** The variables stated to be observed; if none are, every row variable is taken to be. */
    public Set<String> observed() {
        return Collections.unmodifiableSet(declarations.observed);
    }

    /** Whether a variable's values are seen: a column that is not left out by an {@code observe} of others. */
    public boolean isObserved(Variable variable) {
        return variable.data()
                && (declarations.observed.isEmpty()
                        || declarations.observed.contains(variable.name())
                        || variable.kind() == Variable.Kind.EXOGENOUS);
    }

    /** The interventions: what each set variable is set to, in terms of natural values. */
    public Map<String, Term> interventions() {
        return Collections.unmodifiableMap(declarations.interventions);
    }

    /** The questions of the estimands blocks; where one names an earlier one, that is written out. */
    public List<Statement.Question> questions() {
        return Questions.writtenOut(declarations.questions, declarations.variables.keySet());
    }

    /** Who depends on whom. */
    public Dependencies dependencies() {
        return new Dependencies(this);
    }

    /** This model with these row variables seen. */
    public Model observe(String... names) {
        return with(new Statement.Observe(List.of(names), Place.NONE));
    }

    /**
     * This model after {@code do(variable = value)}: whatever the variable causes now follows the set value, while the
     * variable itself keeps its natural value beside it.
     */
    public Model intervene(String variable, Term value) {
        return with(new Statement.Do(List.of(new Assignment(variable, value)), Place.NONE));
    }

    /** This model after setting several variables to numbers together. */
    public Model intervene(Map<String, Double> values) {
        List<Assignment> assignments = values.entrySet().stream()
                .map(e -> new Assignment(e.getKey(), new Term.Literal(e.getValue(), Place.NONE)))
                .toList();
        return with(new Statement.Do(assignments, Place.NONE));
    }

    /** This model with one statement more. */
    public Model with(Statement statement) {
        List<Statement> longer = new ArrayList<>(statements);
        longer.add(statement);
        return new Model(longer);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Model that && statements.equals(that.statements);
    }

    @Override
    public int hashCode() {
        return statements.hashCode();
    }

    /** The model's text. */
    @Override
    public String toString() {
        return print();
    }

    private Object writeReplace() {
        return new SerialForm(print());
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a model travels as its text");
    }

    /** A model on its way to another machine: its text, which is short, flat and readable. */
    private record SerialForm(String text) implements Serializable {
        private Object readResolve() {
            return parse("model", text);
        }
    }
}
