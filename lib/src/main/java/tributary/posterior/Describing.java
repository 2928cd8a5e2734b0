package tributary.posterior;

/** Mean and standard deviation of a column, by the two-pass formulas. */
final class Describing {
    private Describing() {}

    static double mean(double... values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double correction = 0;
        for (double value : values) {
            correction += value - mean;
        }
        return mean + correction / values.length;
    }

    /** With n - 1 below; 0 for fewer than two values. */
    static double sd(double... values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return values.length < 2 ? 0 : StrictMath.sqrt(sum / (values.length - 1));
    }
}
