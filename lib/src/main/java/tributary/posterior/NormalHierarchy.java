package tributary.posterior;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tributary.dist.Distribution;
import tributary.dist.continuous.Exponential;
import tributary.dist.continuous.HalfCauchy;
import tributary.dist.continuous.HalfNormal;
import tributary.dist.continuous.Normal;
import tributary.expr.Axis;
import tributary.expr.Expr;
import tributary.expr.Index;
import tributary.model.Dependencies;
import tributary.model.DrawnFrom;
import tributary.model.Variable;

/**
 * A part of a posterior that is a two-level normal regression: {@code y ~ normal(offset + sum_j x_j b_j[g], sigma)}, of
 * whose coefficients some vary between the groups, {@code b_j[g] ~ normal(m_j + sum_k c_k z_k[g], t_j)}. Then the groups
 * integrate out exactly.
 *
 * <p>Recognised by families and by how arguments depend on unknowns, as in {@link ExactPosterior}; the regressors are
 * read off the model's own expressions. Effects may be written about their mean ({@code u[g] ~ normal(m, t)}) or about
 * zero beside it ({@code u[g] ~ normal(0, t)}, {@code y ~ normal(m + u[g], s)}). Known: normal and flat priors of means
 * and slopes with numbers of their own; half-normal, half-Cauchy and exponential priors of standard deviations. All else
 * is not recognised: other outcomes or priors, a second group, a standard deviation of two effects, effects drawn
 * together, an interaction of unknowns.
 */
public final class NormalHierarchy {
    private final Index index;
    private final Expr response;
    private final List<Coefficient> coefficients;
    private final @Nullable Scale residual;
    private final @Nullable Expr known;

    private NormalHierarchy(
            Index index,
            Expr response,
            List<Coefficient> coefficients,
            @Nullable Scale residual,
            @Nullable Expr known) {
        this.index = index;
        this.response = response;
        this.coefficients = List.copyOf(coefficients);
        this.residual = residual;
        this.known = known;
    }

    /** Families of priors of standard deviations. */
    public enum Spread {
        /** Half-normal; its scale is sigma. */
        HALF_NORMAL,
        /** Half-Cauchy; its scale is that of the Cauchy. */
        HALF_CAUCHY,
        /** Exponential; its scale is its mean. */
        EXPONENTIAL
    }

    /**
     * A standard deviation.
     *
     * @param unknown whose coordinate is its logarithm
     * @param family of its prior
     * @param scale of its prior
     */
    public record Scale(Unknown unknown, Spread family, double scale) {}

    /**
     * A mean or slope.
     *
     * @param unknown whose coordinate it is
     * @param mean of its normal prior
     * @param sd of that prior; infinite for a flat one
     */
    public record Location(Unknown unknown, double mean, double sd) {}

    /**
     * A predictor of groups.
     *
     * @param location of its slope
     * @param values one per group, or one for all, of data
     */
    public record Slope(Location location, Expr values) {}

    /**
     * How a coefficient varies.
     *
     * @param effects one per group, in the order of the levels
     * @param spread their standard deviation
     * @param whole whether the effects are the coefficients, or what these have beyond their overall value
     * @param slopes what explains them
     */
    public record Varying(Unknown effects, Scale spread, boolean whole, List<Slope> slopes) {}

    /**
     * A coefficient.
     *
     * @param overall its value, or the groups' mean of it
     * @param regressor of rows or one number, of data
     * @param varying how it varies; null if it does not
     */
    public record Coefficient(
            Location overall, Expr regressor, @Nullable Varying varying) {}

    /** From rows to groups. */
    public Index index() {
        return index;
    }

    /** The outcome less what no unknown enters, of rows and data. */
    public Expr response() {
        return response;
    }

    /** The coefficients: a constant one first, where there is one. */
    public List<Coefficient> coefficients() {
        return coefficients;
    }

    /** The unknown residual standard deviation; empty where it is known. */
    public Optional<Scale> residual() {
        return Optional.ofNullable(residual);
    }

    /** The known residual standard deviation, of rows or one number; empty where it is unknown. */
    public Optional<Expr> knownResidual() {
        return Optional.ofNullable(known);
    }

