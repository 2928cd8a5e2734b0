package tributary.consensus;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.infer.LogSum;

/** Proposals fitted to weighted draws: one normal by moments, or a mixture by expectation and maximisation. */
final class WeightedFit {
    private static final int SWEEPS = 30;
    /** A component that explains less than this share is dropped. */
    private static final double LEAST_WEIGHT = 0.02;

    private WeightedFit() {}

    /** The normal with the weighted mean and covariance, or null where the weights leave too few directions. */
    static @Nullable Gaussian normal(double[][] draws, double[] weights) {
        int dimension = draws[0].length;
        double[] mean = new double[dimension];
        for (int t = 0; t < weights.length; t++) {
            for (int i = 0; i < dimension && weights[t] > 0; i++) {
                mean[i] += weights[t] * draws[t][i];
            }
        }
        double[][] covariance = new double[dimension][dimension];
        for (int t = 0; t < weights.length; t++) {
            for (int i = 0; i < dimension && weights[t] > 0; i++) {
                double gap = weights[t] * (draws[t][i] - mean[i]);
                for (int j = 0; j <= i; j++) {
                    covariance[i][j] += gap * (draws[t][j] - mean[j]);
                }
            }
        }
        double unbiased = 1 / (1 - 1 / Evidence.effective(weights));
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i][j] *= unbiased;
                covariance[j][i] = covariance[i][j];
            }
        }
        return Gaussian.of(mean, covariance);
    }

    /**
     * A mixture of normals by weighted EM, started from slices of the draws along the first coordinate of greatest spread.
     *
     * @return at most {@code components} components, or null where none could be fitted
     */
    static @Nullable Proposal mixture(Evidence evidence, double[] weights, int components, double degreesOfFreedom) {
        double[][] draws = evidence.draws();
        Gaussian whole = normal(draws, weights);
        if (whole == null) {
            return null;
        }
        int size = weights.length;
        double[][] share = slices(evidence, weights, whole, components);
        List<Gaussian> normals = new ArrayList<>();
        List<Double> masses = new ArrayList<>();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            normals.clear();
            masses.clear();
            for (double[] of : share) {
                double mass = 0;
                for (double part : of) {
                    mass += part;
                }
                if (mass < LEAST_WEIGHT) {
                    continue;
                }
                double[] normalised = new double[size];
                for (int t = 0; t < size; t++) {
                    normalised[t] = of[t] / mass;
                }
                // Too few effective draws cannot carry a covariance.
                Gaussian fitted =
                        Evidence.effective(normalised) < 2.0 * whole.dimension() + 2 ? null : normal(draws, normalised);
                if (fitted != null) {
                    normals.add(fitted);
                    masses.add(mass);
                }
            }
            if (normals.isEmpty()) {
                return null;
            }
            share = responsibilities(evidence, weights, normals, masses);
        }
        double total = masses.stream().mapToDouble(Double::doubleValue).sum();
        double[] normalised = masses.stream().mapToDouble(mass -> mass / total).toArray();
        return new Proposal(normals, normalised, degreesOfFreedom);
    }

    private static double[][] slices(Evidence evidence, double[] weights, Gaussian whole, int components) {
        double[][] share = new double[components][weights.length];
        for (int t = 0; t < weights.length; t++) {
            double[] z = whole.standardised(evidence.draw(t));
            double position = 0;
            for (double coordinate : z) {
                position = Math.abs(coordinate) > Math.abs(position) ? coordinate : position;
            }
            int slice = (int) Math.floor((position + 2.5) / 5 * components);
            share[Math.max(0, Math.min(components - 1, slice))][t] = weights[t];
        }
        return share;
    }

    private static double[][] responsibilities(
            Evidence evidence, double[] weights, List<Gaussian> normals, List<Double> masses) {
        double[][] share = new double[normals.size()][weights.length];
        double[] logs = new double[normals.size()];
        for (int t = 0; t < weights.length; t++) {
            for (int j = 0; j < logs.length; j++) {
                Gaussian normal = normals.get(j);
                logs[j] = StrictMath.log(masses.get(j))
                        - normal.logDeterminantOfFactor()
                        - 0.5 * normal.squaredDistance(evidence.draw(t));
            }
            double sum = LogSum.of(logs);
            for (int j = 0; j < logs.length; j++) {
                share[j][t] = weights[t] * StrictMath.exp(logs[j] - sum);
            }
        }
        return share;
    }
}
