package tributary.hierarchy;

import java.util.Arrays;

/** Points of hyper-parameters of groups and parents, and of the deviations of all parents that go with them. */
final class BothLevels {
    private final double[][] positions;
    private final double[][] deviations;

    /**
     * The points.
     *
     * @param positions of each the hyper-parameters
     * @param deviations of each those of all parents, one after the other
     */
    BothLevels(double[][] positions, double[][] deviations) {
        this.positions = positions;
        this.deviations = deviations;
    }

    int size() {
        return positions.length;
    }

    /** Never written. */
    double[][] positions() {
        return positions;
    }

    /** Never written. */
    double[][] deviations() {
        return deviations;
    }

    /** So many of them, evenly spaced. */
    BothLevels some(int many) {
        int[] at = new int[Math.min(many, size())];
        Arrays.setAll(at, i -> (int) ((2L * i + 1) * size() / (2L * at.length)));
        return new BothLevels(
                Arrays.stream(at).mapToObj(i -> positions[i]).toArray(double[][]::new),
                Arrays.stream(at).mapToObj(i -> deviations[i]).toArray(double[][]::new));
    }

    /** Those from a number on. */
    BothLevels from(int first) {
        return new BothLevels(
                Arrays.copyOfRange(positions, first, size()), Arrays.copyOfRange(deviations, first, size()));
    }

    /** The mean of the first of the hyper-parameters. */
    double[] middle(int dimension) {
        double[] middle = new double[dimension];
        for (double[] position : positions) {
            for (int i = 0; i < dimension; i++) {
                middle[i] += position[i] / size();
            }
        }
        return middle;
    }
}
