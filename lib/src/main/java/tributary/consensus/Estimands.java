package tributary.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tributary.infer.Psis;

/**
 * What will be asked of a posterior: named functions of a draw, whose means the certificate vouches for one by one.
 *
 * @param names of the estimands
 * @param function their values at draws in unconstrained space
 */
public record Estimands(List<String> names, Function function) {
    /** Copies its list. */
    public Estimands {
        names = List.copyOf(names);
    }

    /** The estimands' values at draws, which are left unchanged. */
    @FunctionalInterface
    public interface Function {
        /** One array an estimand, in the order of the names, with one value a draw. */
        double[][] of(double[][] draws);
    }

    /** The unconstrained coordinates themselves. */
    public static Estimands coordinates(int dimension) {
        return new Estimands(
                IntStream.range(0, dimension).mapToObj(i -> "u" + i).toList(), draws -> {
                    double[][] columns = new double[dimension][draws.length];
                    for (int t = 0; t < draws.length; t++) {
                        for (int i = 0; i < dimension; i++) {
                            columns[i][t] = draws[t][i];
                        }
                    }
                    return columns;
                });
    }

    /**
     * The Pareto shape of the mean of each under importance ratios of draws, taken about that mean: of a quantity far from
     * zero hardly any draw would lie in its other tail, and products that are all but zero would be taken for one.
     */
    List<Certificate.EstimandShape> shapes(double[][] draws, double[] logRatios, double relativeEfficiency) {
        double[][] values = function.of(draws);
        double[] weights = Psis.smooth(logRatios, relativeEfficiency).weights();
        List<Certificate.EstimandShape> shapes = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            double mean = 0;
            for (int t = 0; t < logRatios.length; t++) {
                // A value that no weight reaches may be anything, even infinite.
                values[i][t] = logRatios[t] == Double.NEGATIVE_INFINITY ? 0 : values[i][t];
                mean += weights[t] * values[i][t];
            }
            for (int t = 0; t < logRatios.length; t++) {
                values[i][t] -= mean;
            }
            shapes.add(
                    new Certificate.EstimandShape(names.get(i), Psis.kHat(logRatios, values[i], relativeEfficiency)));
        }
        return shapes;
    }
}
