package tributary.infer;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A thinned density curve: {@code height(i)} at {@code start + i step}.
 */
public final class DensityCurve implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int POINTS = 96;

    private final double start;
    private final double step;
    private final double[] heights;

    /** Copies the heights. */
    public DensityCurve(double start, double step, double[] heights) {
        this.start = start;
        this.step = step;
        this.heights = heights.clone();
    }

    /** No curve. */
    public static DensityCurve none() {
        return new DensityCurve(0, 0, new double[0]);
    }

    /** A Gaussian kernel with Silverman's (1986) bandwidth, over the central 99.8 % and a bandwidth more. */
    public static DensityCurve of(double[] draws) {
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

    /** The first abscissa. */
    public double start() {
        return start;
    }

    /** The distance of neighbours. */
    public double step() {
        return step;
    }

    /** The number of points; 0 where no density exists. */
    public int size() {
        return heights.length;
    }

    /** The i-th abscissa. */
    public double x(int i) {
        return start + i * step;
    }

    /** The density at it. */
    public double height(int i) {
        return heights[i];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DensityCurve that
                && start == that.start
                && step == that.step
                && Arrays.equals(heights, that.heights);
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(start + 31 * step) + Arrays.hashCode(heights);
    }
}
