package tributary.hierarchy;

/** The coordinates in which a polynomial tells the log likelihood of hyper-parameters. */
enum FitCoordinates {
    /** Variances and covariances of groups, in which it is smooth also where groups do not differ at all. */
    SMOOTH {
        @Override
        void at(CollapsedDensity density, double[] position, double[] into) {
            density.smooth(position, into);
        }

        @Override
        void addSlopes(CollapsedDensity density, double[] position, double[] slopes, double[] gradient) {
            density.addThroughSmooth(position, slopes, gradient);
        }
    },
    /** Those of the position itself: logarithms of deviations, in which few groups of very many rows are told best. */
    OWN {
        @Override
        void at(CollapsedDensity density, double[] position, double[] into) {
            System.arraycopy(position, 0, into, 0, into.length);
        }

        @Override
        void addSlopes(CollapsedDensity density, double[] position, double[] slopes, double[] gradient) {
            for (int i = 0; i < slopes.length; i++) {
                gradient[i] += slopes[i];
            }
        }
    };

    /**
     * A position in these coordinates.
     *
     * @param into receives as many numbers
     */
    abstract void at(CollapsedDensity density, double[] position, double[] into);

    /** Adds to a gradient at a position what slopes in these coordinates come to. */
    abstract void addSlopes(CollapsedDensity density, double[] position, double[] slopes, double[] gradient);
}
