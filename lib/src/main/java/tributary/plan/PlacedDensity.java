package tributary.plan;

import tributary.math.LogDensity;

/** The density of a factor as one of the whole position: flat in all other coordinates. */
final class PlacedDensity implements LogDensity {
    private final LogDensity factor;
    private final int[] places;
    private final int dimension;
    private final double[] own;
    private final double[] slope;

    /**
     * A placed density.
     *
     * @param places where each coordinate of the factor lies in the whole
     * @param dimension of the whole
     */
    PlacedDensity(LogDensity factor, int[] places, int dimension) {
        this.factor = factor;
        this.places = places.clone();
        this.dimension = dimension;
        this.own = new double[places.length];
        this.slope = new double[places.length];
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        for (int i = 0; i < places.length; i++) {
            own[i] = position[places[i]];
        }
        double value = factor.evaluate(own, slope);
        java.util.Arrays.fill(gradient, 0);
        for (int i = 0; i < places.length; i++) {
            gradient[places[i]] = slope[i];
        }
        return value;
    }
}
