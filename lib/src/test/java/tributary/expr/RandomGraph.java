package tributary.expr;

import java.util.ArrayList;
import java.util.List;
import tributary.math.BinaryFunction;
import tributary.math.UnaryFunction;
import tributary.random.RandomStream;

/** Grows random graphs over every kind of node, kept within tame numbers by squashing after each step. */
final class RandomGraph {
    static final Axis ROWS = Axis.rows("rows");
    static final Axis GROUPS = Axis.levels("groups", 6);
    static final Axis SQUARE = Axis.levels("square", 9);
    static final Axis THREE = Axis.levels("three", 3);
    static final Index GROUP = new Index("group", ROWS, GROUPS);
    static final Index SCATTERED = new Index("scattered", ROWS, GROUPS);
    static final Index NEST = new Index("nest", GROUPS, THREE);
    static final Parameter[] PARAMETERS = {
        Exprs.parameter("a"),
        Exprs.parameter("b"),
        Exprs.parameter("c"),
        Exprs.parameter("u", GROUPS),
        Exprs.parameter("v", THREE),
        Exprs.parameter("w", GROUPS)
    };
    static final Layout LAYOUT = Layout.of(PARAMETERS);

    private final RandomStream random;
    private final List<Expr> scalars = new ArrayList<>();
    private final List<Expr> rows = new ArrayList<>();
    private final List<Expr> groups = new ArrayList<>();
    private final List<Expr> threes = new ArrayList<>();

    RandomGraph(RandomStream random) {
        this.random = random;
        for (Parameter parameter : PARAMETERS) {
            pool(parameter.axis()).add(parameter);
        }
        for (String name : List.of("x", "y", "z")) {
            rows.add(Exprs.column(name, ROWS));
        }
        groups.add(Exprs.column("g", GROUPS));
        threes.add(Constant.of(THREE, 0.3, -0.2, 0.9));
        scalars.add(Exprs.constant(0.7));
    }

    static Columns data(int size, RandomStream random) {
        double[][] columns = new double[3][size];
        int[] group = new int[size];
        int[] scattered = new int[size];
        for (int i = 0; i < size; i++) {
            for (double[] column : columns) {
                column[i] = random.nextGaussian();
            }
            group[i] = i * 6 / size;
            scattered[i] = random.nextInt(6);
        }
        return Columns.builder()
                .rows(ROWS, size)
                .numbers("x", columns[0])
                .numbers("y", columns[1])
                .numbers("z", columns[2])
                .numbers("g", new double[] {0.1, -0.4, 0.8, 0.2, -0.3, 0.5})
                .levels("group", group)
                .levels("scattered", scattered)
                .levels("nest", new int[] {0, 0, 1, 1, 2, 2})
                .build();
    }

