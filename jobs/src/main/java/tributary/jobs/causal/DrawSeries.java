package tributary.jobs.causal;

import java.io.Serializable;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The draws of one quantity, on their way to where they are written. */
final class DrawSeries implements Serializable {
    private static final long serialVersionUID = 1L;
    private final String model;
    private final String name;
    private final String group;
    private final int length;
    private final double[] values;

    /**
     * The draws of a quantity.
     *
     * @param length draws in a chain
     * @param values chain by chain
     */
    DrawSeries(String model, String name, String group, int length, double[] values) {
        this.model = model;
        this.name = name;
        this.group = group;
        this.length = length;
        this.values = values;
    }

    /** Rows of parameter_draws or estimand_draws. */
    Iterator<Row> rows() {
        return IntStream.range(0, values.length)
                .mapToObj(i -> RowFactory.create(
                        model,
                        name,
                        group,
                        i / length,
                        i % length,
                        Double.isFinite(values[i]) ? (Object) values[i] : null))
                .iterator();
    }
}