    /** The structure of a part with these unknowns; empty where it is another. */
    public static Optional<NormalHierarchy> of(Posterior posterior, Collection<String> names) {
        if (!posterior.model().interventions().isEmpty()) {
            return Optional.empty();
        }
        return posterior.model().dependencies().parts().stream()
                .filter(part -> Set.copyOf(part.unknowns()).equals(Set.copyOf(names)))
                .findFirst()
                .flatMap(part -> new Search(posterior.scene(), part).run());
    }

    /** The search for one. */
    private static final class Search {
        private final Scene scene;
        private final Dependencies.Part part;
        private final List<Unknown> locations = new ArrayList<>();
        private final List<Law> locationLaws = new ArrayList<>();
        private final List<Scale> scales = new ArrayList<>();
        private final Set<String> roles = new HashSet<>();
        private final List<Expr> values = new ArrayList<>();

        Search(Scene scene, Dependencies.Part part) {
            this.scene = scene;
            this.part = part;
        }

        Optional<NormalHierarchy> run() {
            if (part.outcomes().size() != 1 || !sorted()) {
                return Optional.empty();
            }
            Variable outcome = scene.model.variable(part.outcomes().get(0));
            if (!outcome.joint().isEmpty() || Law.drawn(outcome).kind() == DrawnFrom.Kind.CONSTRUCT) {
                return Optional.empty();
            }
            Law law = scene.law(outcome);
            Expr y = scene.translator.value(outcome.name(), true).number();
            if (!(law.family() instanceof Normal) || !y.axis().isRows()) {
                return Optional.empty();
            }
            Slopes slopes = new Slopes(values);
            Optional<Slopes.Line> mean = slopes.of(law.arguments().get(0));
            Optional<Index> index = slopes.index();
            if (mean.isEmpty() || index.isEmpty() || !index.get().from().equals(y.axis())) {
                return Optional.empty();
            }
            Expr sd = law.arguments().get(1);
            Scale residual = Graphs.isData(sd) ? null : scale(sd);
            List<Coefficient> coefficients =
                    coefficients(mean.get().slopes(), index.get().to());
            if (coefficients == null
                    || (residual == null && !Graphs.isData(sd))
                    || !everyUnknownHasOneRole()
                    || coefficients.stream().allMatch(c -> c.varying() == null)) {
                return Optional.empty();
            }
            return Optional.of(new NormalHierarchy(
                    index.get(), y.minus(mean.get().offset()), coefficients, residual, residual == null ? sd : null));
        }

        private boolean everyUnknownHasOneRole() {
            return roles.size() == part.unknowns().size();
        }

        /** Sorts the unknowns by their priors; false where one has none of the known. */
        private boolean sorted() {
            for (Unknown unknown : scene.unknowns) {
                if (!part.unknowns().contains(unknown.name())) {
                    continue;
                }
                Variable variable = scene.model.variable(unknown.name());
                boolean plain = variable.joint().isEmpty()
                        && Law.drawn(variable).kind() != DrawnFrom.Kind.CONSTRUCT
                        && unknown.value().size() == 1
                        && unknown.parameters().size() == 1
                        && unknown.parameters()
                                .get(0)
                                .axis()
                                .equals(unknown.value().get(0).axis());
                if (!plain) {
                    return false;
                }
                UnknownMaker.Laws laws = scene.laws(variable);
                if (laws.laws().size() != 1 || laws.increasing() || laws.dimension() != 1) {
                    return false;
                }
                Law law = laws.laws().get(0);
                Scale scale = scale(unknown, law);
                if (scale != null) {
                    scales.add(scale);
                } else if (law.family() instanceof Normal || isFlat(law)) {
                    locations.add(unknown);
                    locationLaws.add(law);
                    values.add(unknown.value().get(0));
                } else {
                    return false;
                }
            }
            return true;
        }

        private static boolean isFlat(Law law) {
            return law.family() == null
                    && Graphs.isInfinite(law.support().lower())
                    && Graphs.isInfinite(law.support().upper());
        }

