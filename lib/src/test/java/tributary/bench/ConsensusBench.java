package tributary.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tributary.bench.ConsensusCase.Order;
import tributary.consensus.Adversary;
import tributary.consensus.Blocks;
import tributary.consensus.Combination;
import tributary.consensus.Combiner;
import tributary.consensus.FactSearch;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.model.Model;
import tributary.plan.FactorFit;
import tributary.plan.InferencePlan;
import tributary.plan.PathChoice;
import tributary.plan.PlanSettings;
import tributary.plan.PosteriorDraws;
import tributary.posterior.InferenceStatus;
import tributary.posterior.Posterior;
import tributary.random.StreamKey;

/**
 * The accuracy of the consensus: for models, numbers of shards and orders of rows the distance in posterior standard
 * deviations of raw and of certified draws from quadrature. A table, then one JSON object on the last line.
 *
 * <p>Beside each error stands what chance explains of it: the z of the worst mean and of the worst deviation, in Monte
 * Carlo errors of the case's own importance draws and their resampling. A case is beyond chance where it misses the aim
 * (0.05 posterior standard deviations; 3 % of a deviation) by more than {@value #CHANCE} of them; the hierarchical model
 * compares 15 parameters, and there are a hundred cases.
 *
 * <p>A false certificate is a certified answer of which some mean is off by more than 0.2 posterior standard deviations,
 * or some deviation by more than 10 %: many Monte Carlo errors of 40,000 draws. Every path is forced, with numbers of
 * shards far beyond what a plan would choose.
 */
public final class ConsensusBench {
    private static final double FALSE_ERROR = 0.2;
    private static final double FALSE_DEVIATION = 0.1;
    private static final double CHANCE = 4.5;

