package tributary.jobs.table;

import io.delta.kernel.Scan;
import io.delta.kernel.Table;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** Rows of a Delta table by a reader written apart from Spark's: Delta Kernel, its own log replay and Parquet decoder. */
public final class KernelReader {
    private final DefaultEngine engine = DefaultEngine.create(new Configuration());
    private final Scan scan;

    /** Of the newest version of the table at a path. */
    public KernelReader(String path) {
        scan = Table.forPath(engine, path)
                .getLatestSnapshot(engine)
                .getScanBuilder()
                .build();
    }

    /** The columns, by their names. */
    public StructType schema() {
        return ScanStateRow.getLogicalSchema(scan.getScanState(engine));
    }

    /** Shows every row. */
    public void forEach(Consumer<Row> use) throws IOException {
        Row state = scan.getScanState(engine);
        StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> files = batches.next().getRows()) {
                    while (files.hasNext()) {
                        file(state, physical, files.next(), use);
                    }
                }
            }
        }
    }

    private void file(Row state, StructType physical, Row file, Consumer<Row> use) throws IOException {
        var data = engine.getParquetHandler()
                .readParquetFiles(
                        Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                        physical,
                        Optional.empty())
                .map(read -> read.getData());
        try (CloseableIterator<FilteredColumnarBatch> batches = Scan.transformPhysicalData(engine, state, file, data)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    while (rows.hasNext()) {
                        use.accept(rows.next());
                    }
                }
            }
        }
    }
}
