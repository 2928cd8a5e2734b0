package tributary.posterior;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tributary.dist.Distribution;
import tributary.dist.continuous.Beta;
import tributary.dist.continuous.Exponential;
import tributary.dist.continuous.Gamma;
import tributary.dist.continuous.InverseGamma;
import tributary.dist.continuous.LogNormal;
import tributary.dist.continuous.Normal;
import tributary.dist.continuous.Uniform;
import tributary.dist.discrete.Bernoulli;
import tributary.dist.discrete.Binomial;
import tributary.dist.discrete.Categorical;
import tributary.dist.discrete.Poisson;
import tributary.dist.vector.Dirichlet;
import tributary.dist.vector.MvNormal;
import tributary.expr.Expr;
import tributary.expr.Gather;
import tributary.expr.Parameter;
import tributary.expr.Select;
import tributary.expr.Take;
import tributary.expr.Unary;
import tributary.math.UnaryFunction;
import tributary.model.Dependencies;
import tributary.model.DrawnFrom;
import tributary.posterior.conjugate.BetaBlock;
import tributary.posterior.conjugate.ClosedForm;
import tributary.posterior.conjugate.GammaBlock;
import tributary.posterior.conjugate.Gradients;
import tributary.posterior.conjugate.NormalBlock;

/**
 * Recognises the closed form of one part of a posterior from the structure of its laws.
 *
 * <p>Recognition is by family and by how arguments depend on the unknowns, nothing numerical; the numbers of the closed
 * form are then read off the gradient of the compiled density, so that no formula is stated twice. What is not plainly
 * one of the known pairs is not recognised.
 */
final class Conjugacy {
    private static final int MOST_COORDINATES = 500;

    private final Scene scene;
    private final Dependencies.Part part;
    private final List<Unknown> unknowns;
    private final List<UnknownMaker.Laws> priors = new ArrayList<>();
    private final List<Law> outcomes = new ArrayList<>();
    private final boolean plain;

    Conjugacy(Scene scene, Dependencies.Part part) {
        this.scene = scene;
        this.part = part;
        this.unknowns = scene.unknowns.stream()
                .filter(u -> part.unknowns().contains(u.name()))
                .toList();
        boolean families = true;
        for (Unknown unknown : unknowns) {
            families &= Law.drawn(scene.model.variable(unknown.name())).kind() != DrawnFrom.Kind.CONSTRUCT;
        }
        if (families) {
            unknowns.forEach(u -> priors.add(scene.laws(scene.model.variable(u.name()))));
            part.outcomes().forEach(name -> outcomes.add(scene.law(scene.model.variable(name))));
        }
        this.plain = families && priors.stream().noneMatch(UnknownMaker.Laws::increasing);
    }

    /** Whether the part has the structure of a closed form. */
    boolean recognises() {
        return plain && !unknowns.isEmpty() && (isNormal() || isBeta() || isGamma() || isDirichlet());
    }

    /** The closed form, if there is one and its numbers are proper. */
    Optional<ClosedForm> find(Gradients gradients) {
        if (!plain || unknowns.isEmpty()) {
            return Optional.empty();
        }
        if (isNormal()) {
            return normal(gradients);
        }
        if (isBeta()) {
            return BetaBlock.of(gradients, coordinates(unknowns), new double[coordinates(unknowns).length]);
        }
        if (isGamma()) {
            return GammaBlock.of(gradients, coordinates(unknowns));
        }
        return isDirichlet() ? dirichlet(gradients) : Optional.empty();
    }

    // ---- normal means, with known scales or one unknown one

    private boolean isNormal() {
        Optional<Unknown> scale = scale();
        List<Unknown> means = means();
        if (scale.isPresent() && coordinates(List.of(scale.get())).length != 1) {
            return false;
        }
        if (coordinates(means).length > MOST_COORDINATES) {
            return false;
        }
        Set<String> names = new HashSet<>();
        means.forEach(u -> u.parameters().forEach(p -> names.add(p.name())));
        Linearity linearity = new Linearity(names);
        boolean good = means.stream().flatMap(u -> u.value().stream()).allMatch(linearity::isAffine);
        for (Unknown mean : means) {
            for (Law law : prior(mean).laws()) {
                good &= law.family() == null ? isUnbounded(law) : isNormal(law, linearity, scale);
            }
        }
        return good
                && outcomes.stream()
                        .allMatch(law -> isNormal(law, linearity, scale)
                                || (law.family() instanceof LogNormal && isScaled(law, linearity, scale)));
    }

