package tributary.jobs.conf;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import tributary.family.experiment.Adjustment;
import tributary.family.experiment.AmountLikelihood;
import tributary.family.experiment.MetricKind;
import tributary.family.experiment.PriorSpec;
import tributary.posterior.conjugate.BetaBinomial;
import tributary.posterior.conjugate.GammaPoisson;
import tributary.posterior.conjugate.NormalInverseGamma;

/** Reads a {@code prior} section: its {@code kind} says which other keys there are. */
final class PriorConf {
    /** The kinds of prior, as conf spells them. */
    enum Kind {
        DEFAULT,
        FLAT,
        JEFFREYS,
        BETA,
        LIFT,
        NORMAL_INVERSE_GAMMA,
        COEFFICIENTS,
        HURDLE,
        GAMMA,
        RATIO
    }

    private PriorConf() {}

    static PriorSpec read(ConfReader conf, MetricKind metric, Adjustment adjustment) {
        return switch (conf.choice("kind", Kind.class).orElse(Kind.DEFAULT)) {
            case DEFAULT -> PriorSpec.defaultFor(metric, adjustment);
            case FLAT -> PriorSpec.Betas.same(BetaBinomial.flat());
            case JEFFREYS -> PriorSpec.Betas.same(BetaBinomial.jeffreys());
            case BETA -> new PriorSpec.Betas(beta(conf, 1, 1), byArm(conf, arm -> beta(arm, 1, 1)));
            case LIFT -> lift(conf);
            case NORMAL_INVERSE_GAMMA -> new PriorSpec.Normals(normal(conf), byArm(conf, PriorConf::normal));
            case COEFFICIENTS -> coefficients(conf);
            case HURDLE -> hurdle(conf);
            case GAMMA -> new PriorSpec.Gammas(gamma(conf), byArm(conf, PriorConf::gamma));
            case RATIO -> ratio(conf);
        };
    }

    private static PriorSpec lift(ConfReader conf) {
        PriorSpec.Lift standard = PriorSpec.Lift.standard();
        return new PriorSpec.Lift(
                beta(
                        conf.section("control"),
                        standard.control().a(),
                        standard.control().b()),
                conf.number("mean").orElse(standard.mean()),
                positive(conf, "sd", standard.sd()),
                conf.number("correlation")
                        .must("lie between 0 and 0.99", r -> r >= 0 && r <= 0.99)
                        .orElse(standard.correlation()));
    }

    private static PriorSpec coefficients(ConfReader conf) {
        PriorSpec.Coefficients weak = PriorSpec.Coefficients.weak();
        return new PriorSpec.Coefficients(
                positive(conf, "variance", weak.variance()),
                positive(conf, "shape", weak.shape()),
                positive(conf, "scale", weak.scale()));
    }

    /** Only the keys of the likelihood chosen are known: what another would need is an unknown key. */
    private static PriorSpec hurdle(ConfReader conf) {
        PriorSpec.Hurdle weak = PriorSpec.Hurdle.weak(
                conf.choice("amount", AmountLikelihood.class).orElse(AmountLikelihood.NORMAL));
        BetaBinomial positive = beta(
                conf.section("positive"), weak.positive().a(), weak.positive().b());
        NormalInverseGamma amount = weak.amount();
        double maxLogSd = weak.maxLogSd();
        double shapeMean = weak.logShapeMean();
        double shapeSd = weak.logShapeSd();
        GammaPoisson rate = weak.rate();
        switch (weak.likelihood()) {
            case NORMAL -> amount = normal(conf.section("mean-amount"));
            case LOGNORMAL -> {
                amount = normal(conf.section("log-amount"));
                maxLogSd = positive(conf, "max-log-sd", maxLogSd);
            }
            case GAMMA -> {
                shapeMean = conf.section("log-shape").number("mean").orElse(shapeMean);
                shapeSd = positive(conf.section("log-shape"), "sd", shapeSd);
                rate = new GammaPoisson(
                        positive(conf.section("rate"), "shape", rate.shape()),
                        positive(conf.section("rate"), "rate", rate.rate()));
            }
        }
        return new PriorSpec.Hurdle(positive, weak.likelihood(), amount, maxLogSd, shapeMean, shapeSd, rate);
    }

    private static PriorSpec ratio(ConfReader conf) {
        PriorSpec.RatioMeans weak = PriorSpec.RatioMeans.weak();
        return new PriorSpec.RatioMeans(
                positive(conf, "kappa", weak.kappa()),
                conf.number("degrees-of-freedom").must("be above 1", n -> n > 1).orElse(weak.degreesOfFreedom()),
                positive(conf, "scale", weak.scale()));
    }

    private static BetaBinomial beta(ConfReader conf, double a, double b) {
        return new BetaBinomial(positive(conf, "a", a), positive(conf, "b", b));
    }

    private static GammaPoisson gamma(ConfReader conf) {
        GammaPoisson weak = GammaPoisson.weak();
        return new GammaPoisson(positive(conf, "shape", weak.shape()), positive(conf, "rate", weak.rate()));
    }

    private static NormalInverseGamma normal(ConfReader conf) {
        NormalInverseGamma weak = NormalInverseGamma.weak();
        return new NormalInverseGamma(
                conf.number("mean").orElse(weak.mean()),
                positive(conf, "kappa", weak.kappa()),
                positive(conf, "alpha", weak.alpha()),
                positive(conf, "beta", weak.beta()));
    }

    private static <T> Map<String, T> byArm(ConfReader conf, Function<ConfReader, T> read) {
        Map<String, T> priors = new TreeMap<>();
        conf.sections("by-arm").forEach((arm, section) -> priors.put(arm, read.apply(section)));
        return priors;
    }

    private static double positive(ConfReader conf, String key, double fallback) {
        return conf.number(key).must("be above 0", n -> n > 0).orElse(fallback);
    }
}
