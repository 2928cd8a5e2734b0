package tributary.check;

import java.util.Arrays;
import java.util.List;
import tributary.consensus.Blocks;
import tributary.posterior.Data;

/** The columns of one block by name, whatever table and kind, and what each row weighs. */
final class BlockColumns {
    private final Data rows;
    private final String table;

    BlockColumns(Data rows) {
        this.rows = rows;
        this.table = rows.tables().stream()
                .filter(name -> !rows.columns(name).isEmpty())
                .findFirst()
                .orElseGet(() -> rows.tables().iterator().next());
    }

    String table() {
        return table;
    }

    int size() {
        return rows.rows(table);
    }

    boolean isNumber(String column) {
        return rows.hasNumbers(table, column);
    }

    boolean has(String column) {
        return isNumber(column) || rows.hasCategories(table, column);
    }

    double[] numbers(String column) {
        return rows.numbers(table, column);
    }

    /** The values of a column of numbers or categories as objects that tell them apart. */
    List<?> values(String column) {
        return isNumber(column) ? Arrays.stream(numbers(column)).boxed().toList() : rows.categories(table, column);
    }

    /** How many rows of the table each row stands for. */
    double[] weights() {
        if (rows.hasNumbers(table, Blocks.WEIGHT)) {
            return rows.numbers(table, Blocks.WEIGHT);
        }
        double[] ones = new double[size()];
        Arrays.fill(ones, 1);
        return ones;
    }
}
