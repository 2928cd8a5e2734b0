package tributary.jobs.scan;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import java.io.Serializable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import tributary.family.segments.SegmentLifts;
import tributary.jobs.shard.Travel;

/**
 * What one pass over all segments made, in blocks that lie on the executors, on their disks where memory is short: rows of
 * tables, and the draws from which the ranks among all segments follow.
 */
public final class SegmentStage implements AutoCloseable {
    private static final String LIFTS = "lifts";

    private final Dataset<Row> blocks;
    private final OpenRows table;

    private SegmentStage(Dataset<Row> blocks, OpenRows table) {
        this.blocks = blocks;
        this.table = table;
    }

    /** The kinds of rows that a block holds, by name. */
    public static final class Columns {
        private final Map<String, StructType> columns = new LinkedHashMap<>();

        /** One more kind. */
        public Columns with(String name, StructType schema) {
            columns.put(name, schema);
            return this;
        }

        StructType schema() {
            StructType schema = new StructType().add(LIFTS, DataTypes.BinaryType, false);
            for (Map.Entry<String, StructType> column : columns.entrySet()) {
                schema = schema.add(column.getKey(), DataTypes.createArrayType(column.getValue(), false), false);
            }
            return schema;
        }
    }

    /**
     * What a task makes of a block.
     *
     * @param lifts the draws held
     * @param rows of each kind, in the order of the columns
     */
    public record Block(SegmentLifts lifts, List<List<Row>> rows) implements Serializable {
        private static final long serialVersionUID = 1L;

        Row row() {
            Object[] values = new Object[1 + rows.size()];
            values[0] = Travel.written(lifts);
            for (int i = 0; i < rows.size(); i++) {
                values[1 + i] = rows.get(i).toArray(Row[]::new);
            }
            return RowFactory.create(values);
        }
    }

    static SegmentStage of(Dataset<Row> blocks, OpenRows table) {
        return new SegmentStage(blocks.persist(StorageLevel.MEMORY_AND_DISK()), table);
    }

    /** What is done with the draws held of a block; shipped to executors. */
    @FunctionalInterface
    public interface LiftsTask<R> extends Serializable {
        /** The result for one block. */
        R of(SegmentLifts lifts);
    }

    /** Runs a task on the draws of every block and merges the results, first where they are made. */
    public <R extends Serializable> R fold(LiftsTask<R> task, SegmentBlocks.Merge<R> merge) {
        return SegmentBlocks.merged(blocks.select(LIFTS), table, row -> task.of(lifts(row)), merge);
    }

    private static SegmentLifts lifts(Row row) {
        return Travel.<SegmentLifts>read(row.<byte[]>getAs(0));
    }

    /** All rows of a kind. */
    public Dataset<Row> rows(String column) {
        return blocks.select(explode(col(column)).as("row")).select("row.*");
    }

    /** What is done with the draws and the rows of one kind; shipped to executors. */
    @FunctionalInterface
    public interface RowsTask extends Serializable {
        /** The rows for one block, given its rows of the kind. */
        Iterator<Row> of(SegmentLifts lifts, List<Row> rows);
    }

    /** The rows that a task makes of every block's draws and its rows of a kind. */
    public Dataset<Row> rows(String column, StructType schema, RowsTask task) {
        return blocks.select(LIFTS, column)
                .flatMap((FlatMapFunction<Row, Row>) row -> task.of(lifts(row), row.getList(1)), Encoders.row(schema));
    }

    /** The rows that a task makes of every block's draws. */
    public Dataset<Row> draws(StructType schema, LiftsTask<Iterator<Row>> task) {
        return blocks.select(LIFTS)
                .flatMap((FlatMapFunction<Row, Row>) row -> task.of(lifts(row)), Encoders.row(schema));
    }

    /** Lets the cluster forget the blocks. */
    @Override
    public void close() {
        blocks.unpersist();
    }
}
