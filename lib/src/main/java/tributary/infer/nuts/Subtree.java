package tributary.infer.nuts;

/**
 * A stretch of a trajectory, in the order it was walked: its two ends, the sum of its momenta, its weight, and the
 * one point chosen from it so far.
 */
final class Subtree {
    double[] firstMomentum;
    double[] firstVelocity;
    double[] lastMomentum;
    double[] lastVelocity;
    final double[] momentumSum;
    double logWeight;

    double[] position;
    double[] gradient;
    double logDensity;
    double energy;

    Subtree(int dimension) {
        firstMomentum = new double[dimension];
        firstVelocity = new double[dimension];
        lastMomentum = new double[dimension];
        lastVelocity = new double[dimension];
        momentumSum = new double[dimension];
        position = new double[dimension];
        gradient = new double[dimension];
    }

    /** Makes this the stretch of one point. */
    void setLeaf(PhasePoint point, double pointEnergy, double pointLogWeight) {
        int n = momentumSum.length;
        System.arraycopy(point.momentum, 0, firstMomentum, 0, n);
        System.arraycopy(point.velocity, 0, firstVelocity, 0, n);
        System.arraycopy(point.momentum, 0, lastMomentum, 0, n);
        System.arraycopy(point.velocity, 0, lastVelocity, 0, n);
        System.arraycopy(point.momentum, 0, momentumSum, 0, n);
        System.arraycopy(point.position, 0, position, 0, n);
        System.arraycopy(point.gradient, 0, gradient, 0, n);
        logDensity = point.logDensity;
        energy = pointEnergy;
        logWeight = pointLogWeight;
    }

    /**
     * Whether the walk from this stretch through the next has turned back on itself: over the whole, from this
     * through the next one's first point, or from this one's last point through the next (Betancourt 2017, with the
     * two checks across the seam that Stan added in 2019).
     */
    boolean turnsWith(Subtree next) {
        double startAll = 0;
        double endAll = 0;
        double startSeam = 0;
        double seamFirst = 0;
        double seamLast = 0;
        double endSeam = 0;
        for (int i = 0; i < momentumSum.length; i++) {
            double mine = momentumSum[i];
            double its = next.momentumSum[i];
            double all = mine + its;
            double throughFirst = mine + next.firstMomentum[i];
            double fromLast = its + lastMomentum[i];
            startAll += firstVelocity[i] * all;
            endAll += next.lastVelocity[i] * all;
            startSeam += firstVelocity[i] * throughFirst;
            seamFirst += next.firstVelocity[i] * throughFirst;
            seamLast += lastVelocity[i] * fromLast;
            endSeam += next.lastVelocity[i] * fromLast;
        }
        return !(startAll > 0 && endAll > 0 && startSeam > 0 && seamFirst > 0 && seamLast > 0 && endSeam > 0);
    }

    /** Appends the next stretch, whose arrays may be exchanged with this one's; the chosen point stays. */
    void append(Subtree next) {
        for (int i = 0; i < momentumSum.length; i++) {
            momentumSum[i] += next.momentumSum[i];
        }
        double[] momentum = lastMomentum;
        lastMomentum = next.lastMomentum;
        next.lastMomentum = momentum;
        double[] velocity = lastVelocity;
        lastVelocity = next.lastVelocity;
        next.lastVelocity = velocity;
    }

    /** Takes over the point chosen from another stretch. */
    void choose(Subtree other) {
        double[] swap = position;
        position = other.position;
        other.position = swap;
        swap = gradient;
        gradient = other.gradient;
        other.gradient = swap;
        logDensity = other.logDensity;
        energy = other.energy;
    }

    /** Turns the walk round: the last point becomes the first. */
    void reverse() {
        double[] momentum = firstMomentum;
        firstMomentum = lastMomentum;
        lastMomentum = momentum;
        double[] velocity = firstVelocity;
        firstVelocity = lastVelocity;
        lastVelocity = velocity;
    }
}
