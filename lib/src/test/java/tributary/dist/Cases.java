package tributary.dist;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.LaplaceDistribution;
import org.apache.commons.math3.distribution.LogNormalDistribution;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import tributary.dist.catalogue.Distributions;
import tributary.dist.compound.Truncated;
import tributary.dist.compound.Truncated.Sides;
import tributary.dist.continuous.Cauchy;
import tributary.dist.continuous.Exponential;
import tributary.dist.continuous.Gamma;
import tributary.dist.continuous.HalfNormal;
import tributary.dist.continuous.Laplace;
import tributary.dist.continuous.LogNormal;
import tributary.dist.continuous.Normal;
import tributary.dist.continuous.StudentT;
import tributary.dist.continuous.Uniform;
import tributary.dist.discrete.NegBinomialLog;
import tributary.dist.discrete.Poisson;

/** The arguments at which each family of one number must obey the laws, with variances known from elsewhere. */
final class Cases {
    /**
     * A family at one point.
     *
     * @param variance from Commons Math or a textbook, NaN where none is checked
     * @param symbolic whether the arguments may be expressions, and not only numbers
     */
    record Case(Univariate family, double variance, boolean symbolic, double... arguments) {
        @Override
        public String toString() {
            return family.name() + java.util.Arrays.toString(arguments);
        }
    }

    private final List<Case> cases = new ArrayList<>();

    private Cases() {}

    /** All cases by family. */
    static Map<String, List<Case>> byName() {
        Map<String, List<Case>> byName = new LinkedHashMap<>();
        all().forEach(c -> byName.computeIfAbsent(c.family().name(), name -> new ArrayList<>())
                .add(c));
        return byName;
    }

    static List<Case> all() {
        Cases cases = new Cases();
        cases.continuous();
        cases.discrete();
        cases.mixed();
        cases.truncated();
        return cases.cases;
    }

    private void continuous() {
        add("normal", 1, 0, 1);
        add("normal", 0.09, -4, 0.3);
        add("student_t", Double.NaN, 1, 0, 1);
        add("student_t", 4 * new TDistribution(5.5).getNumericalVariance(), 5.5, 3, 2);
        add("student_t", 2000 / 1998.0, 2000, 0, 1);
        add("half_normal", 1 - 2 / Math.PI, 1);
        add("half_normal", 400 * (1 - 2 / Math.PI), 20);
        add("half_student_t", Double.NaN, 3, 2.5);
        add("half_student_t", Double.NaN, 40, 0.1);
        add("half_cauchy", Double.NaN, 1);
        add("half_cauchy", Double.NaN, 25);
        add("exponential", new ExponentialDistribution(1 / 3.0).getNumericalVariance(), 3);
        add("gamma", new GammaDistribution(0.4, 2).getNumericalVariance(), 0.4, 0.5);
        add("gamma", new GammaDistribution(9, 0.1).getNumericalVariance(), 9, 10);
        add("gamma_log", new GammaDistribution(2, Math.exp(1.5) / 2).getNumericalVariance(), 2, 1.5);
        add("gamma_log", new GammaDistribution(0.7, Math.exp(-4) / 0.7).getNumericalVariance(), 0.7, -4);
        add("inverse_gamma", 16 / (6.25 * 1.5), 3.5, 4);
        add("inverse_gamma", Double.NaN, 0.5, 0.5);
        add("beta", new BetaDistribution(2, 5).getNumericalVariance(), 2, 5);
        add("beta", new BetaDistribution(0.5, 0.7).getNumericalVariance(), 0.5, 0.7);
        add("uniform", 49.0 / 12, -3, 4);
        add("lognormal", new LogNormalDistribution(0.5, 0.8).getNumericalVariance(), 0.5, 0.8);
        add("laplace", new LaplaceDistribution(2, 0.6).getNumericalVariance(), 2, 0.6);
        add("cauchy", Double.NaN, -1, 2);
    }

