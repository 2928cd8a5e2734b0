package tributary.posterior.conjugate;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The table over (logit p_0, z) of {@link CorrelatedLift}: at each node the product over arms of the integral of the
 * arm's likelihood over its lift, given what the arms share.
 *
 * <p>Every rate has nodes of its own for the lifts and for z: where an arm holds a thousand times the units of control,
 * its lift given the rate is a thousand times narrower than over all rates, and no common grid would see it.
 */
final class SharedLiftTable {
    private static final int RATE_NODES = 193;
    private static final int SHARED_NODES = 129;
    private static final int LIFT_NODES = 129;
    private static final double FARTHEST = 10;

    /** Makes the conditional of one arm's lift. */
    interface Conditional {
        LiftConditional of(int arm, double rate, double centre, double variance);
    }

    private final GridDensity logitRate;
    private final GridDensity[] shared = new GridDensity[RATE_NODES];
    private final double[] rowMass = new double[RATE_NODES];
    private final double mean;
    private final double shift;
    private final double spread;

    SharedLiftTable(
            double lower,
            double upper,
            DoubleUnaryOperator logControl,
            Conditional conditional,
            int arms,
            double mean,
            double sd,
            double correlation) {
        this.mean = mean;
        this.shift = sd * StrictMath.sqrt(correlation);
        this.spread = sd * StrictMath.sqrt(1 - correlation);
        double rateStep = (upper - lower) / (RATE_NODES - 1);
        double[] logRows = new double[RATE_NODES];
        ArmIntegral[] lifts = new ArmIntegral[arms];
        for (int i = 0; i < RATE_NODES; i++) {
            double x = lower + i * rateStep;
            double rate = 1 / (1 + StrictMath.exp(-x));
            double base = logControl.applyAsDouble(x);
            for (int k = 0; k < arms; k++) {
                lifts[k] = new ArmIntegral(conditional.of(k, rate, mean, sd * sd));
            }
            double[] range = sharedRange(logRow(-FARTHEST, FARTHEST, base, lifts));
            shared[i] = GridDensity.ofNodes(
                    range[0], (range[1] - range[0]) / (SHARED_NODES - 1), logRow(range[0], range[1], base, lifts));
            logRows[i] = shared[i].logIntegral();
        }
        logitRate = GridDensity.ofNodes(lower, rateStep, logRows);
        double top = Arrays.stream(logRows).max().orElseThrow();
        Arrays.setAll(rowMass, i -> StrictMath.exp(logRows[i] - top));
    }

    GridDensity logitRate() {
        return logitRate;
    }

    GridDensity[] shared() {
        return shared;
    }

    double[] rowMass() {
        return rowMass;
    }

    /** The log density of (rate, z) on even nodes of z, up to a constant that all rates have in common. */
    private double[] logRow(double low, double high, double base, ArmIntegral[] lifts) {
        double step = (high - low) / (SHARED_NODES - 1);
        double[] row = new double[SHARED_NODES];
        for (int j = 0; j < SHARED_NODES; j++) {
            double z = low + j * step;
            row[j] = base - 0.5 * z * z;
            for (ArmIntegral lift : lifts) {
                row[j] += lift.log(mean + shift * z, spread);
            }
        }
        return row;
    }

    /** Where z lives on the coarse grid: all nodes within the drop of the top, and one more each side. */
    private static double[] sharedRange(double[] coarse) {
        double top = Arrays.stream(coarse).max().orElseThrow();
        int first = SHARED_NODES - 1;
        int last = 0;
        for (int j = 0; j < SHARED_NODES; j++) {
            if (coarse[j] >= top - GridDensity.DROP) {
                first = Math.min(first, j);
                last = Math.max(last, j);
            }
        }
        double step = 2 * FARTHEST / (SHARED_NODES - 1);
        return new double[] {
            -FARTHEST + step * Math.max(0, first - 1), -FARTHEST + step * Math.min(SHARED_NODES - 1, last + 1)
        };
    }

    /** The integral of one arm's likelihood at one rate against a normal density of the lift, up to a constant. */
    private static final class ArmIntegral {
        private final double start;
        private final double step;
        private final double logTop;
        private final double[] likelihood = new double[LIFT_NODES];

        ArmIntegral(LiftConditional lift) {
            double[] ends = lift.range();
            // Midpoints: an end of the support, where the likelihood may be without a logarithm, is no node.
            this.step = (ends[1] - ends[0]) / LIFT_NODES;
            this.start = ends[0] + 0.5 * step;
            double top = Double.NEGATIVE_INFINITY;
            for (int u = 0; u < LIFT_NODES; u++) {
                likelihood[u] = lift.logLikelihood(start + u * step);
                top = Math.max(top, likelihood[u]);
            }
            for (int u = 0; u < LIFT_NODES; u++) {
                likelihood[u] = top == Double.NEGATIVE_INFINITY ? 0 : StrictMath.exp(likelihood[u] - top);
            }
            this.logTop = top;
        }

        /**
         * Its logarithm. The normal weights of neighbours are in a ratio that changes by a constant factor, so two
         * exponentials give them all, from the node nearest the centre outwards.
         */
        double log(double centre, double sd) {
            double place = (centre - start) / step;
            int nearest = (int) Math.min(LIFT_NODES - 1, Math.max(0, StrictMath.rint(place)));
            double gap = (start + nearest * step - centre) / sd;
            double delta = step / sd;
            double change = StrictMath.exp(-delta * delta);
            double half = StrictMath.exp(-0.5 * delta * delta);
            double tilt = StrictMath.exp(-gap * delta);
            double sum = likelihood[nearest];
            double weight = 1;
            double ratio = half * tilt;
            for (int u = nearest + 1; u < LIFT_NODES && weight > 0; u++) {
                weight *= ratio;
                ratio *= change;
                sum += weight * likelihood[u];
            }
            weight = 1;
            ratio = half / tilt;
            for (int u = nearest - 1; u >= 0 && weight > 0; u--) {
                weight *= ratio;
                ratio *= change;
                sum += weight * likelihood[u];
            }
            return sum > 0 ? logTop - 0.5 * gap * gap + StrictMath.log(sum * step) : -1e9;
        }
    }
}
