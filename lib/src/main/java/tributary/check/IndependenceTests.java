package tributary.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import tributary.consensus.Blocks;
import tributary.graph.Implications;

/**
 * Measures what a graph implies on a table in shards: within cells where all columns of a claim take few values, else by
 * partial correlation, which sees linear dependence only.
 */
public final class IndependenceTests {
    /** A column of more values than this is not counted in cells. */
    private static final int FEW_VALUES = 12;
    /** Cells of one claim at most. */
    private static final int MOST_CELLS = 20_000;
    /** Rows a cell table needs for each of its cells on average. */
    private static final double ROWS_PER_CELL = 5;
    /** The normal quantile that leaves 0.05 % above it: 99.9 % between two of them. */
    private static final double CONFIDENT = 3.2905267314919255;

    private IndependenceTests() {}

    /** Measures each claim; passes over the table: one, and one more for each claim about few values. */
    public static List<IndependenceTest> of(Blocks blocks, List<Implications.Independence> claims) {
        Set<String> names = new LinkedHashSet<>();
        claims.forEach(claim -> names.addAll(columns(claim)));
        BlockColumns head = new BlockColumns(blocks.columns());
        List<String> numbers = names.stream().filter(head::isNumber).toList();
        Set<String> few = new LinkedHashSet<>(
                fewValued(blocks, names.stream().filter(head::has).toList()));
        ColumnCovariance covariance = ColumnCovariance.of(blocks, numbers);
        List<IndependenceTest> tests = new ArrayList<>();
        for (Implications.Independence claim : claims) {
            List<String> columns = columns(claim);
            Optional<IndependenceTest> cells = few.containsAll(columns)
                    ? CellCounts.of(blocks, columns, MOST_CELLS).flatMap(counts -> inCells(claim, counts))
                    : Optional.empty();
            tests.add(cells.orElseGet(() -> byCorrelation(claim, numbers, covariance)));
        }
        return tests;
    }

    private static List<String> columns(Implications.Independence claim) {
        List<String> columns = new ArrayList<>(List.of(claim.one(), claim.other()));
        columns.addAll(claim.given());
        return columns;
    }