    private Optional<Unknown> scale() {
        List<Unknown> found = unknowns.stream().filter(u -> power(u) != 0).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** The power of an unknown that makes a standard deviation conjugate: 1/2 for variances, -1/2 for precisions. */
    private double power(Unknown unknown) {
        Law law = prior(unknown).laws().get(0);
        boolean known = law.arguments().stream().allMatch(Graphs::isData);
        if (!known || prior(unknown).laws().size() != 1) {
            return 0;
        }
        return law.family() instanceof InverseGamma
                ? 0.5
                : law.family() instanceof Gamma || law.family() instanceof Exponential ? -0.5 : 0;
    }

    private List<Unknown> means() {
        Optional<Unknown> scale = scale();
        return unknowns.stream()
                .filter(u -> scale.isEmpty() || !u.name().equals(scale.get().name()))
                .toList();
    }

    private boolean isNormal(Law law, Linearity linearity, Optional<Unknown> scale) {
        if (law.family() instanceof MvNormal && scale.isEmpty()) {
            return law.arguments().stream().allMatch(linearity::isAffine)
                    && law.arguments().subList(dimension(law), law.arguments().size()).stream()
                            .allMatch(Graphs::isData);
        }
        return law.family() instanceof Normal && isScaled(law, linearity, scale);
    }

    /** The number of means among the means and the triangle of a multivariate normal. */
    private static int dimension(Law law) {
        int dimension = 1;
        while (dimension + dimension * (dimension + 1) / 2 < law.arguments().size()) {
            dimension++;
        }
        return dimension;
    }

    private boolean isScaled(Law law, Linearity linearity, Optional<Unknown> scale) {
        Expr sd = law.arguments().get(1);
        boolean scaled = scale.isEmpty()
                ? Graphs.isData(sd)
                : Monomial.power(sd, scale.get().value().get(0)) == power(scale.get());
        return scaled && linearity.isAffine(law.arguments().get(0));
    }

    private static boolean isUnbounded(Law law) {
        return Graphs.isInfinite(law.support().lower())
                && Graphs.isInfinite(law.support().upper());
    }

    private Optional<ClosedForm> normal(Gradients gradients) {
        Optional<Unknown> scale = scale();
        int[] means = coordinates(means());
        return scale.isEmpty()
                ? NormalBlock.known(gradients, means)
                : NormalBlock.scaled(gradients, means, coordinates(List.of(scale.get()))[0], power(scale.get()) > 0);
    }

    // ---- rates of yes or no, rates of events, shares

    private boolean isBeta() {
        boolean good = priors.stream().flatMap(laws -> laws.laws().stream()).allMatch(Conjugacy::isBeta);
        for (Law law : outcomes) {
            boolean one = law.family() instanceof Bernoulli;
            boolean many = law.family() instanceof Binomial
                    && Graphs.isData(law.arguments().get(0));
            good &= (one || many) && isChosen(law.arguments().get(many ? 1 : 0));
        }
        return good;
    }

    private static boolean isBeta(Law law) {
        boolean known = law.arguments().stream().allMatch(Graphs::isData);
        boolean flat = law.family() instanceof Uniform
                && Graphs.constant(law.arguments().get(0)) == 0
                && Graphs.constant(law.arguments().get(1)) == 1;
        return known && (flat || law.family() instanceof Beta);
    }

    private boolean isGamma() {
        boolean good = true;
        for (UnknownMaker.Laws laws : priors) {
            for (Law law : laws.laws()) {
                good &= law.arguments().stream().allMatch(Graphs::isData)
                        && (law.family() instanceof Gamma || law.family() instanceof Exponential);
            }
        }
        for (Law law : outcomes) {
            Distribution family = law.family();
            boolean single = family instanceof Poisson || family instanceof Exponential;
            boolean shaped =
                    family instanceof Gamma && Graphs.isData(law.arguments().get(0));
            good &= (single || shaped) && isMultiple(law.arguments().get(shaped ? 1 : 0));
        }
        return good;
    }

    /** One of the unknowns, chosen by data: so that each row speaks of one coordinate only. */
    private boolean isChosen(Expr expr) {
        if (expr instanceof Select select) {
            return Graphs.isData(select.condition()) && isChosen(select.chosen()) && isChosen(select.otherwise());
        }
        Expr source = source(expr);
        return unknowns.stream()
                .flatMap(u -> u.value().stream())
                .anyMatch(v -> source(v).equals(source));
    }

    /** One of the unknowns, chosen by data, times data. */
    private boolean isMultiple(Expr expr) {
        if (expr instanceof tributary.expr.Binary binary) {
            return switch (binary.function()) {
                case MULTIPLY ->
                    (Graphs.isData(binary.left()) && isMultiple(binary.right()))
                            || (Graphs.isData(binary.right()) && isMultiple(binary.left()));
                case DIVIDE -> Graphs.isData(binary.right()) && isMultiple(binary.left());
                default -> false;
            };
        }
        if (expr instanceof Select select) {
            return Graphs.isData(select.condition()) && isMultiple(select.chosen()) && isMultiple(select.otherwise());
        }
        return isChosen(expr);
    }

    private static Expr source(Expr expr) {
        Expr at = expr;
        while (true) {
            if (at instanceof Gather gather) {
                at = gather.source();
            } else if (at instanceof Take take) {
                at = take.source();
            } else {
                return at;
            }
        }
    }

    private boolean isDirichlet() {
        if (unknowns.size() != 1 || priors.get(0).laws().size() != 1) {
            return false;
        }
        Law prior = priors.get(0).laws().get(0);
        List<Expr> shares = unknowns.get(0).value();
        boolean good = prior.family() instanceof Dirichlet
                && prior.arguments().stream().allMatch(Graphs::isData)
                && shares.size() <= MOST_COORDINATES;
        for (Law law : outcomes) {
            good &= law.family() instanceof Categorical && law.arguments().size() == shares.size();
            for (int k = 0; good && k < shares.size(); k++) {
                good = source(law.arguments().get(k)).equals(shares.get(k));
            }
        }
        return good;
    }

    /** Stick-breaking turns a Dirichlet into independent betas of its coordinates, each shifted by log(parts left). */
    private Optional<ClosedForm> dirichlet(Gradients gradients) {
        int parts = unknowns.get(0).value().size();
        int[] all = coordinates(unknowns);
        int repeats = all.length / (parts - 1);
        double[] centres = new double[all.length];
        for (int i = 0; i < all.length; i++) {
            int k = unknowns.get(0).parameters().size() == 1 ? i : i / repeats;
            centres[i] = StrictMath.log(parts - 1.0 - k);
        }
        return BetaBlock.of(gradients, all, centres);
    }

    private UnknownMaker.Laws prior(Unknown unknown) {
        return priors.get(unknowns.indexOf(unknown));
    }

    private int[] coordinates(List<Unknown> of) {
        Set<Integer> all = new LinkedHashSet<>();
        for (Unknown unknown : of) {
            for (int p = 0; p < unknown.parameters().size(); p++) {
                Parameter parameter = unknown.parameters().get(p);
                int offset = scene.layout.offset(parameter.name());
                for (int i = 0; i < unknown.sizes().get(p); i++) {
                    all.add(offset + i);
                }
            }
        }
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    /** What the part is, in words. */
    String describe() {
        String names = String.join(", ", part.unknowns());
        if (isNormal()) {
            return (scale().isPresent() ? "normal with inverse-gamma variance: " : "normal with known scales: ")
                    + names;
        }
        return (isBeta() ? "beta rates: " : isGamma() ? "gamma rates: " : "Dirichlet shares: ") + names;
    }

    /** Powers of one positive unknown. */
    private static final class Monomial {
        private Monomial() {}

        /** The power of v in an expression that is data times a power of v; NaN for all others. */
        static double power(Expr expr, Expr v) {
            if (Graphs.isData(expr)) {
                return 0;
            }
            if (expr.equals(v)) {
                return 1;
            }
            if (expr instanceof Unary unary) {
                double inner = power(unary.argument(), v);
                return switch (unary.function()) {
                    case SQRT -> inner / 2;
                    case SQUARE -> 2 * inner;
                    case RECIPROCAL -> -inner;
                    case EXP -> isReciprocal(unary, v) ? -1 : Double.NaN;
                    default -> Double.NaN;
                };
            }
            if (expr instanceof tributary.expr.Binary binary) {
                double left = power(binary.left(), v);
                double right = power(binary.right(), v);
                return switch (binary.function()) {
                    case MULTIPLY -> left + right;
                    case DIVIDE -> left - right;
                    case POWER -> left * Graphs.constant(binary.right());
                    default -> Double.NaN;
                };
            }
            return Double.NaN;
        }

        /** exp(-u) where v = exp(u), which is how 1 / v is simplified. */
        private static boolean isReciprocal(Unary exp, Expr v) {
            return v instanceof Unary base
                    && base.function() == UnaryFunction.EXP
                    && exp.argument().equals(base.argument().negated());
        }
    }

    @Override
    public String toString() {
        return describe() + " " + Arrays.toString(coordinates(unknowns));
    }
}
