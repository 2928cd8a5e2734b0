package tributary.family.mediamix;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.model.Plate;
import tributary.posterior.Data;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.random.StreamKey;

/**
 * How well replicated weeks look like those observed: predictive checks of the outcome, by draws of the posterior, and of the
 * prior (what the model thought possible before it saw them).
 */
public final class FitChecks {
    private static final int REPLICATES = 400;

    private FitChecks() {}

    /**
     * One statistic of replicates beside the observed one.
     *
     * @param statistic {@code mean}, {@code sd}, {@code largest}, {@code autocorrelation}, {@code coverage_50}, {@code
     *     coverage_94} (the share of weeks inside their predictive interval), {@code r_squared} (of predictive means)
     * @param observed of the data; for coverage the share, for r_squared the figure
     * @param replicates of replicated data; empty for coverage and r_squared
     * @param passed whether it lies where it is expected
     */
    public record Check(String statistic, double observed, List<Double> replicates, boolean passed)
            implements Serializable {
        /** Copies its list. */
        public Check {
            replicates = new ArrayList<>(replicates);
        }
    }

    /**
     * A lift test beside what the model says of it after it has seen both data and test.
     *
     * @param gain the posterior's median of what the test measured, in the outcome's own unit
     */
    public record LiftCheck(LiftTest test, double gain) implements Serializable {
        /** How many standard errors of the test lie between them. */
        public double off() {
            return Math.abs(test.lift() - gain) / test.se();
        }
    }

    /** Each lift test of a model, by draws of its values. */
    public static List<LiftCheck> lifts(MediaMixModel mix, Draws values) {
        List<LiftCheck> checks = new ArrayList<>();
        for (LiftTest test : mix.liftTests()) {
            double median = Describe.median(values.values("gain_" + (checks.size() + 1)));
            checks.add(new LiftCheck(test, mix.kpiScale() * median));
        }
        return checks;
    }

    /** Replicates of the outcome under draws, and what they tell. */
    public static List<Check> of(MediaMixModel mix, Posterior posterior, Draws draws, StreamKey key) {
        double[] observed = mix.data().numbers(Plate.ROWS, "kpi");
        double[][] replicated = replicated(mix, posterior, draws, key.with("replicate"));
        List<Check> checks = statistics(mix, observed, replicated);
        double[][] byRow = new double[observed.length][replicated.length];
        double residual = 0;
        for (int row = 0; row < observed.length; row++) {
            for (int d = 0; d < replicated.length; d++) {
                byRow[row][d] = replicated[d][row];
            }
            double off = observed[row] - Describe.mean(byRow[row]);
            residual += off * off;
        }
        for (int percent : new int[] {50, 94}) {
            checks.add(coverage(percent, observed, byRow));
        }
        double total = Describe.variance(observed) * (observed.length - 1);
        double explained = total > 0 ? 1 - residual / total : Double.NaN;
        checks.add(new Check("r_squared", explained, List.of(), explained > 0));
        return checks;
    }

    /**
     * Replicates of the outcome under draws of the prior, and the statistics that look at single replicates: one that lies
     * beyond nearly all of them is at odds with the priors.
     */
    public static List<Check> prior(MediaMixModel mix, Posterior posterior, Draws draws, StreamKey key) {
        return statistics(
                mix,
                mix.data().numbers(Plate.ROWS, "kpi"),
                replicated(mix, posterior, draws, key.with("prior replicate")));
    }

    private static double[][] replicated(MediaMixModel mix, Posterior posterior, Draws draws, StreamKey key) {
        Simulation world = Simulation.of(posterior, mix.model());
        Draws some = MediaWorlds.thinned(draws, REPLICATES);
        double[][] replicated = new double[some.size()][];
        double[] position = new double[some.names().size()];
        for (int d = 0; d < some.size(); d++) {
            some.row(d, position);
            Data other = world.replicate(position, key.with(d));
            replicated[d] = other.numbers(Plate.ROWS, "kpi");
        }
        return replicated;
    }

    private static List<Check> statistics(MediaMixModel mix, double[] observed, double[][] replicated) {
        int weeks = mix.panel().weeks().size();
        List<Check> checks = new ArrayList<>();
        checks.add(check("mean", observed, replicated, Describe::mean));
        checks.add(check("sd", observed, replicated, Describe::sd));
        checks.add(check("largest", observed, replicated, FitChecks::largest));
        checks.add(check("autocorrelation", observed, replicated, v -> autocorrelation(v, weeks)));
        return checks;
    }

    private interface Statistic {
        double of(double[] values);
    }

    /** Passed between the 0.5 % and 99.5 % quantiles of the replicates. */
    private static Check check(String name, double[] observed, double[][] replicated, Statistic statistic) {
        double seen = statistic.of(observed);
        double[] values = new double[replicated.length];
        List<Double> all = new ArrayList<>();
        for (int d = 0; d < values.length; d++) {
            values[d] = statistic.of(replicated[d]);
            all.add(values[d]);
        }
        double[] ends = Describe.quantiles(values, 0.005, 0.995);
        return new Check(name, seen, all, seen >= ends[0] && seen <= ends[1]);
    }

    /** Passed within three binomial standard errors; weeks that depend on each other make it a rough rule. */
    private static Check coverage(int percent, double[] observed, double[][] byRow) {
        double tail = (1 - percent / 100.0) / 2;
        int inside = 0;
        for (int row = 0; row < observed.length; row++) {
            double[] ends = Describe.quantiles(byRow[row], tail, 1 - tail);
            inside += observed[row] >= ends[0] && observed[row] <= ends[1] ? 1 : 0;
        }
        double share = (double) inside / observed.length;
        double wanted = percent / 100.0;
        double error = Math.sqrt(wanted * (1 - wanted) / observed.length);
        return new Check("coverage_" + percent, share, List.of(), Math.abs(share - wanted) <= 3 * error + 0.02);
    }

    private static double largest(double[] values) {
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            most = Math.max(most, value);
        }
        return most;
    }

    private static double autocorrelation(double[] values, int weeks) {
        double mean = Describe.mean(values);
        double product = 0;
        double square = 0;
        for (int row = 0; row < values.length; row++) {
            square += (values[row] - mean) * (values[row] - mean);
            product += row % weeks == 0 ? 0 : (values[row] - mean) * (values[row - 1] - mean);
        }
        return square > 0 ? product / square : 0;
    }
}
