package tributary.infer;

import java.util.Arrays;

/**
 * The continuous ranked probability score of a forecast that is known by draws: {@code E|X - y| - E|X - X'| / 2}, in the
 * outcome's own unit, smaller is better; of a forecast without spread it is the absolute error (Gneiting and Raftery 2007).
 */
public final class Crps {
    private Crps() {}

    /**
     * The score, by the estimator that is unbiased in the number of draws (Ferro 2014).
     *
     * @param draws of the forecast, two at least, finite
     * @param observed what came
     */
    public static double of(double[] draws, double observed) {
        if (draws.length < 2) {
            throw new IllegalArgumentException("a score needs two draws at least, has " + draws.length);
        }
        double[] sorted = draws.clone();
        Arrays.sort(sorted);
        double n = sorted.length;
        double error = 0;
        double apart = 0;
        for (int i = 0; i < sorted.length; i++) {
            error += Math.abs(sorted[i] - observed);
            apart += (2 * i + 1 - n) * sorted[i];
        }
        return error / n - apart / (n * (n - 1));
    }
}
