package tributary.infer;

/** The logarithm of a sum of exponentials, without overflow. */
public final class LogSum {
    private LogSum() {}

    /** {@code log(sum(exp(logs)))}; negative infinity for none, or if all are. */
    public static double of(double... logs) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double log : logs) {
            highest = StrictMath.max(highest, log);
        }
        if (Double.isInfinite(highest)) {
            return highest;
        }
        double sum = 0;
        for (double log : logs) {
            sum += StrictMath.exp(log - highest);
        }
        return highest + StrictMath.log(sum);
    }
}
