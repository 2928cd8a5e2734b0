package tributary.infer.nuts;

/** Where a chain stands: a position with its log density and gradient, immutable. */
public final class NutsState {
    final double[] position;
    final double[] gradient;
    private final double logDensity;

    NutsState(double[] position, double[] gradient, double logDensity) {
        this.position = position;
        this.gradient = gradient;
        this.logDensity = logDensity;
    }

    /** A copy of the coordinates. */
    public double[] position() {
        return position.clone();
    }

    /** A copy of the gradient. */
    public double[] gradient() {
        return gradient.clone();
    }

    /** The log density. */
    public double logDensity() {
        return logDensity;
    }

    /** Whether a chain can start here: log density and gradient are finite. */
    public boolean isFinite() {
        for (double slope : gradient) {
            if (!Double.isFinite(slope)) {
                return false;
            }
        }
        return Double.isFinite(logDensity);
    }
}
