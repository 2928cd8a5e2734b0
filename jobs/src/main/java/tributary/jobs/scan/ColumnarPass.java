package tributary.jobs.scan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** One task of the columnar scan: the batches of a partition to the totals of the cells met in it. */
final class ColumnarPass implements PairFlatMapFunction<Iterator<ColumnarBatch>, List<@Nullable String>, double[]> {
    private static final long serialVersionUID = 1L;

    /**
     * Where the columns stand in a batch.
     *
     * @param experiment the experiment; negative if all rows are of the one experiment
     * @param variant the variant
     * @param segments the segment dimensions
     * @param unit the unit; negative if rows are units without a name
     * @param numbers the numbers
     * @param kinds their types
     */
    record Places(
            int experiment,
            int variant,
            List<Integer> segments,
            int unit,
            List<Integer> numbers,
            List<ColumnBlock.Kind> kinds)
            implements Serializable {}

    private final Places places;
    private final String only;
    private final Set<String> experiments;
    private final List<MetricKernel> kernels;
    private final int stride;
    private final int rowsSlot;
    private final int nullKeysSlot;

    /**
     * @param places where the columns stand
     * @param only the one experiment where there is no column
     * @param experiments those asked for
     * @param kernels what to do with the numbers
     * @param stride how many totals a cell has
     * @param rowsSlot the place of the count of rows
     * @param nullKeysSlot the place of the count of rows with incomplete keys
     */
    ColumnarPass(
            Places places,
            String only,
            Set<String> experiments,
            List<MetricKernel> kernels,
            int stride,
            int rowsSlot,
            int nullKeysSlot) {
        this.places = places;
        this.only = only;
        this.experiments = experiments;
        this.kernels = kernels;
        this.stride = stride;
        this.rowsSlot = rowsSlot;
        this.nullKeysSlot = nullKeysSlot;
    }

    @Override
    public Iterator<Tuple2<List<@Nullable String>, double[]>> call(Iterator<ColumnarBatch> batches) {
        KeyCodes[] keys = new KeyCodes[2 + places.segments.size()];
        Arrays.setAll(keys, k -> new KeyCodes());
        CellIndex cells = new CellIndex(keys.length);
        ColumnBlock block = new ColumnBlock(places.numbers.size());
        double[] totals = new double[64 * stride];
        while (batches.hasNext()) {
            ColumnarBatch batch = batches.next();
            block.resize(batch.numRows());
            boolean[] wanted = keys(batch, keys);
            totals = home(batch, keys, wanted, cells, block, totals);
            for (int c = 0; c < places.numbers.size(); c++) {
                block.take(c, batch, places.numbers.get(c), places.kinds.get(c));
            }
            for (MetricKernel kernel : kernels) {
                kernel.add(block, totals);
            }
        }
        return results(keys, cells, totals);
    }

    /** Reads the keys of a batch; says which codes of experiments were asked for. */
    private boolean[] keys(ColumnarBatch batch, KeyCodes[] keys) {
        int n = batch.numRows();
        if (places.experiment < 0) {
            keys[0].fill(n, only);
        } else {
            keys[0].read(batch.column(places.experiment), n);
        }
        keys[1].read(batch.column(places.variant), n);
        for (int s = 0; s < places.segments.size(); s++) {
            keys[2 + s].read(batch.column(places.segments.get(s)), n);
        }
        if (places.unit >= 0 && batch.column(places.unit).hasNull()) {
            for (int i = 0; i < n; i++) {
                // A row without a unit must not be analysed: it has no variant.
                keys[1].ofRow[i] = batch.column(places.unit).isNullAt(i) ? 0 : keys[1].ofRow[i];
            }
        }
        boolean[] wanted = new boolean[keys[0].size()];
        for (int code = 0; code < wanted.length; code++) {
            String experiment = keys[0].word(code);
            wanted[code] = experiment == null || experiments.contains(experiment);
        }
        return wanted;
    }

    /** Finds where each row's totals begin, and counts it; rows of other experiments are sent to a place of their own. */
    private double[] home(
            ColumnarBatch batch,
            KeyCodes[] keys,
            boolean[] wanted,
            CellIndex cells,
            ColumnBlock block,
            double[] totals) {
        int n = batch.numRows();
        for (int i = 0; i < n; i++) {
            block.home[i] = wanted[keys[0].ofRow[i]] ? (1 + cells.of(keys, i)) * stride : 0;
        }
        int needed = (1 + cells.size()) * stride;
        double[] room = needed <= totals.length ? totals : Arrays.copyOf(totals, 2 * needed);
        for (int i = 0; i < n; i++) {
            room[block.home[i] + rowsSlot]++;
        }
        for (int i = 0; i < n; i++) {
            room[block.home[i] + nullKeysSlot] += keys[0].ofRow[i] == 0 || keys[1].ofRow[i] == 0 ? 1 : 0;
        }
        return room;
    }

    private Iterator<Tuple2<List<@Nullable String>, double[]>> results(
            KeyCodes[] keys, CellIndex cells, double[] totals) {
        List<Tuple2<List<@Nullable String>, double[]>> results = new ArrayList<>();
        for (int cell = 0; cell < cells.size(); cell++) {
            @Nullable String[] group = new @Nullable String[keys.length];
            for (int k = 0; k < keys.length; k++) {
                group[k] = keys[k].word(cells.code(cell, k));
            }
            results.add(new Tuple2<>(
                    Arrays.asList(group), Arrays.copyOfRange(totals, (1 + cell) * stride, (2 + cell) * stride)));
        }
        return results.iterator();
    }
}
