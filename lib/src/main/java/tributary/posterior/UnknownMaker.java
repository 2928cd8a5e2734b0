package tributary.posterior;

import java.util.ArrayList;
import java.util.List;
import tributary.dist.Bijector;
import tributary.dist.Construct;
import tributary.dist.Distribution;
import tributary.dist.Shape;
import tributary.dist.continuous.Normal;
import tributary.dist.vector.MvNormal;
import tributary.expr.Axis;
import tributary.expr.Densities;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Parameter;
import tributary.model.DrawnFrom;
import tributary.model.Model;
import tributary.model.Variable;
import tributary.model.term.Term;
import tributary.model.term.TermPrinter;
import tributary.model.term.Terms;
import tributary.posterior.Translator.Context;

/** Gives every unknown its slices of the position, its transform and its prior. */
final class UnknownMaker {
    private final Model model;
    private final Frame frame;
    private final Translator translator;
    private final DefaultPriors defaults;
    private final Centring centring;

    UnknownMaker(Model model, Frame frame, Translator translator, Centring centring) {
        this.model = model;
        this.frame = frame;
        this.translator = translator;
        this.defaults = new DefaultPriors(model, frame, translator);
        this.centring = centring;
    }

    /** The unknown, or all that are drawn together with it: then the first holds the coordinates and the prior. */
    List<Unknown> make(Variable variable) {
        try {
            return variable.joint().isEmpty() ? List.of(new Making(variable).run()) : new Making(variable).tuple();
        } catch (BindingException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new BindingException("`" + variable.name() + "` (" + variable.place() + "): " + e.getMessage(), e);
        }
    }

    /**
     * The laws of an unknown for drawing from its prior: one, or one for each element of its vector plate.
     *
     * @param laws of the elements, or of the whole
     * @param dimension the elements of a vector drawn as a whole; 1 otherwise
     * @param repeats how many values each law gives: levels, rows, or elements that share one law
     * @param increasing whether the vector is sorted
     */
    record Laws(List<Law> laws, int dimension, int repeats, boolean increasing) {}

    /** The laws of an unknown with a family. */
    Laws laws(Variable variable) {
        return new Making(variable).laws();
    }

    private final class Making {
        private final Variable variable;
        private final DrawnFrom drawn;
        private final Axis axis;
        private final List<String> elements;
        private final Context context;
        private final List<Parameter> parameters = new ArrayList<>();
        private final List<Integer> sizes = new ArrayList<>();
        private final List<Expr> priors = new ArrayList<>();
        private final List<Expr> jacobians = new ArrayList<>();
        private final List<Expr> value = new ArrayList<>();
        private Parametrisation parametrisation = Parametrisation.CENTRED;
        private String transform = "none";
        private String prior;

        Making(Variable variable) {
            this.variable = variable;
            this.drawn = Law.drawn(variable);
            this.axis = translator.axis(variable);
            this.context = translator.context(variable);
            String vector = context.vector();
            this.elements = vector == null ? List.of() : translator.labels(vector);
            this.prior = variable.distribution() == null ? "" : TermPrinter.print(variable.distribution());
        }

        /** Unknowns drawn together, {@code (a, b) ~ mvnormal(...)}: elements of one vector, each with its own name. */
        List<Unknown> tuple() {
            List<Variable> members = variable.joint().stream()
                    .map(target -> model.variable(target.name()))
                    .toList();
            for (Variable member : members) {
                boolean alike = member.unknown() && member.plates().equals(variable.plates()) && elements.isEmpty();
                if (!alike) {
                    throw new BindingException(
                            "`" + member.name() + "` (" + member.place() + "): what is drawn together"
                                    + " is all unknown or all data, with one value each, or one per level of the same group");
                }
            }
            Unknown whole = run();
            List<Unknown> each = new ArrayList<>();
            for (int k = 0; k < members.size(); k++) {
                String name = members.get(k).name();
                boolean first = k == 0;
                each.add(new Unknown(
                        name,
                        first ? whole.parameters() : List.of(),
                        first ? whole.sizes() : List.of(),
                        List.of(whole.value().get(k)),
                        names(name, axis, "", frame),
                        first ? whole.logPrior() : Exprs.constant(0),
                        first ? whole.logJacobian() : Exprs.constant(0),
                        whole.transform(),
                        whole.prior(),
                        whole.origin(),
                        whole.parametrisation()));
            }
            return each;
        }

