package tributary.jobs.scan;

import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import tributary.family.segments.Outcome;
import tributary.family.segments.SegmentCells;
import tributary.jobs.shard.Travel;

/** Turns counted rows (segment, variables, n, block), sorted by block, segment and variables, into one block of cells each. */
final class SegmentCellMaker implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;
    static final StructType BLOCK = new StructType()
            .add("block", DataTypes.IntegerType, false)
            .add("metric", DataTypes.IntegerType, false)
            .add("cells", DataTypes.BinaryType, false);

    private final int metric;
    private final Outcome outcome;
    private final int variables;

    SegmentCellMaker(int metric, Outcome outcome, int variables) {
        this.metric = metric;
        this.outcome = outcome;
        this.variables = variables;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new Iterator<>() {
            private @Nullable Row next = rows.hasNext() ? rows.next() : null;

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Row next() {
                Row row = next;
                if (row == null) {
                    throw new java.util.NoSuchElementException();
                }
                int block = block(row);
                SegmentCells.Builder cells = SegmentCells.builder(outcome, variables - 1);
                double[] values = new double[variables];
                while (row != null && block(row) == block) {
                    for (int i = 0; i < variables; i++) {
                        values[i] = row.getDouble(1 + i);
                    }
                    cells.add(row.getString(0), row.getLong(1 + variables), values);
                    row = rows.hasNext() ? rows.next() : null;
                }
                next = row;
                return RowFactory.create(block, metric, Travel.written(cells.build()));
            }
        };
    }

    private int block(Row row) {
        return row.getInt(2 + variables);
    }
}
