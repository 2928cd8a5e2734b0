package tributary.jobs.demo;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * One unit of the demo, drawn from the stream named by its number: the same row wherever and whenever it is made.
 *
 * <p>A unit has a spending level (lognormal, mean 1) and an activity (Gamma(2)/2) that its past and its present share,
 * which is what makes pre-period covariates useful. Money is in whole cents and latency in whole milliseconds.
 */
final class DemoUnits {
    static final StructType SCHEMA = StructType.fromDDL("unit_id STRING NOT NULL, exposed_at TIMESTAMP NOT NULL,"
            + " experiment_id STRING NOT NULL, variant_id STRING NOT NULL, country STRING, device STRING,"
            + " converted INT, revenue DOUBLE, sessions DOUBLE, latency_ms DOUBLE, pre_revenue DOUBLE,"
            + " pre_sessions DOUBLE");
    private static final List<String> COUNTRIES = List.of("NL", "DE", "FR", "UK", "US");
    private static final int SECONDS = 14 * 86_400;
    private static final double SPENDING_SD = 0.5;
    private static final double ORDER_SD = 0.6;
    private static final double LATENCY_SD = 60;
    private static final double PRE_REVENUE = 4;

    private DemoUnits() {}

    static Row row(StreamKey seed, long number, long startSecond, List<DemoExperiment> experiments) {
        RandomStream random = seed.with(number).stream();
        DemoExperiment experiment = experiments.get((int) (number % experiments.size()));
        DemoArm arm = arm(experiment, random.nextDouble());
        boolean mobile = random.nextDouble() < DemoExperiment.MOBILE;
        String country = COUNTRIES.get(random.nextInt(COUNTRIES.size()));
        double spending = lognormal(random, SPENDING_SD);
        double activity = random.nextGamma(2) / 2;
        double rate = DemoExperiment.CONVERSION * (1 + (mobile ? arm.mobile() : arm.desktop()));
        boolean converted = random.nextDouble() < rate;
        double order = DemoExperiment.ORDER_VALUE * (1 + arm.orderValue()) * spending * lognormal(random, ORDER_SD);
        double latency = DemoExperiment.LATENCY + arm.latency() + LATENCY_SD * random.nextGaussian();
        long second = startSecond + random.nextInt(SECONDS);
        return RowFactory.create(
                String.format(Locale.ROOT, "u%08d", number),
                java.sql.Timestamp.from(java.time.Instant.ofEpochSecond(second)),
                experiment.name(),
                arm.name(),
                country,
                mobile ? "mobile" : "desktop",
                converted ? 1 : 0,
                converted ? Math.max(1, Math.rint(100 * order)) / 100 : 0.0,
                poisson(random, DemoExperiment.SESSIONS * (1 + arm.sessions()) * activity),
                Math.max(1, Math.rint(latency)),
                Math.rint(100 * PRE_REVENUE * spending * lognormal(random, ORDER_SD)) / 100,
                poisson(random, DemoExperiment.SESSIONS * activity));
    }

    private static DemoArm arm(DemoExperiment experiment, double uniform) {
        double below = 0;
        for (DemoArm arm : experiment.arms()) {
            below += arm.share();
            if (uniform < below) {
                return arm;
            }
        }
        return experiment.arms().get(experiment.arms().size() - 1);
    }

    /** Lognormal with mean 1. */
    private static double lognormal(RandomStream random, double sd) {
        return StrictMath.exp(sd * random.nextGaussian() - sd * sd / 2);
    }

    /** Poisson, as the number of unit-rate arrivals before the mean. */
    private static double poisson(RandomStream random, double mean) {
        int count = 0;
        double time = random.nextExponential();
        while (time < mean) {
            count++;
            time += random.nextExponential();
        }
        return count;
    }
}
