package tributary.family.experiment;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import tributary.posterior.conjugate.BetaBinomial;
import tributary.posterior.conjugate.GammaPoisson;
import tributary.posterior.conjugate.NormalInverseGamma;

/**
 * What is believed of the arms of one metric before its data.
 *
 * <p>Each kind of metric accepts some of these (see {@link #fits}); where arms may differ, {@code otherwise} is the
 * prior of every arm that {@code byArm} does not name.
 */
public sealed interface PriorSpec extends Serializable {
    /** The prior in words. */
    String words();

    /** Whether a metric of this kind and adjustment can be analysed under this prior. */
    boolean fits(MetricKind kind, Adjustment adjustment);

    /** The default prior of a kind of metric. */
    static PriorSpec defaultFor(MetricKind kind, Adjustment adjustment) {
        return switch (kind) {
            case BINARY -> Betas.same(BetaBinomial.flat());
            case CONTINUOUS ->
                adjustment == Adjustment.REGRESSION ? Coefficients.weak() : Normals.same(NormalInverseGamma.weak());
            case REVENUE -> Hurdle.weak(AmountLikelihood.NORMAL);
            case COUNT -> Gammas.same(GammaPoisson.weak());
            case RATIO -> RatioMeans.weak();
        };
    }

    /** The words of a prior of all arms, and of those arms that have one of their own. */
    private static <P> String inEachArm(String otherwise, Map<String, P> byArm, Function<P, String> words) {
        StringBuilder all = new StringBuilder(otherwise);
        byArm.forEach((arm, prior) -> all.append(", ").append(arm).append(" ").append(words.apply(prior)));
        return all.toString();
    }

    /** Independent Beta rates (binary). */
    record Betas(BetaBinomial otherwise, Map<String, BetaBinomial> byArm) implements PriorSpec {
        private static final long serialVersionUID = 1L;

        public Betas {
            byArm = Collections.unmodifiableMap(new TreeMap<>(byArm));
        }

        /** One prior for every arm. */
        public static Betas same(BetaBinomial prior) {
            return new Betas(prior, Map.of());
        }

        /** The prior of one arm. */
        public BetaBinomial of(String arm) {
            return byArm.getOrDefault(arm, otherwise);
        }

        @Override
        public String words() {
            return inEachArm(otherwise.words() + " rate in each arm", byArm, BetaBinomial::words);
        }

        @Override
        public boolean fits(MetricKind kind, Adjustment adjustment) {
            return kind == MetricKind.BINARY && adjustment == Adjustment.NONE;
        }
    }

    /**
     * The correlated lift prior (binary): control ~ Beta, relative lifts ~ multivariate normal with one mean, standard
     * deviation and pairwise correlation, treatment = control x (1 + lift), truncated to rates inside (0, 1).
     *
     * @param control prior of the control rate
     * @param mean mean of each relative lift
     * @param sd its standard deviation, positive
     * @param correlation between lifts of two arms, in [0, 0.99]
     */
    record Lift(BetaBinomial control, double mean, double sd, double correlation) implements PriorSpec {
        private static final long serialVersionUID = 1L;

        public Lift {
            if (!Double.isFinite(mean) || !(sd > 0) || Double.isInfinite(sd)) {
                throw new IllegalArgumentException(
                        "lift prior needs a finite mean and a positive sd: " + mean + ", " + sd);
            }
            if (!(correlation >= 0 && correlation <= 0.99)) {
                throw new IllegalArgumentException("lift correlation must lie in [0, 0.99], is " + correlation);
            }
        }

        /** Control ~ Beta(15, 600), lifts ~ Normal(0, 0.1) with correlation 0.5. */
        public static Lift standard() {
            return new Lift(new BetaBinomial(15, 600), 0, 0.1, 0.5);
        }

        @Override
        public String words() {
            return "control " + control.words() + ", relative lift Normal(" + Words.number(mean) + ", "
                    + Words.number(sd) + ") with correlation " + Words.number(correlation) + " between arms";
        }

        @Override
        public boolean fits(MetricKind kind, Adjustment adjustment) {
            return kind == MetricKind.BINARY && adjustment == Adjustment.NONE;
        }
    }

    /** Independent normal-inverse-gamma means (continuous, with or without CUPED). */
    record Normals(NormalInverseGamma otherwise, Map<String, NormalInverseGamma> byArm) implements PriorSpec {
        private static final long serialVersionUID = 1L;

        public Normals {
            byArm = Collections.unmodifiableMap(new TreeMap<>(byArm));
        }

        /** One prior for every arm. */
        public static Normals same(NormalInverseGamma prior) {
            return new Normals(prior, Map.of());
        }

        /** The prior of one arm. */
        public NormalInverseGamma of(String arm) {
            return byArm.getOrDefault(arm, otherwise);
        }

        @Override
        public String words() {
            return inEachArm(otherwise.words() + " in each arm", byArm, NormalInverseGamma::words);
        }

        @Override
        public boolean fits(MetricKind kind, Adjustment adjustment) {
            return kind == MetricKind.CONTINUOUS && adjustment != Adjustment.REGRESSION;
        }
    }

    /**
     * Regression coefficients beta | sigma2 ~ Normal(0, variance sigma2 I), sigma2 ~ InverseGamma(shape, scale)
     * (continuous with regression adjustment).
     */
    record Coefficients(double variance, double shape, double scale) implements PriorSpec {
        private static final long serialVersionUID = 1L;

        public Coefficients {
            if (!(variance > 0 && shape > 0 && scale > 0) || Double.isInfinite(variance + shape + scale)) {
                throw new IllegalArgumentException("coefficient prior needs positive finite numbers");
            }
        }

