package tributary.posterior;

/**
 * Count, mean, and sum of squares about the mean of numbers; mergeable.
 *
 * @param count how many numbers
 * @param mean their mean; 0 for none
 * @param squares the sum of squares about it
 */
record Moments(double count, double mean, double squares) {
    /** Numbers that one of these takes in an array. */
    static final int WIDTH = 3;

    static Moments read(double[] all, int level) {
        return new Moments(all[WIDTH * level], all[WIDTH * level + 1], all[WIDTH * level + 2]);
    }

    void write(double[] all, int level) {
        all[WIDTH * level] = count;
        all[WIDTH * level + 1] = mean;
        all[WIDTH * level + 2] = squares;
    }

    /** Mean 0 and variance 1, until the figures are known. */
    static double[] placeholders(Statistic statistic) {
        int levels = Figures.levels(statistic);
        double[] all = new double[WIDTH * levels];
        for (int level = 0; level < levels; level++) {
            new Moments(2, 0, 1).write(all, level);
        }
        return all;
    }

    /** Both together (Chan, Golub and LeVeque 1983). */
    Moments plus(Moments other) {
        if (count == 0) {
            return other;
        }
        if (other.count == 0) {
            return this;
        }
        double total = count + other.count;
        double gap = other.mean - mean;
        return new Moments(
                total,
                mean + gap * other.count / total,
                squares + other.squares + gap * gap * count * other.count / total);
    }

    /** The standard deviation with n - 1 below; 0 for fewer than two numbers. */
    double sd() {
        return count < 2 ? 0 : StrictMath.sqrt(squares / (count - 1));
    }
}
