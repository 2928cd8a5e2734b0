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
 * <p>A false certificate is a certified answer of which some mean is off by more than 0.2 posterior standard deviations,
 * or some deviation by more than 10 %: many Monte Carlo errors of 10,000 draws. Every path is forced, with numbers of
 * shards far beyond what a plan would choose.
 */
public final class ConsensusBench {
    private static final double FALSE_ERROR = 0.2;
    private static final double FALSE_DEVIATION = 0.1;

    private final boolean quick;
    private int cases;
    private int certified;
    private int beyond;
    private int wrong;
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
                "%-22s %4s %-7s %9s %8s %-18s %9s %8s %7s %7s %3s  %s%n",
                "model", "S", "rows", "raw error", "raw sd", "status", "error/sd", "sd ratio", "k-hat", "ESS", "", "");
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
                        + "\"certified_beyond_aim\":%d}",
                quick,
                cases,
                certified,
                wrong,
                worstError,
                worstDeviation,
                worstRaw,
                beyond));
    }

    /** 10,000 draws: a mean is known to 0.01 sd, a deviation to 0.7 %. */
    private static PlanSettings settings() {
        return new PlanSettings(
                PathChoice.CONSENSUS,
                4,
                2500,
                1000,
                2,
                300,
                1000,
                Combiner.PRECISION_WEIGHTED,
                16_000,
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
        double[] errors = draws == null ? new double[] {Double.NaN, Double.NaN} : errors(one, draws);
        cases++;
        if (fit.status() != InferenceStatus.UNCERTIFIED) {
            certified++;
            worstError = Math.max(worstError, errors[0]);
            worstDeviation = Math.max(worstDeviation, errors[1]);
            beyond += errors[0] > 0.05 || errors[1] > 0.03 ? 1 : 0;
            wrong += errors[0] > FALSE_ERROR || errors[1] > FALSE_DEVIATION ? 1 : 0;
        }
        worstRaw = Double.isNaN(raw[0]) ? worstRaw : Math.max(worstRaw, raw[0]);
        var certificate = fit.certificate();
        System.out.println(String.format(
                Locale.ROOT,
                "%-22s %4d %-7s %9.3f %8.3f %-18s %9.4f %8.4f %7.2f %7.0f %3d  %s, %.1f s",
                one.name(),
                count,
                order.name().toLowerCase(Locale.ROOT),
                raw[0],
                raw[1],
                fit.status(),
                errors[0],
                errors[1],
                certificate == null ? Double.NaN : certificate.kHat(),
                certificate == null ? Double.NaN : certificate.ess(),
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
            return new double[] {Double.NaN, Double.NaN};
        }
        double[][][] rows = new double[1][raw.size()][];
        for (int t = 0; t < raw.size(); t++) {
            rows[0][t] = raw.draw(t);
        }
        return errors(one, posterior.constrain(Draws.ofRows(posterior.coordinates(), rows)));
    }

    /** The largest error of a mean in standard deviations, and of a standard deviation as a share. */
    private static double[] errors(ConsensusCase one, Draws draws) {
        double error = 0;
        double deviation = 0;
        List<String> names = new ArrayList<>(one.names());
        for (int k = 0; k < names.size(); k++) {
            double[] values = draws.values(names.get(k));
            double sd = one.reference()[1][k];
            error = Math.max(error, Math.abs(Describe.mean(values) - one.reference()[0][k]) / sd);
            deviation = Math.max(deviation, Math.abs(Math.sqrt(Describe.variance(values)) / sd - 1));
        }
        return new double[] {error, deviation};
    }
}
