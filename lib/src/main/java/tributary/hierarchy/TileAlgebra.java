package tributary.hierarchy;

import java.util.Arrays;

/**
 * The linear algebra of a tile of groups at once, and the sums over groups that density and gradient are made of.
 *
 * <p>For each group {@code M = I + B'A B = L D L'} without square roots, {@code e = M^-1 h}, and what {@link
 * NormalGroups} reads. Sums are kept lane by lane and added up at the end, in one order.
 */
final class TileAlgebra {
    private static final int LANES = GroupTiles.LANES;
    /** Determinants are multiplied up to here before their logarithm is taken; each is at least one. */
    private static final double LARGE = 1e150;

    private final GroupTiles tiles;
    private final int q;
    private final int k;
    private final int[] varying;
    private final double[][] mean;
    private final double[][] residual;
    private final double[][] left;
    private final double[][] product;
    private final double[][] lower;
    private final double[][] upper;
    private final double[][] reciprocal;
    private final double[][] solved;
    private final double[][] unit;
    private final double[] scratch;
    private final double[] determinants;
    private final double[] misfit;
    private final double[][] meanSlope;
    private final double[][] predictorSlope;
    private final double[][] outer;
    private final double[][] inner;
    private double logDeterminants;

    TileAlgebra(GroupTiles tiles, int q, int[] varying, int slopes) {
        this.tiles = tiles;
        this.q = q;
        this.k = varying.length;
        this.varying = varying;
        mean = new double[q][LANES];
        residual = new double[q][LANES];
        left = new double[q][LANES];
        product = new double[q * k][LANES];
        lower = new double[k * k][LANES];
        upper = new double[k * k][LANES];
        reciprocal = new double[k][LANES];
        solved = new double[k][LANES];
        unit = new double[k * k][LANES];
        scratch = new double[LANES];
        determinants = new double[LANES];
        misfit = new double[LANES];
        meanSlope = new double[q][LANES];
        predictorSlope = new double[slopes][LANES];
        outer = new double[k * k][LANES];
        inner = new double[k * k][LANES];
    }

    /** Forgets all sums. */
    void clear() {
        Arrays.fill(determinants, 1);
        Arrays.fill(misfit, 0);
        for (double[][] sums : new double[][][] {meanSlope, predictorSlope, outer, inner}) {
            for (double[] lanes : sums) {
                Arrays.fill(lanes, 0);
            }
        }
        logDeterminants = 0;
    }

    /** The mean coefficients of the tile's groups, to be filled before {@link #add}. */
    double[] mean(int coefficient) {
        return mean[coefficient];
    }

    /** Works out a tile and adds it to the sums; {@code factor} is B, q x k by rows. */
    void add(int tile, double[] factor) {
        residuals(tile);
        products(tile, factor);
        factorise(factor);
        solve(factor);
        slopes();
    }

    /** {@code v = X'y - A m} and {@code r'r}. */
    private void residuals(int tile) {
        double[] values = tiles.values();
        int squares = tiles.at(tile, tiles.squares());
        for (int l = 0; l < LANES; l++) {
            misfit[l] += values[squares + l];
        }
        for (int i = 0; i < q; i++) {
            int cross = tiles.at(tile, tiles.cross(i));
            double[] sum = scratch;
            Arrays.fill(sum, 0);
            for (int j = 0; j < q; j++) {
                int gram = tiles.at(tile, tiles.gram(i, j));
                double[] m = mean[j];
                for (int l = 0; l < LANES; l++) {
                    sum[l] += values[gram + l] * m[l];
                }
            }
            double[] m = mean[i];
            double[] v = residual[i];
            for (int l = 0; l < LANES; l++) {
                double x = values[cross + l];
                v[l] = x - sum[l];
                misfit[l] += m[l] * (sum[l] - 2 * x);
            }
        }
    }

    /** {@code A B}. */
    private void products(int tile, double[] factor) {
        double[] values = tiles.values();
        for (int i = 0; i < q; i++) {
            for (int a = 0; a < k; a++) {
                double[] into = product[i * k + a];
                for (int v = a; v < k; v++) {
                    int gram = tiles.at(tile, tiles.gram(i, varying[v]));
                    double f = factor[varying[v] * k + a];
                    if (v == a) {
                        for (int l = 0; l < LANES; l++) {
                            into[l] = values[gram + l] * f;
                        }
                    } else {
                        for (int l = 0; l < LANES; l++) {
                            into[l] += values[gram + l] * f;
                        }
                    }
                }
            }
        }
    }

    /** {@code M = L D L'}: {@code lower} holds L, {@code upper} L D, {@code reciprocal} 1 / D. */
    private void factorise(double[] factor) {
        for (int a = 0; a < k; a++) {
            for (int b = 0; b <= a; b++) {
                double[] entry = upper[a * k + b];
                Arrays.fill(entry, a == b ? 1 : 0);
                for (int v = a; v < k; v++) {
                    double f = factor[varying[v] * k + a];
                    double[] p = product[varying[v] * k + b];
                    for (int l = 0; l < LANES; l++) {
                        entry[l] += f * p[l];
                    }
                }
                for (int c = 0; c < b; c++) {
                    subtract(entry, lower[a * k + c], upper[b * k + c]);
                }
                if (b < a) {
                    double[] r = reciprocal[b];
                    double[] into = lower[a * k + b];
                    for (int l = 0; l < LANES; l++) {
                        into[l] = entry[l] * r[l];
                    }
                }
            }
            double[] pivot = upper[a * k + a];
            double[] r = reciprocal[a];
            for (int l = 0; l < LANES; l++) {
                r[l] = 1 / pivot[l];
                determinants[l] *= pivot[l];
            }
        }
        boolean large = false;
        for (int l = 0; l < LANES; l++) {
            large |= !(determinants[l] < LARGE);
        }
        if (large) {
            takeLogarithms();
        }
    }

