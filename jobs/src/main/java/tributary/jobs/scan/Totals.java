package tributary.jobs.scan;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import tributary.stats.ExactSum;
import tributary.stats.Limbs;

/** The aggregates of one GROUP BY, collected while they are asked for and read back by handle. */
final class Totals {
    /** Bits kept below the largest value: two limbs up to 67 million rows. */
    static final int BITS = 52;

    private final int keys;
    private final List<Column> columns = new ArrayList<>();
    private final BitSet counts = new BitSet();

    /** Of rows whose first {@code keys} columns are the grouping keys. */
    Totals(int keys) {
        this.keys = keys;
    }

    /** Where an exact total stands in the result. */
    record Exact(int first, Limbs limbs) {
        ExactSum read(Row row) {
            ExactSum total = ExactSum.ZERO;
            for (int i = 0; i < limbs.count(); i++) {
                total = total.plus(row.getDouble(first + i));
            }
            return total;
        }
    }

    /** Where a count stands in the result. */
    record Count(int at) {
        long read(Row row) {
            return row.isNullAt(at) ? 0 : row.getLong(at);
        }
    }

    /** Where a text stands in the result. */
    record Text(int at) {
        Optional<String> read(Row row) {
            return Optional.ofNullable(row.getString(at));
        }
    }

    /** The exact sum of a number that is never null and at most {@code bound} in size. */
    Exact exact(Column term, double bound, long rows, int bits) {
        Limbs limbs = Limbs.of(bound, rows, bits);
        int first = keys + columns.size();
        for (Column limb : cut(term, limbs)) {
            columns.add(sum(limb));
        }
        return new Exact(first, limbs);
    }

    /** How many rows fulfil a condition. */
    Count countIf(Column condition) {
        return add(count(when(condition, lit(1))));
    }

    /** How many rows have a value. */
    Count countPresent(Column value) {
        return add(count(value));
    }

    /** How many rows there are. */
    Count countAll() {
        return add(count(lit(1)));
    }

    /** The sum of an integer column. */
    Count sumOf(Column integers) {
        return add(sum(integers));
    }

    /** How many totals there are. */
    int size() {
        return columns.size();
    }

    /** The place of a count among the totals alone. */
    int slot(Count count) {
        return count.at - keys;
    }

    /** The place of an exact total's first limb among the totals alone. */
    int slot(Exact exact) {
        return exact.first - keys;
    }

    /** A row as the engine would give it, of keys and totals: the counts become integers. */
    Row row(List<@Nullable String> group, double[] totals) {
        @Nullable Object[] cells = new @Nullable Object[keys + totals.length];
        for (int k = 0; k < keys; k++) {
            cells[k] = group.get(k);
        }
        for (int i = 0; i < totals.length; i++) {
            cells[keys + i] = counts.get(i) ? (Object) (long) totals[i] : (Object) totals[i];
        }
        return RowFactory.create(cells);
    }

    /** The first text in order. */
    Text least(Column text) {
        columns.add(min(text));
        return new Text(keys + columns.size() - 1);
    }

    Column first() {
        return columns.get(0);
    }

    Column[] others() {
        return columns.subList(1, columns.size()).toArray(Column[]::new);
    }

    /** The limbs of a term as expressions: the engine's twin of {@link Limbs#cut}. */
    static List<Column> cut(Column term, Limbs limbs) {
        List<Column> parts = new ArrayList<>();
        Column rest = term;
        for (int i = 0; i < limbs.count(); i++) {
            Column shifter = lit(limbs.shifter(i));
            Column part = rest.plus(shifter).minus(shifter);
            parts.add(part);
            rest = rest.minus(part);
        }
        return parts;
    }

    private Count add(Column aggregate) {
        counts.set(columns.size());
        columns.add(aggregate);
        return new Count(keys + columns.size() - 1);
    }
}
