package tributary.jobs.scan;

import java.util.Arrays;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/** A batch of rows as arrays: the numbers as doubles with their absences, and where each row's totals begin. */
final class ColumnBlock {
    /** How a stored number becomes a double, as the engine's cast does it. */
    enum Kind {
        DOUBLE,
        FLOAT,
        LONG,
        INTEGER,
        SHORT,
        BYTE,
        BOOLEAN;

        /** The kind of a type; null for types that are left to the engine. */
        static @Nullable Kind of(DataType type) {
            return type instanceof DoubleType
                    ? DOUBLE
                    : type instanceof FloatType
                            ? FLOAT
                            : type instanceof LongType
                                    ? LONG
                                    : type instanceof IntegerType
                                            ? INTEGER
                                            : type instanceof ShortType
                                                    ? SHORT
                                                    : type instanceof ByteType
                                                            ? BYTE
                                                            : type instanceof BooleanType ? BOOLEAN : null;
        }
    }

    final double[][] numbers;
    final boolean[][] absent;
    int[] home = {};
    int rows;

    /** Of so many columns of numbers. */
    ColumnBlock(int columns) {
        numbers = new double[columns][0];
        absent = new boolean[columns][0];
    }

    /** Makes room for a batch. */
    void resize(int size) {
        rows = size;
        if (home.length < size) {
            home = new int[size];
            for (int c = 0; c < numbers.length; c++) {
                absent[c] = new boolean[size];
            }
        }
    }

    /** Takes one column of numbers from a batch. */
    void take(int column, ColumnarBatch batch, int at, Kind kind) {
        ColumnVector vector = batch.column(at);
        boolean[] none = absent[column];
        boolean all = !vector.hasNull();
        if (all) {
            Arrays.fill(none, 0, rows, false);
            if (kind == Kind.DOUBLE) {
                numbers[column] = vector.getDoubles(0, rows);
                return;
            }
        } else {
            for (int i = 0; i < rows; i++) {
                none[i] = vector.isNullAt(i);
            }
        }
        double[] out = numbers[column].length < rows ? new double[rows] : numbers[column];
        numbers[column] = out;
        for (int i = 0; i < rows; i++) {
            out[i] = none[i] ? 0 : number(vector, i, kind);
        }
    }

    private static double number(ColumnVector vector, int i, Kind kind) {
        return switch (kind) {
            case DOUBLE -> vector.getDouble(i);
            case FLOAT -> vector.getFloat(i);
            case LONG -> (double) vector.getLong(i);
            case INTEGER -> vector.getInt(i);
            case SHORT -> vector.getShort(i);
            case BYTE -> vector.getByte(i);
            case BOOLEAN -> vector.getBoolean(i) ? 1 : 0;
        };
    }
}
