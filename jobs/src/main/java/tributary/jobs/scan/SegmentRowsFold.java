package tributary.jobs.scan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import tributary.jobs.shard.Travel;

/** Gathers the sorted rows of each segment, runs a task on them, and merges the results of a partition. */
final class SegmentRowsFold<R extends Serializable> implements MapPartitionsFunction<Row, byte[]> {
    private static final long serialVersionUID = 1L;

    private final SegmentScan.RowsTask<R> task;
    private final SegmentBlocks.Merge<R> merge;

    SegmentRowsFold(SegmentScan.RowsTask<R> task, SegmentBlocks.Merge<R> merge) {
        this.task = task;
        this.merge = merge;
    }

    @Override
    public Iterator<byte[]> call(Iterator<Row> rows) {
        R merged = null;
        List<double[]> own = new ArrayList<>();
        String segment = null;
        while (rows.hasNext()) {
            Row row = rows.next();
            if (segment != null && !segment.equals(row.getString(0))) {
                merged = merged(merged, own);
                own.clear();
            }
            segment = row.getString(0);
            double[] values = new double[row.size() - 1];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.getDouble(i + 1);
            }
            own.add(values);
        }
        if (!own.isEmpty()) {
            merged = merged(merged, own);
        }
        return merged == null
                ? List.<byte[]>of().iterator()
                : List.of(Travel.written(merged)).iterator();
    }

    private R merged(@org.jspecify.annotations.Nullable R before, List<double[]> rows) {
        R one = task.of(rows.toArray(double[][]::new));
        return before == null ? one : merge.apply(before, one);
    }
}