        /** The elements of a vector: of its plate, or the members of a tuple. */
        private int width() {
            return variable.joint().isEmpty()
                    ? elements.size()
                    : variable.joint().size();
        }

        Unknown run() {
            Distribution family = drawn.family();
            if (drawn.kind() == DrawnFrom.Kind.CONSTRUCT) {
                construct(Law.construct(variable));
            } else if (family != null && family.shape() != Shape.SCALAR) {
                whole(family);
            } else if (drawn.increasing()) {
                increasing();
            } else {
                numbers();
            }
            boolean automatic = switch (drawn.kind()) {
                case AUTO_INTERCEPT, AUTO_COEFFICIENT, AUTO_SCALE -> true;
                case FAMILY, CONSTRUCT, FLAT -> false;
            };
            Unknown.Origin origin = automatic
                    ? Unknown.Origin.DEFAULT
                    : drawn.kind() == DrawnFrom.Kind.FLAT ? Unknown.Origin.FLAT : Unknown.Origin.STATED;
            return new Unknown(
                    variable.name(),
                    parameters,
                    sizes,
                    value,
                    labels(),
                    Exprs.add(priors),
                    Exprs.add(jacobians),
                    transform,
                    prior,
                    origin,
                    parametrisation);
        }

        Laws laws() {
            Distribution family = drawn.family();
            int count = axis.isRows() ? frame.data().rows(axis.name()) : axis.size();
            boolean whole = drawn.increasing() || (family != null && family.shape() != Shape.SCALAR);
            if (whole || elements.isEmpty()) {
                return new Laws(List.of(law(0)), Math.max(1, width()), count, drawn.increasing());
            }
            if (axis.isScalar() && !varies()) {
                return new Laws(List.of(law(0)), 1, elements.size(), false);
            }
            List<Law> laws = new ArrayList<>();
            for (int k = 0; k < elements.size(); k++) {
                laws.add(law(k));
            }
            return new Laws(laws, 1, count, false);
        }

        private Law law(int element) {
            return switch (drawn.kind()) {
                case AUTO_INTERCEPT, AUTO_COEFFICIENT, AUTO_SCALE -> defaults.law(drawn, variable, element);
                case FAMILY, CONSTRUCT, FLAT -> Law.of(drawn, width(), translator, context.at(element));
            };
        }

        /** Numbers each drawn by itself: one, or one per level, or one per element, or both. */
        private void numbers() {
            if (elements.isEmpty()) {
                value.add(number(parameter(variable.name(), axis), law(0)));
            } else if (axis.isScalar() && !varies()) {
                Axis vector = Axis.levels(variable.name() + " elements", elements.size());
                Expr whole = number(parameter(variable.name(), vector), law(0));
                for (int k = 0; k < elements.size(); k++) {
                    value.add(Exprs.element(whole, k));
                }
            } else {
                List<String> texts = new ArrayList<>();
                for (int k = 0; k < elements.size(); k++) {
                    value.add(number(parameter(variable.name() + "[" + elements.get(k) + "]", axis), law(k)));
                    texts.add(prior);
                }
                prior = texts.stream().distinct().count() == 1 ? prior : String.join("; ", texts);
            }
        }