        private static @Nullable Scale scale(Unknown unknown, Law law) {
            Distribution family = law.family();
            Spread spread = family instanceof HalfNormal
                    ? Spread.HALF_NORMAL
                    : family instanceof HalfCauchy
                            ? Spread.HALF_CAUCHY
                            : family instanceof Exponential ? Spread.EXPONENTIAL : null;
            if (spread == null || !unknown.value().get(0).axis().isScalar()) {
                return null;
            }
            double number = Graphs.constant(law.arguments().get(0));
            double scale = spread == Spread.EXPONENTIAL ? 1 / number : number;
            return scale > 0 && Double.isFinite(scale) ? new Scale(unknown, spread, scale) : null;
        }

        /** The scale that an expression is, which then has its role; null where it is none, or had one before. */
        private @Nullable Scale scale(Expr sd) {
            for (Scale scale : scales) {
                if (scale.unknown().value().get(0).equals(sd)) {
                    return roles.add(scale.unknown().name()) ? scale : null;
                }
            }
            return null;
        }

        /** The location of a scalar with a prior in numbers, which then has its role. */
        private @Nullable Location location(int place) {
            Unknown unknown = locations.get(place);
            Law law = locationLaws.get(place);
            if (!values.get(place).axis().isScalar() || !roles.add(unknown.name())) {
                return null;
            }
            if (law.family() == null) {
                return new Location(unknown, 0, Double.POSITIVE_INFINITY);
            }
            double mean = Graphs.constant(law.arguments().get(0));
            double sd = Graphs.constant(law.arguments().get(1));
            return Double.isFinite(mean) && sd > 0 ? new Location(unknown, mean, sd) : null;
        }

        private @Nullable List<Coefficient> coefficients(Map<Integer, Expr> slopes, Axis groups) {
            List<Coefficient> coefficients = new ArrayList<>();
            Set<Integer> taken = new HashSet<>();
            for (Map.Entry<Integer, Expr> entry : slopes.entrySet()) {
                Axis axis = values.get(entry.getKey()).axis();
                if (axis.isScalar()) {
                    continue;
                }
                Coefficient coefficient =
                        axis.equals(groups) ? varying(entry.getKey(), entry.getValue(), slopes, taken) : null;
                if (coefficient == null) {
                    return null;
                }
                coefficients.add(coefficient);
            }
            for (Map.Entry<Integer, Expr> entry : slopes.entrySet()) {
                boolean scalar = values.get(entry.getKey()).axis().isScalar();
                if (scalar && !taken.contains(entry.getKey())) {
                    Location fixed = location(entry.getKey());
                    if (fixed == null) {
                        return null;
                    }
                    coefficients.add(new Coefficient(fixed, entry.getValue(), null));
                }
            }
            coefficients.sort(java.util.Comparator.comparing(c -> Graphs.constant(c.regressor()) != 1));
            return coefficients;
        }

        private @Nullable Coefficient varying(
                int effect, Expr regressor, Map<Integer, Expr> slopes, Set<Integer> taken) {
            Law law = locationLaws.get(effect);
            Unknown effects = locations.get(effect);
            if (!(law.family() instanceof Normal) || !roles.add(effects.name())) {
                return null;
            }
            Scale spread = scale(law.arguments().get(1));
            Optional<Slopes.Line> mean = new Slopes(values).of(law.arguments().get(0));
            if (spread == null || mean.isEmpty() || Graphs.constant(mean.get().offset()) != 0) {
                return null;
            }
            Location overall = null;
            boolean whole = false;
            List<Slope> predictors = new ArrayList<>();
            for (Map.Entry<Integer, Expr> entry : mean.get().slopes().entrySet()) {
                Location location = location(entry.getKey());
                if (location == null || (Graphs.constant(entry.getValue()) == 1 && whole)) {
                    return null;
                }
                if (Graphs.constant(entry.getValue()) == 1) {
                    overall = location;
                    whole = true;
                } else if (location.mean() == 0) {
                    predictors.add(new Slope(location, entry.getValue()));
                } else {
                    return null;
                }
            }
            for (Map.Entry<Integer, Expr> entry : slopes.entrySet()) {
                boolean beside = overall == null
                        && values.get(entry.getKey()).axis().isScalar()
                        && entry.getValue().equals(regressor);
                if (beside && taken.add(entry.getKey())) {
                    overall = location(entry.getKey());
                }
            }
            return overall == null
                    ? null
                    : new Coefficient(overall, regressor, new Varying(effects, spread, whole, List.copyOf(predictors)));
        }
    }
}