    /** A scalar that depends on much of what was grown in some steps. */
    Expr grow(int steps) {
        for (int i = 0; i < steps; i++) {
            Expr next = step();
            pool(next.axis()).add(next);
        }
        List<Expr> terms = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            terms.add(Exprs.sum(any(rows)).times(0.01));
            terms.add(Exprs.sum(any(groups).times(any(groups))));
            terms.add(any(scalars).times(any(scalars)));
        }
        terms.add(Exprs.sum(density(any(rows))).times(0.01));
        return Exprs.add(terms);
    }

    /** The expression on rows grown last. */
    Expr lastRows() {
        return rows.get(rows.size() - 1);
    }

    private List<Expr> pool(Axis axis) {
        return axis.equals(ROWS) ? rows : axis.equals(GROUPS) ? groups : axis.equals(THREE) ? threes : scalars;
    }

    private Expr any(List<Expr> pool) {
        int recent = Math.min(pool.size(), 5);
        return pool.get(
                random.nextInt(2) == 0 ? random.nextInt(pool.size()) : pool.size() - 1 - random.nextInt(recent));
    }

    private List<Expr> anyPool() {
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> rows;
            case 3 -> groups;
            case 4 -> threes;
            default -> scalars;
        };
    }

    private Expr positive(Expr x) {
        return Exprs.exp(Exprs.tanh(x));
    }

    private Expr squash(Expr x) {
        return random.nextInt(3) == 0 ? Exprs.tanh(x) : x.times(0.3);
    }

    private Expr density(Expr eta) {
        Expr y = Exprs.exp(Exprs.column("y", ROWS));
        Expr scale = positive(any(scalars));
        return switch (random.nextInt(7)) {
            case 0 -> Densities.normal(y, eta, scale);
            case 1 -> Densities.studentT(y, positive(any(scalars)).plus(2), eta, scale);
            case 2 -> Densities.bernoulliLogit(Exprs.step(Exprs.column("x", ROWS)), eta);
            case 3 -> Densities.poissonLog(Exprs.constant(3).times(Exprs.step(Exprs.column("z", ROWS))), eta);
            case 4 -> Densities.gammaLog(y, scale, eta);
            case 5 ->
                Densities.negBinomialLog(Exprs.constant(2).times(Exprs.step(Exprs.column("z", ROWS))), eta, scale);
            default ->
                Densities.binomialLogit(
                        Exprs.constant(2).times(Exprs.step(Exprs.column("z", ROWS))), Exprs.constant(5), eta);
        };
    }

    private Expr step() {
        List<Expr> pool = anyPool();
        return switch (random.nextInt(20)) {
            case 0, 1 -> smooth(any(pool));
            case 2, 3, 4, 5 -> squash(arithmetic(any(pool), random.nextInt(3) == 0 ? any(scalars) : any(pool)));
            case 6 ->
                Exprs.select(
                        Exprs.less(any(pool), any(pool)),
                        squash(any(pool)),
                        any(pool).times(0.5));
            case 7, 8 ->
                Exprs.linear(
                        random.nextInt(2) == 0 ? any(scalars) : any(rows),
                        List.of(any(scalars), any(scalars), any(scalars)),
                        List.of(any(rows), Exprs.column("x", ROWS), Exprs.column("z", ROWS)));
            case 9 -> Exprs.gather(any(groups), random.nextInt(2) == 0 ? GROUP : SCATTERED);
            case 10 -> Exprs.gather(any(threes), NEST);
            case 11 ->
                Exprs.tanh(Exprs.segmentSum(any(rows), random.nextInt(2) == 0 ? GROUP : SCATTERED)
                        .times(0.01));
            case 12 -> Exprs.tanh(Exprs.sum(any(pool)).times(0.01));
            case 13 -> Exprs.logSumExp(any(pool)).times(0.1);
            case 14 -> Exprs.stack(THREE, List.of(any(scalars), any(scalars), any(scalars)));
            case 15 -> Exprs.element(any(threes), random.nextInt(3));
            case 16 -> squash(Exprs.convolve(any(rows), any(threes), random.nextInt(2) == 0 ? null : GROUP));
            case 17 ->
                random.nextInt(2) == 0
                        ? Exprs.lag(any(rows), 1 + random.nextInt(3), GROUP)
                        : Exprs.take(any(groups), List.of(1, 5, 1), THREE);
            case 18 ->
                squash(Exprs.recurrence(
                        any(rows),
                        Exprs.tanh(random.nextInt(2) == 0 ? any(scalars) : any(rows))
                                .times(0.5),
                        GROUP));
            default -> matrices();
        };
    }

    private Expr smooth(Expr x) {
        return switch (random.nextInt(16)) {
            case 0 -> Exprs.exp(Exprs.tanh(x));
            case 1 -> Exprs.log(positive(x));
            case 2 -> Exprs.log1p(positive(x));
            case 3 -> Exprs.expm1(Exprs.tanh(x));
            case 4 -> Exprs.sqrt(positive(x));
            case 5 -> Exprs.sigmoid(x);
            case 6 -> Exprs.softplus(x);
            case 7 -> Exprs.logit(Exprs.sigmoid(x).times(0.9));
            case 8 -> Exprs.logGamma(positive(x));
            case 9 -> Exprs.digamma(positive(x));
            case 10 -> Exprs.normalCdf(x);
            case 11 -> Exprs.normalLogCdf(x);
            case 12 -> Exprs.arctan(x);
            case 13 -> Exprs.abs(x);
            case 14 -> Exprs.unary(UnaryFunction.RECIPROCAL, positive(x));
            default -> squash(x.squared());
        };
    }

    private Expr arithmetic(Expr a, Expr b) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> a.plus(b);
            case 2 -> a.minus(b);
            case 3, 4 -> a.times(b);
            case 5 -> a.over(positive(b));
            case 6 -> positive(a).power(b);
            case 7 -> Exprs.max(a, b);
            case 8 -> Exprs.logAddExp(a, b);
            default -> Exprs.binary(BinaryFunction.SQUARED_DIFFERENCE, a, b);
        };
    }

    private Expr matrices() {
        List<Expr> cells = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            boolean diagonal = i % 4 == 0;
            cells.add(
                    diagonal
                            ? positive(any(scalars)).plus(1.5)
                            : Exprs.tanh(any(scalars)).times(0.4));
        }
        Expr matrix = Exprs.stack(SQUARE, cells);
        Expr lower = Exprs.cholesky(matrix, 3);
        return switch (random.nextInt(4)) {
            case 0 -> Exprs.sum(Exprs.log(Exprs.diagonal(lower, THREE)));
            case 1 -> Exprs.solveLower(lower, any(threes));
            case 2 -> Exprs.solveLowerTransposed(lower, any(threes));
            default -> squash(Exprs.matrixVector(matrix, any(threes), THREE));
        };
    }
}