        private Expr number(Expr u, Law law) {
            describe(law);
            if (law.family() instanceof Normal && nonCentred()) {
                parametrisation = Parametrisation.NON_CENTRED;
                priors.add(Exprs.sum(Densities.normal(u, Exprs.constant(0), Exprs.constant(1))));
                return law.arguments().get(0).plus(law.arguments().get(1).times(u));
            }
            Bijector bijector = Bijector.onto(law.support(), 1);
            List<Expr> numbers = bijector.forward(List.of(u));
            prior(law.logDensity(numbers), bijector.logAbsDetJacobian(List.of(u)), u.axis());
            transform = transformOf(law);
            return numbers.get(0);
        }

        /** Vectors and triangles drawn as wholes. */
        private void whole(Distribution family) {
            int dimension = width();
            Law law = Law.of(drawn, dimension, translator, context);
            if (law.family() instanceof MvNormal && nonCentred()) {
                parametrisation = Parametrisation.NON_CENTRED;
                List<Expr> raw = free(dimension);
                for (int i = 0; i < dimension; i++) {
                    Expr sum = law.arguments().get(i);
                    for (int j = 0; j <= i; j++) {
                        sum = sum.plus(law.arguments()
                                .get(dimension + Shape.TRIANGLE.size(i) + j)
                                .times(raw.get(j)));
                    }
                    value.add(sum);
                }
                for (Expr u : raw) {
                    priors.add(Exprs.sum(Densities.normal(u, Exprs.constant(0), Exprs.constant(1))));
                }
                return;
            }
            Bijector bijector = Bijector.onto(law.support(), dimension);
            boolean plain = family.support(law.arguments()).kind() == tributary.dist.Support.Kind.REAL;
            List<Expr> u = free(plain ? dimension : bijector.unconstrainedSize());
            value.addAll(plain ? u : bijector.forward(u));
            Expr density = law.logDensity(value);
            if (plain) {
                priors.add(total(density, axis));
            } else {
                prior(density, bijector.logAbsDetJacobian(u), axis);
            }
            transform = plain ? "none" : law.support().kind().name().toLowerCase(java.util.Locale.ROOT);
        }

        private void increasing() {
            Law law = law(0);
            Bijector bijector = Bijector.onto(tributary.dist.Support.ordered(), elements.size());
            List<Expr> u = free(elements.size());
            value.addAll(bijector.forward(u));
            List<Expr> densities = new ArrayList<>();
            value.forEach(v -> densities.add(law.logDensity(List.of(v))));
            densities.add(Exprs.logGamma(Exprs.constant(elements.size() + 1.0)));
            prior(Exprs.add(densities), bijector.logAbsDetJacobian(u), axis);
            transform = "ordered";
        }

        private void construct(Construct construct) {
            int size = Math.max(1, elements.size());
            Axis each = elements.isEmpty() ? axis : Axis.levels(variable.name() + " elements", size);
            List<Expr> arguments = drawn.arguments().stream()
                    .map(a -> translator.number(a, context))
                    .toList();
            List<Expr> parts = new ArrayList<>();
            for (Construct.Part part : construct.parts(arguments)) {
                Axis own = part.perElement() ? each : Axis.SCALAR;
                Expr u = parameter(variable.name() + "_" + part.name(), own);
                Bijector bijector = Bijector.onto(part.prior().support(part.arguments()), 1);
                List<Expr> number = bijector.forward(List.of(u));
                prior(part.prior().logDensity(number, part.arguments()), bijector.logAbsDetJacobian(List.of(u)), own);
                parts.add(number.get(0));
            }
            Expr whole = construct.value(parts, arguments);
            for (int k = 0; k < elements.size(); k++) {
                value.add(Exprs.element(whole, k));
            }
            if (elements.isEmpty()) {
                value.add(whole);
            }
            parametrisation = Parametrisation.NON_CENTRED;
        }

        private void prior(Expr density, Expr jacobian, Axis on) {
            priors.add(total(density.plus(jacobian), on));
            jacobians.add(total(jacobian, on));
        }

