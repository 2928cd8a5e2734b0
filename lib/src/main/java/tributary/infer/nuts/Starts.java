package tributary.infer.nuts;

import java.io.Serializable;
import java.util.Optional;
import tributary.random.RandomStream;

/** Where chains begin. */
@FunctionalInterface
public interface Starts extends Serializable {
    /**
     * A position to try.
     *
     * @param chain counted from zero
     * @param attempt counted from zero
     * @param dimension of the position
     * @param stream for random starts
     * @return empty when there is nothing further to try
     */
    Optional<double[]> position(int chain, int attempt, int dimension, RandomStream stream);

    /** Uniform on (-radius, radius) in every coordinate, tried 100 times (Stan's start has radius 2). */
    static Starts uniform(double radius) {
        return (chain, attempt, dimension, stream) -> {
            if (attempt >= 100) {
                return Optional.empty();
            }
            double[] position = new double[dimension];
            for (int i = 0; i < dimension; i++) {
                position[i] = radius * (2 * stream.nextDouble() - 1);
            }
            return Optional.of(position);
        };
    }

    /** Given positions; chain c begins at the c-th, counting round. */
    static Starts at(double[]... positions) {
        double[][] copies = new double[positions.length][];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = positions[i].clone();
        }
        return (chain, attempt, dimension, stream) ->
                attempt == 0 ? Optional.of(copies[chain % copies.length].clone()) : Optional.empty();
    }
}