    private static List<String> fewValued(Blocks blocks, List<String> columns) {
        List<String> asked = List.copyOf(columns);
        List<TreeSet<String>[]> parts = blocks.map((shard, rows) -> distinct(new BlockColumns(rows), asked));
        List<String> few = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Set<String> all = new TreeSet<>();
            for (TreeSet<String>[] part : parts) {
                all.addAll(part[i]);
            }
            if (all.size() <= FEW_VALUES) {
                few.add(asked.get(i));
            }
        }
        return few;
    }

    private static TreeSet<String>[] distinct(BlockColumns block, List<String> columns) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        TreeSet<String>[] found = new TreeSet[columns.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = new TreeSet<>();
            for (Object value : block.values(columns.get(i))) {
                found[i].add(String.valueOf(value));
                if (found[i].size() > FEW_VALUES) {
                    break;
                }
            }
        }
        return found;
    }

    private static IndependenceTest byCorrelation(
            Implications.Independence claim, List<String> numbers, ColumnCovariance covariance) {
        int[] places = columns(claim).stream().mapToInt(numbers::indexOf).toArray();
        for (int place : places) {
            if (place < 0) {
                return untested(claim, covariance, "a category of many values is among the columns");
            }
        }
        double freedom = covariance.count() - claim.given().size() - 3;
        if (freedom < 1) {
            return untested(claim, covariance, "too few rows");
        }
        double r = partialCorrelation(covariance.select(places));
        if (Double.isNaN(r)) {
            return untested(claim, covariance, "a column is constant or a combination of others");
        }
        // Fisher's z: artanh(r) is about normal with sd 1 / sqrt(n - k - 3).
        double z = 0.5 * (StrictMath.log1p(r) - StrictMath.log1p(-r));
        double least = StrictMath.tanh(Math.max(0, Math.abs(z) - CONFIDENT / Math.sqrt(freedom)));
        return new IndependenceTest(
                claim, IndependenceTest.Method.PARTIAL_CORRELATION, r, least, covariance.count(), "");
    }

    private static IndependenceTest untested(
            Implications.Independence claim, ColumnCovariance covariance, String reason) {
        return new IndependenceTest(
                claim, IndependenceTest.Method.NONE, Double.NaN, Double.NaN, covariance.count(), reason);
    }

    /** The correlation of the first two columns given the others; NaN if their covariance is singular. */
    static double partialCorrelation(double[][] covariance) {
        int size = covariance.length;
        RealMatrix correlation = new Array2DRowRealMatrix(size, size);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double scale = Math.sqrt(covariance[i][i] * covariance[j][j]);
                if (!(scale > 0)) {
                    return Double.NaN;
                }
                correlation.setEntry(i, j, i == j ? 1 : 0.5 * (covariance[i][j] + covariance[j][i]) / scale);
            }
        }
        try {
            RealMatrix precision = new CholeskyDecomposition(correlation, 1e-12, 1e-10)
                    .getSolver()
                    .getInverse();
            double r = -precision.getEntry(0, 1) / Math.sqrt(precision.getEntry(0, 0) * precision.getEntry(1, 1));
            return Math.max(-1 + 1e-15, Math.min(1 - 1e-15, r));
        } catch (NonPositiveDefiniteMatrixException e) {
            return Double.NaN;
        }
    }

    /** Chi-square within each stratum, summed; empty if the cells are too thin for it. */
    static Optional<IndependenceTest> inCells(Implications.Independence claim, CellCounts counts) {
        int rows = counts.levels(claim.one()).size();
        int columns = counts.levels(claim.other()).size();
        if (rows < 2
                || columns < 2
                || counts.rows() < ROWS_PER_CELL * counts.counts().size()) {
            return Optional.empty();
        }
        Map<List<String>, Map<List<String>, Double>> strata = new LinkedHashMap<>();
        counts.counts()
                .forEach((cell, count) -> strata.computeIfAbsent(
                                cell.subList(2, cell.size()), k -> new LinkedHashMap<>())
                        .put(cell.subList(0, 2), count));
        double square = 0;
        double freedom = 0;
        for (Map<List<String>, Double> stratum : strata.values()) {
            Map<String, Double> ones = new LinkedHashMap<>();
            Map<String, Double> others = new LinkedHashMap<>();
            double total = 0;
            for (Map.Entry<List<String>, Double> cell : stratum.entrySet()) {
                ones.merge(cell.getKey().get(0), cell.getValue(), Double::sum);
                others.merge(cell.getKey().get(1), cell.getValue(), Double::sum);
                total += cell.getValue();
            }
            for (Map.Entry<String, Double> one : ones.entrySet()) {
                for (Map.Entry<String, Double> other : others.entrySet()) {
                    double expected = one.getValue() * other.getValue() / total;
                    double seen = stratum.getOrDefault(List.of(one.getKey(), other.getKey()), 0.0);
                    square += (seen - expected) * (seen - expected) / expected;
                }
            }
            freedom += (ones.size() - 1.0) * (others.size() - 1.0);
        }
        double scale = counts.rows() * (Math.min(rows, columns) - 1.0);
        double excess = Math.max(0, square - freedom);
        double least = leastNoncentrality(square, freedom);
        return Optional.of(new IndependenceTest(
                claim,
                IndependenceTest.Method.CELLS,
                Math.sqrt(excess / scale),
                Math.sqrt(least / scale),
                counts.rows(),
                ""));
    }

    /**
     * The noncentrality that a noncentral chi-square has at least, with 99.9 % confidence both ways, by the cube root's
     * normal approximation (Abdel-Aty, 1954).
     */
    private static double leastNoncentrality(double square, double freedom) {
        double low = 0;
        double high = square;
        if (freedom == 0 || surprise(square, freedom, 0) < CONFIDENT) {
            return 0;
        }
        for (int halving = 0; halving < 100; halving++) {
            double middle = 0.5 * (low + high);
            if (surprise(square, freedom, middle) < CONFIDENT) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return low;
    }

    private static double surprise(double square, double freedom, double noncentrality) {
        double mean = freedom + noncentrality;
        double spread = 2 * (freedom + 2 * noncentrality) / (9 * mean * mean);
        return (StrictMath.cbrt(square / mean) - 1 + spread) / Math.sqrt(spread);
    }
}
