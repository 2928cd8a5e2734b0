package tributary.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tributary.estimand.IntervalSpec;
import tributary.infer.Interval;

/**
 * Priors over the bias that unmeasured confounding leaves: what remains of an effect under each, and how much bias would
 * overturn it.
 *
 * <p>The bias is never learned from the table; its prior states what outside knowledge says. Among many rows it, not
 * sampling error, is the honest width of the answer.
 */
public final class BiasSensitivity {
    /** A conclusion about the sign stands while its probability is at least this. */
    public static final double CONVINCED = 0.95;

    private static final int STEPS = 12;

    private BiasSensitivity() {}

    /** The estimand under each belief. */
    public static List<SensitivityCell> scenarios(double[] draws, List<BiasPrior> priors, IntervalSpec interval) {
        return priors.stream()
                .map(prior -> cell(prior.name(), prior, new MixedNormal(draws, prior), interval, Double.NaN))
                .toList();
    }

    /**
     * The estimand under a known bias, from none to twice the estimate, with the bias at which P(effect has the sign it
     * seems to have) falls below {@value #CONVINCED}.
     */
    public static List<SensitivityCell> shifts(double[] draws, IntervalSpec interval) {
        double tipping = tippingShift(draws);
        double mean = Arrays.stream(draws).average().orElse(Double.NaN);
        List<SensitivityCell> cells = new ArrayList<>();
        for (int step = 0; step <= STEPS; step++) {
            BiasPrior prior = new BiasPrior("", 2 * mean * step / STEPS, 0);
            cells.add(cell(
                    String.format(Locale.ROOT, "bias of %.6g", prior.mean()),
                    prior,
                    new MixedNormal(draws, prior),
                    interval,
                    tipping));
        }
        return cells;
    }

    /**
     * The estimand under a bias of unknown sign, from certainly none to a spread of twice the estimate, with the spread at
     * which P(effect has the sign it seems to have) falls below {@value #CONVINCED}.
     */
    public static List<SensitivityCell> spreads(double[] draws, IntervalSpec interval) {
        double tipping = tippingSpread(draws);
        double mean = Math.abs(Arrays.stream(draws).average().orElse(Double.NaN));
        List<SensitivityCell> cells = new ArrayList<>();
        for (int step = 0; step <= STEPS; step++) {
            BiasPrior prior = new BiasPrior("", 0, 2 * mean * step / STEPS);
            cells.add(cell(
                    String.format(Locale.ROOT, "bias of sd %.6g", prior.sd()),
                    prior,
                    new MixedNormal(draws, prior),
                    interval,
                    tipping));
        }
        return cells;
    }

    private static SensitivityCell cell(
            String name, BiasPrior prior, MixedNormal law, IntervalSpec spec, double tipping) {
        Interval interval = law.interval(spec);
        return new SensitivityCell(
                SensitivityCell.Grid.BIAS,
                name,
                prior.words(),
                true,
                law.mean(),
                law.sd(),
                law.quantile(0.5),
                interval.lower(),
                interval.upper(),
                law.probabilityAbove(0),
                tipping);
    }

    /**
     * The bias at which the sign is no longer {@value #CONVINCED} sure: a quantile of the draws. It has the sign of the
     * estimate where the sign is sure without bias, and the other sign where it is not sure even then.
     */
    public static double tippingShift(double... draws) {
        MixedNormal law = new MixedNormal(draws, new BiasPrior("", 0, 0));
        return law.quantile(law.mean() > 0 ? 1 - CONVINCED : CONVINCED);
    }

    /**
     * The standard deviation of a bias without direction at which the sign is no longer {@value #CONVINCED} sure; 0 where
     * it never is, NaN where no spread up to 1000 times the estimate overturns it.
     */
    public static double tippingSpread(double... draws) {
        double mean = Arrays.stream(draws).average().orElse(Double.NaN);
        if (!(confidence(draws, mean, 0) >= CONVINCED)) {
            return 0;
        }
        double low = 0;
        double high = 1000 * Math.abs(mean);
        if (confidence(draws, mean, high) >= CONVINCED) {
            return Double.NaN;
        }
        for (int halving = 0; halving < 60; halving++) {
            double middle = 0.5 * (low + high);
            if (confidence(draws, mean, middle) >= CONVINCED) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return 0.5 * (low + high);
    }

    private static double confidence(double[] draws, double mean, double sd) {
        double above = 0;
        for (double draw : draws) {
            above += sd > 0 ? tributary.math.Special.normalCdf(draw / sd) : draw > 0 ? 1 : 0;
        }
        above /= draws.length;
        return mean > 0 ? above : 1 - above;
    }
}