        /** Variance 1e6, shape and scale 1e-3. */
        public static Coefficients weak() {
            return new Coefficients(1e6, 1e-3, 1e-3);
        }

        @Override
        public String words() {
            return "coefficients Normal(0, " + Words.number(variance) + " sigma2), sigma2 InverseGamma("
                    + Words.number(shape) + ", " + Words.number(scale) + ")";
        }

        @Override
        public boolean fits(MetricKind kind, Adjustment adjustment) {
            return kind == MetricKind.CONTINUOUS && adjustment == Adjustment.REGRESSION;
        }
    }

    /**
     * A hurdle (revenue): whether there is an amount at all, and how large it is.
     *
     * @param positive prior of the share of positive amounts, in each arm
     * @param likelihood of the positive amounts
     * @param amount prior of mean and variance of the amounts (normal) or of their logarithm (lognormal)
     * @param maxLogSd largest standard deviation of the logarithm (lognormal), positive: without a bound the mean amount
     *     has no expectation
     * @param logShapeMean mean of the log shape (gamma)
     * @param logShapeSd standard deviation of the log shape (gamma), positive
     * @param rate prior of the gamma rate given the shape: a {@link GammaPoisson} whose events are shapes
     */
    record Hurdle(
            BetaBinomial positive,
            AmountLikelihood likelihood,
            NormalInverseGamma amount,
            double maxLogSd,
            double logShapeMean,
            double logShapeSd,
            GammaPoisson rate)
            implements PriorSpec {
        private static final long serialVersionUID = 1L;

        public Hurdle {
            if (!(maxLogSd > 0) || Double.isInfinite(maxLogSd)) {
                throw new IllegalArgumentException("the largest log sd must be positive and finite, is " + maxLogSd);
            }
            if (!Double.isFinite(logShapeMean) || !(logShapeSd > 0) || Double.isInfinite(logShapeSd)) {
                throw new IllegalArgumentException("log shape needs a finite mean and a positive sd");
            }
        }

        /** Beta(1, 1), weak normal-inverse-gamma, log sd at most 4, log shape Normal(0, 1.5), rate weak. */
        public static Hurdle weak(AmountLikelihood likelihood) {
            return new Hurdle(
                    BetaBinomial.flat(), likelihood, NormalInverseGamma.weak(), 4, 0, 1.5, new GammaPoisson(0.5, 1e-3));
        }

        /** Whether moments of the logarithm of the amounts are needed. */
        public boolean logs() {
            return likelihood != AmountLikelihood.NORMAL;
        }

        @Override
        public String words() {
            String size = switch (likelihood) {
                case NORMAL -> "mean amount " + amount.words();
                case LOGNORMAL -> "log amount " + amount.words() + " with sd at most " + Words.number(maxLogSd);
                case GAMMA ->
                    "gamma amount with log shape Normal(" + Words.number(logShapeMean) + ", " + Words.number(logShapeSd)
                            + ") and rate " + rate.words();
            };
            return "share of positives " + positive.words() + ", " + size;
        }

        @Override
        public boolean fits(MetricKind kind, Adjustment adjustment) {
            return kind == MetricKind.REVENUE && adjustment == Adjustment.NONE;
        }
    }

    /** Independent gamma rates (counts). */
    record Gammas(GammaPoisson otherwise, Map<String, GammaPoisson> byArm) implements PriorSpec {
        private static final long serialVersionUID = 1L;

        public Gammas {
            byArm = Collections.unmodifiableMap(new TreeMap<>(byArm));
        }

        /** One prior for every arm. */
        public static Gammas same(GammaPoisson prior) {
            return new Gammas(prior, Map.of());
        }

        /** The prior of one arm. */
        public GammaPoisson of(String arm) {
            return byArm.getOrDefault(arm, otherwise);
        }

        @Override
        public String words() {
            return inEachArm(otherwise.words() + " rate in each arm", byArm, GammaPoisson::words);
        }

        @Override
        public boolean fits(MetricKind kind, Adjustment adjustment) {
            return kind == MetricKind.COUNT && adjustment == Adjustment.NONE;
        }
    }

    /**
     * Numerator and denominator means (ratio): normal-inverse-Wishart centred on zero.
     *
     * @param kappa how many units the prior mean is worth, positive
     * @param degreesOfFreedom of the covariance, above 1
     * @param scale diagonal of the prior scatter matrix, positive
     */
    record RatioMeans(double kappa, double degreesOfFreedom, double scale) implements PriorSpec {
        private static final long serialVersionUID = 1L;

        public RatioMeans {
            if (!(kappa > 0 && degreesOfFreedom > 1 && scale > 0)
                    || Double.isInfinite(kappa + degreesOfFreedom + scale)) {
                throw new IllegalArgumentException("ratio prior needs kappa > 0, degrees of freedom > 1, scale > 0");
            }
        }

        /** Kappa 1e-4, 2 degrees of freedom, scatter 1e-3. */
        public static RatioMeans weak() {
            return new RatioMeans(1e-4, 2, 1e-3);
        }

        @Override
        public String words() {
            return "normal-inverse-Wishart(mean 0, kappa " + Words.number(kappa) + ", df "
                    + Words.number(degreesOfFreedom) + ", scatter " + Words.number(scale)
                    + " I) of numerator and denominator";
        }

        @Override
        public boolean fits(MetricKind kind, Adjustment adjustment) {
            return kind == MetricKind.RATIO && adjustment == Adjustment.NONE;
        }
    }
}