    private void takeLogarithms() {
        for (int l = 0; l < LANES; l++) {
            logDeterminants += StrictMath.log(determinants[l]);
            determinants[l] = 1;
        }
    }

    private static void subtract(double[] from, double[] one, double[] other) {
        for (int l = 0; l < LANES; l++) {
            from[l] -= one[l] * other[l];
        }
    }

    /** {@code e = M^-1 B'v}, the misfit {@code r'r - h'e}, and {@code v - A B e}. */
    private void solve(double[] factor) {
        for (int a = 0; a < k; a++) {
            double[] y = solved[a];
            Arrays.fill(y, 0);
            for (int v = a; v < k; v++) {
                double f = factor[varying[v] * k + a];
                double[] r = residual[varying[v]];
                for (int l = 0; l < LANES; l++) {
                    y[l] += f * r[l];
                }
            }
            for (int c = 0; c < a; c++) {
                subtract(y, lower[a * k + c], solved[c]);
            }
            double[] d = reciprocal[a];
            for (int l = 0; l < LANES; l++) {
                misfit[l] -= y[l] * y[l] * d[l];
            }
        }
        for (int a = k - 1; a >= 0; a--) {
            double[] e = solved[a];
            double[] d = reciprocal[a];
            for (int l = 0; l < LANES; l++) {
                e[l] *= d[l];
            }
            for (int c = a + 1; c < k; c++) {
                subtract(e, lower[c * k + a], solved[c]);
            }
        }
        for (int i = 0; i < q; i++) {
            System.arraycopy(residual[i], 0, left[i], 0, LANES);
            for (int a = 0; a < k; a++) {
                subtract(left[i], product[i * k + a], solved[a]);
            }
        }
    }

    /** Adds to the slopes in means ({@code left}) and factor ({@code left e'} and {@code A B M^-1}). */
    private void slopes() {
        for (int i = 0; i < q; i++) {
            double[] sum = meanSlope[i];
            double[] of = left[i];
            for (int l = 0; l < LANES; l++) {
                sum[l] += of[l];
            }
        }
        for (int b = 0; b < k; b++) {
            for (int a = b + 1; a < k; a++) {
                double[] entry = unit[a * k + b];
                double[] first = lower[a * k + b];
                for (int l = 0; l < LANES; l++) {
                    entry[l] = -first[l];
                }
                for (int c = b + 1; c < a; c++) {
                    subtract(entry, lower[a * k + c], unit[c * k + b]);
                }
            }
        }
        for (int a = 0; a < k; a++) {
            for (int b = 0; b <= a; b++) {
                double[] inverse = scratch;
                inverse(a, b, inverse);
                // Entry (a, b) of the inverse meets A B twice: as (a, b) and, off the diagonal, as (b, a).
                for (int v = 0; v < k; v++) {
                    if (a <= v) {
                        multiplyAdd(inner[v * k + a], product[varying[v] * k + b], inverse);
                    }
                    if (a != b && b <= v) {
                        multiplyAdd(inner[v * k + b], product[varying[v] * k + a], inverse);
                    }
                }
            }
        }
        for (int v = 0; v < k; v++) {
            for (int a = 0; a <= v; a++) {
                multiplyAdd(outer[v * k + a], left[varying[v]], solved[a]);
            }
        }
    }

    /** Entry (a, b), b up to a, of {@code M^-1 = L^-T D^-1 L^-1}. */
    private void inverse(int a, int b, double[] into) {
        double[] r = reciprocal[a];
        if (a == b) {
            System.arraycopy(r, 0, into, 0, LANES);
        } else {
            double[] n = unit[a * k + b];
            for (int l = 0; l < LANES; l++) {
                into[l] = n[l] * r[l];
            }
        }
        for (int c = a + 1; c < k; c++) {
            double[] one = unit[c * k + a];
            double[] other = unit[c * k + b];
            double[] d = reciprocal[c];
            for (int l = 0; l < LANES; l++) {
                into[l] += one[l] * other[l] * d[l];
            }
        }
    }

    private static void multiplyAdd(double[] sum, double[] one, double[] other) {
        for (int l = 0; l < LANES; l++) {
            sum[l] += one[l] * other[l];
        }
    }

    /** Adds the tile's {@code left} of a coefficient times a predictor to a slope. */
    void addPredictorSlope(int slope, int coefficient, int predictorAt) {
        double[] values = tiles.values();
        double[] sum = predictorSlope[slope];
        double[] of = left[coefficient];
        for (int l = 0; l < LANES; l++) {
            sum[l] += of[l] * values[predictorAt + l];
        }
    }

    /** The sum over groups of {@code log|M|}. */
    double logDeterminants() {
        takeLogarithms();
        return logDeterminants;
    }

    /** The sum of {@code r'r - h'M^-1 h}. */
    double misfit() {
        return sum(misfit);
    }

    /** The slope in a mean, times the variance. */
    double meanSlope(int coefficient) {
        return sum(meanSlope[coefficient]);
    }

    /** The slope of a predictor, times the variance. */
    double predictorSlope(int slope) {
        return sum(predictorSlope[slope]);
    }

    /** The slope in entry (v, a) of the factor. */
    double factorSlope(int v, int a, double variance) {
        return sum(outer[v * k + a]) / variance - sum(inner[v * k + a]);
    }

    private static double sum(double[] lanes) {
        double sum = 0;
        for (double lane : lanes) {
            sum += lane;
        }
        return sum;
    }
}