    private void discrete() {
        add("bernoulli", 0.21, 0.3);
        add("bernoulli_logit", 0.25, 0);
        add("bernoulli_logit", Double.NaN, -2.5);
        add("binomial", new BinomialDistribution(12, 0.35).getNumericalVariance(), 12, 0.35);
        add("binomial", new BinomialDistribution(1000, 0.02).getNumericalVariance(), 1000, 0.02);
        add("binomial_logit", 25, 100, 0);
        add("binomial_logit", Double.NaN, 7, 1.2);
        add("poisson", new PoissonDistribution(0.7).getNumericalVariance(), 0.7);
        add("poisson", new PoissonDistribution(150).getNumericalVariance(), 150);
        add("poisson_log", Math.exp(2.2), 2.2);
        add("neg_binomial", 3 + 9 / 0.8, 3, 0.8);
        add("neg_binomial", 20 + 400.0 / 60, 20, 60);
        add("neg_binomial_log", Math.exp(1.1) + Math.exp(2.2) / 5, 1.1, 5);
        add("beta_binomial", 20 * (2.0 / 5) * (3.0 / 5) * 25 / 6, 20, 2, 3);
        add("beta_binomial", Double.NaN, 5, 0.3, 0.4);
        add("categorical", Double.NaN, 0.2, 0.5, 0.05, 0.25);
        add("categorical_logit", Double.NaN, 0.3, -1, 2);
        add("ordered_logit", Double.NaN, 0.4, -1, 0.2, 1.5);
        add("ordered_logit", Double.NaN, -2, 0);
    }

    private void mixed() {
        add("hurdle_gamma", Double.NaN, 0.3, 2, 0.5);
        add("hurdle_gamma_log", Double.NaN, 0.85, 0.6, 3);
        add("hurdle_lognormal", Double.NaN, 0.1, 1, 0.5);
        add("zero_inflated_poisson", 0.7 * 4 * (1 + 0.3 * 4), 0.3, 4);
        add("zero_inflated_poisson_log", 0.8 * 1 * (1 + 0.2 * 1), 0.2, 0);
        add("zero_inflated_neg_binomial", 0.6 * 5 * (1 + 5 * (0.4 + 1 / 2.0)), 0.4, 5, 2);
        add("zero_inflated_neg_binomial_log", Double.NaN, 0.4, 1.2, 0.7);
    }

    private void truncated() {
        symbolic(new Normal(), Sides.LOWER, 0.5, 2, 1.0);
        symbolic(new Normal(), Sides.LOWER, 0, 1, 7);
        symbolic(new Normal(), Sides.UPPER, 0.5, 2, -3);
        symbolic(new Normal(), Sides.BOTH, 0, 1, -2, 0.5);
        symbolic(new Normal(), Sides.BOTH, 0, 1, 6, 9);
        symbolic(new LogNormal(), Sides.BOTH, 0, 1, 0.5, 3);
        symbolic(new Laplace(), Sides.LOWER, 1, 2, 1.5);
        symbolic(new Cauchy(), Sides.LOWER, 0, 2.5, 0);
        symbolic(new Exponential(), Sides.UPPER, 0.5, 3);
        symbolic(new Uniform(), Sides.UPPER, 0, 4, 3);
        symbolic(new HalfNormal(), Sides.LOWER, 1, 2);
        symbolic(new HalfNormal(), Sides.BOTH, 1, 0.3, 2);
        numeric(new StudentT(), Sides.LOWER, 3, 0, 2.5, 0);
        numeric(new Gamma(), Sides.UPPER, 2, 1, 1.5);
        symbolic(new Poisson(), Sides.LOWER, 1.3, 1);
        symbolic(new Poisson(), Sides.BOTH, 6, 2, 9);
        symbolic(new NegBinomialLog(), Sides.UPPER, 1.5, 3, 7);
    }

    private void add(String name, double variance, double... arguments) {
        cases.add(new Case((Univariate) Distributions.byName(name).orElseThrow(), variance, true, arguments));
    }

    private void symbolic(Univariate inner, Sides sides, double... arguments) {
        cases.add(new Case(new Truncated(inner, sides), Double.NaN, true, arguments));
    }

    private void numeric(Univariate inner, Sides sides, double... arguments) {
        cases.add(new Case(new Truncated(inner, sides), Double.NaN, false, arguments));
    }
}