    private static final double[] NONE = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};

    private final boolean quick;
    private int cases;
    private int certified;
    private int beyond;
    private int beyondChance;
    private int wrong;
    private double worstZ;
    private double worstError;
    private double worstDeviation;
    private double worstRaw;

    private ConsensusBench(boolean quick) {
        this.quick = quick;
    }

    /** Arguments: {@code --quick} for fewer rows and shards. */
    public static void main(String[] arguments) {
        new ConsensusBench(Arrays.asList(arguments).contains("--quick")).run();
    }

    private void run() {
        System.out.printf(
                "%-22s %4s %-7s %9s %8s %-18s %9s %6s %8s %6s %7s %7s %3s  %s%n",
                "model",
                "S",
                "rows",
                "raw error",
                "raw sd",
                "status",
                "error/sd",
                "z",
                "sd off",
                "z",
                "k-hat",
                "ESS",
                "",
                "");
        int[] shards = quick ? new int[] {4, 32} : new int[] {1, 4, 8, 32, 128};
        for (ConsensusCase one : ConsensusCase.all(quick ? 4_000 : 20_000)) {
            for (Order order : Order.values()) {
                for (int count : shards) {
                    compare(one, order, count);
                }
            }
        }
        for (Adversary adversary : Adversary.values()) {
            attack(adversary);
        }
        System.out.println(String.format(
                Locale.ROOT,
                "{\"benchmark\":\"consensus\",\"quick\":%b,\"cases\":%d,\"certified\":%d,\"false_certificates\":%d,"
                        + "\"max_certified_error_sd\":%.4f,\"max_sd_ratio_deviation\":%.4f,\"max_raw_error_sd\":%.3f,"
                        + "\"certified_beyond_aim\":%d,\"certified_beyond_aim_and_chance\":%d,\"max_certified_z\":%.2f}",
                quick,
                cases,
                certified,
                wrong,
                worstError,
                worstDeviation,
                worstRaw,
                beyond,
                beyondChance,
                worstZ));
    }

    /** 40,000 draws, of which a third or more are effective: a mean is known to 0.01 sd, a deviation to 1 % or better. */
    private static PlanSettings settings() {
        return new PlanSettings(
                PathChoice.CONSENSUS,
                4,
                10_000,
                1000,
                2,
                300,
                1000,
                Combiner.PRECISION_WEIGHTED,
                40_000,
                4,
                200_000,
                0,
                20_000,
                0);
    }

    private void compare(ConsensusCase one, Order order, int count) {
        long begun = System.nanoTime();
        Blocks blocks = one.blocks(order, count);
        Posterior posterior =
                FactSearch.bind(Model.parse(one.name(), one.model()), blocks).posterior();
        PosteriorDraws answer = InferencePlan.of(
                        posterior, blocks, settings(), one.data().rows("rows"))
                .run(StreamKey.of(7));
        FactorFit fit = answer.fits().get(0);
        double[] raw = raw(one, posterior, fit);
        Draws draws = answer.draws();
        var certificate = fit.certificate();
        double ess = certificate == null ? Double.NaN : certificate.ess();
        double[] errors = draws == null ? NONE : errors(one, draws, ess);
        cases++;
        if (fit.status() != InferenceStatus.UNCERTIFIED) {
            certified++;
            worstError = Math.max(worstError, errors[0]);
            worstDeviation = Math.max(worstDeviation, errors[1]);
            boolean off = errors[0] > 0.05;
            boolean wide = errors[1] > 0.03;
            beyond += off || wide ? 1 : 0;
            beyondChance += (off && errors[2] > CHANCE) || (wide && errors[3] > CHANCE) ? 1 : 0;
            worstZ = Math.max(worstZ, Math.max(errors[2], errors[3]));
            wrong += errors[0] > FALSE_ERROR || errors[1] > FALSE_DEVIATION ? 1 : 0;
        }
        worstRaw = Double.isNaN(raw[0]) ? worstRaw : Math.max(worstRaw, raw[0]);
        System.out.println(String.format(
                Locale.ROOT,
                "%-22s %4d %-7s %9.3f %8.3f %-18s %9.4f %6.2f %8.4f %6.2f %7.2f %7.0f %3d  %s, %.1f s",
                one.name(),
                count,
                order.name().toLowerCase(Locale.ROOT),
                raw[0],
                raw[1],
                fit.status(),
                errors[0],
                errors[2],
                errors[1],
                errors[3],
                certificate == null ? Double.NaN : certificate.kHat(),
                ess,
                certificate == null ? 0 : certificate.rounds(),
                certificate == null ? fit.reason() : certificate.path(),
                (System.nanoTime() - begun) * 1e-9));
    }

    private void attack(Adversary adversary) {
        Adversary.Outcome outcome = adversary.run();
        cases++;
        certified += outcome.status() == InferenceStatus.UNCERTIFIED ? 0 : 1;
        wrong += outcome.isFalse() ? 1 : 0;
        System.out.println(String.format(
                Locale.ROOT,
                "%-35s %9.3f %8s %-18s %9.4f %8.4f",
                "adversary: " + adversary.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                outcome.rawError(),
                "",
                outcome.status(),
                outcome.error(),
                outcome.deviation()));
    }

    private static double[] raw(ConsensusCase one, Posterior posterior, FactorFit fit) {
        var consensus = fit.consensus();
        Combination raw = consensus == null ? null : consensus.raw();
        if (raw == null) {
            return NONE;
        }
        double[][][] rows = new double[1][raw.size()][];
        for (int t = 0; t < raw.size(); t++) {
            rows[0][t] = raw.draw(t);
        }
        return errors(one, posterior.constrain(Draws.ofRows(posterior.coordinates(), rows)), raw.size());
    }

    /**
     * The largest error of a mean in standard deviations, and of a standard deviation as a share; then the largest of each
     * in Monte Carlo errors of so many effective draws, resampled.
     */
    private static double[] errors(ConsensusCase one, Draws draws, double ess) {
        double[] worst = new double[4];
        List<String> names = new ArrayList<>(one.names());
        for (int k = 0; k < names.size(); k++) {
            double[] values = draws.values(names.get(k));
            double sd = one.reference()[1][k];
            double mean = Describe.mean(values);
            double variance = Describe.variance(values);
            double fourth = 0;
            for (double value : values) {
                fourth += Math.pow(value - mean, 4) / values.length;
            }
            double unit = Math.sqrt(1 / ess + 1.0 / values.length);
            double kurtosis = fourth / (variance * variance);
            double error = Math.abs(mean - one.reference()[0][k]) / sd;
            double deviation = Math.abs(Math.sqrt(variance) / sd - 1);
            worst[0] = Math.max(worst[0], error);
            worst[1] = Math.max(worst[1], deviation);
            worst[2] = Math.max(worst[2], error / unit);
            worst[3] = Math.max(worst[3], deviation / (0.5 * Math.sqrt(kurtosis - 1) * unit));
        }
        return worst;
    }
}
