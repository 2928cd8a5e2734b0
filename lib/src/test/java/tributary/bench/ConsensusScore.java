package tributary.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tributary.consensus.Combination;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.plan.FactorFit;
import tributary.plan.PosteriorDraws;
import tributary.posterior.InferenceStatus;
import tributary.posterior.Posterior;

/**
 * How near one case came to the truth, as a line for people and as a JSON object.
 *
 * @param name of the case: model, order of rows, shards; or an adversary
 * @param status what was claimed
 * @param path what was accepted, or why nothing was
 * @param raw errors of the raw consensus; NaN where there was none
 * @param answer errors of the answer
 * @param wrong whether what is claimed is wrong by many Monte Carlo errors: a false certificate
 * @param figures of the certificate, by name
 * @param seconds of the whole case
 */
record ConsensusScore(
        String name,
        InferenceStatus status,
        String path,
        Errors raw,
        Errors answer,
        boolean wrong,
        Map<String, Double> figures,
        double seconds) {
    private static final double FALSE_ERROR = 0.2;
    private static final double FALSE_DEVIATION = 0.1;
    private static final double CHANCE = 4.5;
    private static final double AIM = 0.05;
    private static final double AIM_DEVIATION = 0.03;

    /**
     * Errors of the worst parameter.
     *
     * @param mean of a mean, in posterior standard deviations
     * @param deviation of a standard deviation, as a share
     * @param meanZ the largest error of a mean in Monte Carlo errors of the case's own draws
     * @param deviationZ the same of a standard deviation
     */
    record Errors(double mean, double deviation, double meanZ, double deviationZ) {
        /** Where there are no draws. */
        static final Errors NONE = new Errors(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

        /** Of draws of which so many are effective, and which were resampled from those. */
        static Errors of(ConsensusCase one, Draws draws, double ess) {
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
            return new Errors(worst[0], worst[1], worst[2], worst[3]);
        }
    }

    /** Of the answer to a posterior of one factor. */
    static ConsensusScore of(
            String name, ConsensusCase one, Posterior posterior, PosteriorDraws answer, double seconds) {
        FactorFit fit = answer.fits().get(0);
        Draws draws = answer.draws();
        var certificate = fit.certificate();
        var consensus = fit.consensus();
        Combination joined = consensus == null ? null : consensus.raw();
        Map<String, Double> figures = new TreeMap<>();
        if (joined != null) {
            figures.put("product_noise", joined.noise());
        }
        if (certificate != null) {
            figures.put("k_hat", certificate.kHat());
            figures.put("ess", certificate.ess());
            figures.put("rounds", (double) certificate.rounds());
            figures.put("passes", (double) certificate.passes());
        }
        Errors errors = draws == null || certificate == null ? Errors.NONE : Errors.of(one, draws, certificate.ess());
        return new ConsensusScore(
                name,
                fit.status(),
                certificate == null ? fit.reason() : certificate.path(),
                raw(one, posterior, joined),
                errors,
                fit.status() != InferenceStatus.UNCERTIFIED
                        && !(errors.mean <= FALSE_ERROR && errors.deviation <= FALSE_DEVIATION),
                figures,
                seconds);
    }

    private static Errors raw(ConsensusCase one, Posterior posterior, @Nullable Combination raw) {
        if (raw == null) {
            return Errors.NONE;
        }
        double[][][] rows = new double[1][raw.size()][];
        for (int t = 0; t < raw.size(); t++) {
            rows[0][t] = raw.draw(t);
        }
        return Errors.of(one, posterior.constrain(Draws.ofRows(posterior.coordinates(), rows)), raw.size());
    }

    /** Whether the answer is claimed to be right. */
    boolean certified() {
        return status != InferenceStatus.UNCERTIFIED;
    }

    /** Whether what is claimed misses the aim. */
    boolean beyondAim() {
        return certified() && (answer.mean > AIM || answer.deviation > AIM_DEVIATION);
    }

    /** Whether it misses the aim by more than chance explains. */
    boolean beyondChance() {
        return certified()
                && (answer.mean > AIM && answer.meanZ > CHANCE
                        || answer.deviation > AIM_DEVIATION && answer.deviationZ > CHANCE);
    }

    /** The heads of {@link #row}. */
    static String heads() {
        return String.format(
                "%-32s %9s %8s %-18s %9s %6s %8s %6s %7s %7s %3s",
                "case", "raw error", "raw sd", "status", "error/sd", "z", "sd off", "z", "k-hat", "ESS", "");
    }

    /** For people. */
    String row() {
        return String.format(
                Locale.ROOT,
                "%-32s %9.3f %8.3f %-18s %9.4f %6.2f %8.4f %6.2f %7.2f %7.0f %3.0f  %s, %.1f s",
                name,
                raw.mean,
                raw.deviation,
                status,
                answer.mean,
                answer.meanZ,
                answer.deviation,
                answer.deviationZ,
                figures.getOrDefault("k_hat", Double.NaN),
                figures.getOrDefault("ess", Double.NaN),
                figures.getOrDefault("rounds", Double.NaN),
                path,
                seconds);
    }

    /** For machines; what is not a number is null. */
    String json() {
        return String.format(
                Locale.ROOT,
                "{\"case\":\"%s\",\"status\":\"%s\",\"path\":\"%s\",\"raw_error_sd\":%s,\"raw_sd_off\":%s,"
                        + "\"error_sd\":%s,\"error_z\":%s,\"sd_off\":%s,\"sd_off_z\":%s,%s\"false_certificate\":%b,"
                        + "\"seconds\":%.1f}",
                name,
                status,
                path.replace("\"", ""),
                number(raw.mean),
                number(raw.deviation),
                number(answer.mean),
                number(answer.meanZ),
                number(answer.deviation),
                number(answer.deviationZ),
                figures.entrySet().stream()
                        .map(figure -> "\"" + figure.getKey() + "\":" + number(figure.getValue()) + ",")
                        .collect(Collectors.joining()),
                wrong,
                seconds);
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.5g", value) : "null";
    }
}
