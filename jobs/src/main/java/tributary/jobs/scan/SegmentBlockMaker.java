package tributary.jobs.scan;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import tributary.family.segments.SegmentMoments;
import tributary.jobs.shard.Travel;
import tributary.stats.CrossProducts;

/** Turns sorted rows of sums into one block of moments for each block number and metric. */
final class SegmentBlockMaker implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;
    static final StructType BLOCK = new StructType()
            .add("block", DataTypes.IntegerType, false)
            .add("metric", DataTypes.IntegerType, false)
            .add("moments", DataTypes.BinaryType, false)
            .add("total", DataTypes.BinaryType, false);

    /** By the number of the metric. */
    private final TreeMap<Integer, SegmentSums> metrics;

    SegmentBlockMaker(Map<Integer, SegmentSums> metrics) {
        this.metrics = new TreeMap<>(metrics);
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new Iterator<>() {
            private final List<Row> ready = new ArrayList<>();
            private @Nullable Row next = rows.hasNext() ? rows.next() : null;

            @Override
            public boolean hasNext() {
                if (ready.isEmpty() && next != null) {
                    fill();
                }
                return !ready.isEmpty();
            }

            @Override
            public Row next() {
                if (!hasNext()) {
                    throw new java.util.NoSuchElementException();
                }
                return ready.remove(0);
            }

            /** Reads the rows of one block. */
            private void fill() {
                List<SegmentMoments.Builder> moments = new ArrayList<>();
                List<CrossProducts> totals = new ArrayList<>();
                List<boolean[]> within = new ArrayList<>();
                List<SegmentSums> sums = List.copyOf(metrics.values());
                for (SegmentSums metric : sums) {
                    moments.add(SegmentMoments.builder(metric.origins().length));
                    totals.add(CrossProducts.empty(metric.origins().length));
                    within.add(new boolean[metric.origins().length]);
                }
                long crossed = 0;
                List<String> example = List.of();
                Row row = next;
                int block = row == null ? 0 : block(row);
                while (row != null && block(row) == block) {
                    String parent = row.getString(row.size() - 3);
                    String last = row.getString(row.size() - 2);
                    if (!parent.equals(last)) {
                        crossed++;
                        example = example.isEmpty() ? List.of(row.getString(0), parent, last) : example;
                    }
                    for (int m = 0; m < sums.size(); m++) {
                        CrossProducts segment = sums.get(m).read(row);
                        moments.get(m).add(row.getString(0), parent, segment);
                        totals.set(m, totals.get(m).merge(segment));
                        for (int i = 0; i < within.get(m).length; i++) {
                            within.get(m)[i] |= segment.centred(i, i) > 0;
                        }
                    }
                    row = rows.hasNext() ? rows.next() : null;
                }
                next = row;
                int m = 0;
                for (int metric : metrics.keySet()) {
                    ready.add(RowFactory.create(
                            block,
                            metric,
                            Travel.written(moments.get(m).build()),
                            Travel.written(new Totalled(
                                    sums.get(m).origins(), totals.get(m), within.get(m), crossed, example))));
                    m++;
                }
            }
        };
    }

    /** The last column, after the key, all sums, and the first and the last parent. */
    private static int block(Row row) {
        return row.getInt(row.size() - 1);
    }

    /** The totals of a block and what they are about. */
    static final class Totalled implements java.io.Serializable {
        private static final long serialVersionUID = 1L;
        final double[] origins;
        final CrossProducts total;
        final boolean[] within;
        /** Segments that lie within more than one group. */
        final long crossed;
        /** Such a segment, and two of its groups; empty if there is none. */
        final ArrayList<String> example;

        Totalled(double[] origins, CrossProducts total, boolean[] within, long crossed, List<String> example) {
            this.crossed = crossed;
            this.example = new ArrayList<>(example);
            this.origins = origins;
            this.total = total;
            this.within = within;
        }
    }
}
