package tributary.family.experiment;

import java.util.Arrays;
import tributary.family.experiment.SensitivityRow.DensityCurve;
import tributary.infer.Describe;

/** Thinned kernel densities of draws, for curves laid over each other. */
final class DensityCurves {
    private static final int POINTS = 96;

    private DensityCurves() {}

    /** No curve. */
    static DensityCurve none() {
        return new DensityCurve(0, 0, new double[0]);
    }

    /** A Gaussian kernel with Silverman's (1986) bandwidth, over the central 99.8 % and a bandwidth more. */
    static DensityCurve of(double[] draws) {
        double[] quantiles = Describe.quantiles(draws, 0.001, 0.25, 0.75, 0.999);
        double spread = Math.min(Describe.sd(draws), (quantiles[2] - quantiles[1]) / 1.34);
        double bandwidth = 0.9 * spread * StrictMath.exp(-0.2 * StrictMath.log(draws.length));
        double start = quantiles[0] - 2 * bandwidth;
        double step = (quantiles[3] + 2 * bandwidth - start) / (POINTS - 1);
        if (!(bandwidth > 0) || !(step > 0) || Double.isInfinite(step)) {
            return none();
        }
        // Binning first, on cells a quarter of the step, costs no visible accuracy and saves most exponentials.
        int fine = 4;
        double[] bins = new double[fine * POINTS];
        for (double draw : draws) {
            int bin = (int) StrictMath.floor((draw - start) / step * fine + 0.5);
            if (bin >= 0 && bin < bins.length) {
                bins[bin] += 1.0 / draws.length;
            }
        }
        double[] heights = new double[POINTS];
        Arrays.setAll(heights, i -> {
            double sum = 0;
            for (int b = 0; b < bins.length; b++) {
                double z = (i * step - b * step / fine) / bandwidth;
                if (bins[b] > 0 && z * z < 60) {
                    sum += bins[b] * StrictMath.exp(-0.5 * z * z);
                }
            }
            return sum / (bandwidth * StrictMath.sqrt(2 * StrictMath.PI));
        });
        return new DensityCurve(start, step, heights);
    }
}