        private List<Expr> free(int count) {
            List<Expr> u = new ArrayList<>();
            if (!variable.joint().isEmpty()) {
                for (int k = 0; k < count; k++) {
                    u.add(parameter(variable.joint().get(k).name(), axis));
                }
            } else if (axis.isScalar()) {
                Expr vector = parameter(variable.name(), Axis.levels(variable.name() + " free", count));
                for (int k = 0; k < count; k++) {
                    u.add(Exprs.element(vector, k));
                }
            } else {
                for (int k = 0; k < count; k++) {
                    u.add(parameter(variable.name() + "[" + elements.get(k) + "]", axis));
                }
            }
            return u;
        }

        private Expr parameter(String name, Axis on) {
            Parameter parameter = Exprs.parameter(name, on);
            parameters.add(parameter);
            sizes.add(on.isRows() ? frame.data().rows(on.name()) : on.size());
            return parameter;
        }

        private boolean nonCentred() {
            boolean hierarchical = axis.kind() == Axis.Kind.LEVELS
                    && !model.dependencies().unknowns(variable.name()).isEmpty();
            return centring.nonCentred(variable, axis.name(), hierarchical);
        }

        /** The sum over an axis of something that may not depend on its element. */
        private Expr total(Expr density, Axis on) {
            if (on.isScalar() || !density.axis().isScalar()) {
                return Exprs.sum(density);
            }
            return Exprs.sum(density.plus(Exprs.fill(on, 0)));
        }

        private boolean varies() {
            if (drawn.kind() == DrawnFrom.Kind.AUTO_COEFFICIENT || drawn.kind() == DrawnFrom.Kind.AUTO_SCALE) {
                return true;
            }
            boolean[] found = {false};
            if (variable.distribution() != null) {
                Terms.walk(
                        variable.distribution(),
                        t -> found[0] |= t instanceof Term.Name n && n.name().equals(context.vector()));
            }
            return found[0];
        }

        private void describe(Law law) {
            Distribution family = law.family();
            if (drawn.kind() != DrawnFrom.Kind.FAMILY && family != null) {
                prior = family.name()
                        + law.arguments().stream()
                                .map(a -> String.format(java.util.Locale.ROOT, "%.4g", Graphs.constant(a)))
                                .toList();
            }
        }

        private static String transformOf(Law law) {
            boolean below = !Graphs.isInfinite(law.support().lower());
            boolean above = !Graphs.isInfinite(law.support().upper());
            return below && above ? "interval" : below || above ? "exp" : "none";
        }

        private List<String> labels() {
            List<String> labels = new ArrayList<>();
            for (int part = 0; part < value.size(); part++) {
                String element = !variable.joint().isEmpty()
                        ? Integer.toString(part + 1)
                        : elements.isEmpty() ? "" : element(part);
                labels.addAll(names(variable.name(), axis, element, frame));
            }
            return labels;
        }

        private String element(int part) {
            if (value.size() == elements.size()) {
                return elements.get(part);
            }
            int row = 0;
            while (Shape.TRIANGLE.size(row + 1) <= part) {
                row++;
            }
            return elements.get(row) + "," + elements.get(part - Shape.TRIANGLE.size(row));
        }
    }

    /** Names of the numbers of one part: {@code v}, {@code v[level]}, {@code v[element]}, {@code v[level,element]}. */
    static List<String> names(String name, Axis axis, String element, Frame frame) {
        List<String> levels = switch (axis.kind()) {
            case SCALAR -> List.of("");
            case LEVELS -> frame.levels(axis.name()).names();
            case ROWS ->
                java.util.stream.IntStream.rangeClosed(1, frame.data().rows(axis.name()))
                        .mapToObj(Integer::toString)
                        .toList();
        };
        return levels.stream()
                .map(level -> level.isEmpty() || element.isEmpty() ? level + element : level + "," + element)
                .map(index -> index.isEmpty() ? name : name + "[" + index + "]")
                .toList();
    }
}
