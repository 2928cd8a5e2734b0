package tributary.infer;

/** Turns weighted draws into unweighted ones. */
public final class Resampling {
    private Resampling() {}

    /**
     * Systematic resampling: draw i is taken {@code floor} or {@code ceil} of {@code count w_i} times, its expectation
     * exactly that (Kitagawa 1996). Indices come in increasing order.
     *
     * @param weights not negative, of positive finite sum
     * @param count how many to take, at least 1
     * @param uniform one uniform number in (0, 1)
     */
    public static int[] systematic(double[] weights, int count, double uniform) {
        double total = 0;
        for (double weight : weights) {
            if (!(weight >= 0)) {
                throw new IllegalArgumentException("weights must not be negative or NaN, one is " + weight);
            }
            total += weight;
        }
        if (!(total > 0) || Double.isInfinite(total) || count < 1 || !(uniform > 0 && uniform < 1)) {
            throw new IllegalArgumentException(
                    "resampling needs a positive finite sum of weights, a count and a uniform" + " in (0, 1); has "
                            + total + ", " + count + ", " + uniform);
        }
        int last = weights.length - 1;
        while (weights[last] == 0) {
            last--; // rounding of the sum must never reach a draw of no weight
        }
        int[] taken = new int[count];
        int draw = 0;
        double upTo = weights[0];
        for (int i = 0; i < count; i++) {
            double mark = total * ((i + uniform) / count);
            while (mark >= upTo && draw < last) {
                upTo += weights[++draw];
            }
            taken[i] = draw;
        }
        return taken;
    }
}
