package tributary.consensus;

/**
 * A mixture of N(-c, w) and N(c, w) on the first axis, N(0, 1) on the second, its likelihood to a power: of S equal shards
 * each has the power 1 / S.
 *
 * @param centre c
 * @param width w
 * @param left the share of the mode at -c
 * @param power of the likelihood
 */
record TwoModes(double centre, double width, double left, double power) implements ShardLikelihood {
    /** Modes of equal mass. */
    TwoModes(double centre, double width) {
        this(centre, width, 0.5, 1);
    }

    @Override
    public int dimension() {
        return 2;
    }

    @Override
    public long rows() {
        return 1;
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        double below = (position[0] + centre) / width;
        double above = (position[0] - centre) / width;
        double a = StrictMath.log(left) - 0.5 * below * below;
        double b = StrictMath.log(1 - left) - 0.5 * above * above;
        double highest = Math.max(a, b);
        double ea = StrictMath.exp(a - highest);
        double eb = StrictMath.exp(b - highest);
        gradient[0] = -power * (ea * below + eb * above) / (ea + eb) / width;
        gradient[1] = -power * position[1];
        return power * (highest + StrictMath.log(ea + eb) - 0.5 * position[1] * position[1]);
    }
}
