package tributary.plan;

import tributary.posterior.conjugate.Gradients;

/** The gradients of a factor as those of the whole position: zero in all other coordinates. */
final class PlacedGradients implements Gradients {
    private final Gradients factor;
    private final int[] places;
    private final int dimension;

    /**
     * Placed gradients.
     *
     * @param places where each coordinate of the factor lies in the whole
     * @param dimension of the whole
     */
    PlacedGradients(Gradients factor, int[] places, int dimension) {
        this.factor = factor;
        this.places = places.clone();
        this.dimension = dimension;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public double[][] at(double[][] positions) {
        double[][] own = new double[positions.length][places.length];
        for (int t = 0; t < own.length; t++) {
            for (int i = 0; i < places.length; i++) {
                own[t][i] = positions[t][places[i]];
            }
        }
        double[][] slopes = factor.at(own);
        double[][] whole = new double[positions.length][dimension];
        for (int t = 0; t < whole.length; t++) {
            for (int i = 0; i < places.length; i++) {
                whole[t][places[i]] = slopes[t][i];
            }
        }
        return whole;
    }
}
