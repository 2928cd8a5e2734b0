package tributary.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Linear predictors and cores of log densities: both kernel sets to the bit, and against sums done slowly. */
class CoresTest {
    private static final Kernels[] SETS = {Kernels.plain(), Kernels.preferred()};
    private static final int[] COUNTS = {0, 1, 7, 8, 13, 64, 72, 500, 512};

    private static RandomStream random(String purpose) {
        return StreamKey.of(20261121).with("cores").with(purpose).stream();
    }

    private static double[] gaussians(int count, double scale, RandomStream random) {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = scale * random.nextGaussian();
        }
        return numbers;
    }

    private static int padded(int count) {
        return (count + Lanes.COUNT - 1) & -Lanes.COUNT;
    }

    @Test
    void linearPredictorsAreTheirSums() {
        RandomStream random = random("linear");
        for (int terms : new int[] {1, 3, 4, 8, 10, 12, 16, 37}) {
            double[] tiles = gaussians(512 * terms + 8, 1, random);
            double[] coefficients = gaussians(terms, 1, random);
            double[] base = gaussians(520, 1, random);
            for (int count : COUNTS) {
                double[] sum = new double[512];
                double[] lanes = new double[terms * Lanes.COUNT];
                for (int i = 0; i < padded(count); i++) {
                    sum[i] = base[3 + i];
                    for (int k = 0; k < terms; k++) {
                        sum[i] = Math.fma(tiles[8 + tile(i, k, terms)], coefficients[k], sum[i]);
                    }
                }
                for (int i = 0; i < count; i++) {
                    for (int k = 0; k < terms; k++) {
                        int lane = k * Lanes.COUNT + i % Lanes.COUNT;
                        lanes[lane] = Math.fma(sum[i], tiles[8 + tile(i, k, terms)], lanes[lane]);
                    }
                }
                for (Kernels kernels : SETS) {
                    double[] out = new double[512];
                    double[] outLanes = new double[lanes.length];
                    kernels.linear(tiles, 8, terms, coefficients, base, 3, out, 0, padded(count));
                    kernels.linearTransposed(tiles, 8, terms, out, 0, count, outLanes);
                    assertThat(out).as(kernels.name()).containsExactly(sum);
                    assertThat(outLanes).as(kernels.name()).containsExactly(lanes);
                }
            }
        }
    }

    private static int tile(int row, int term, int terms) {
        return row / Lanes.COUNT * Lanes.COUNT * terms + term * Lanes.COUNT + row % Lanes.COUNT;
    }

    @Test
    void fourAtOnceAreEachAlone() {
        RandomStream random = random("four");
        int terms = 10;
        double[] tiles = gaussians(512 * terms, 1, random);
        double[] interleaved = gaussians(4 * terms, 1, random);
        double[][] bases = new double[4][];
        for (int lane = 0; lane < 4; lane++) {
            bases[lane] = gaussians(520, 1, random);
        }
        for (Kernels kernels : SETS) {
            for (int count : new int[] {8, 64, 72, 512}) {
                double[][] outs = new double[4][512];
                kernels.linearOfFour(tiles, 0, terms, interleaved, bases, 5, outs, count);
                for (int lane = 0; lane < 4; lane++) {
                    double[] alone = new double[512];
                    double[] coefficients = new double[terms];
                    for (int k = 0; k < terms; k++) {
                        coefficients[k] = interleaved[4 * k + lane];
                    }
                    kernels.linear(tiles, 0, terms, coefficients, bases[lane], 5, alone, 0, count);
                    assertThat(outs[lane]).as(kernels.name()).containsExactly(alone);
                }
            }
        }
    }

    /** Rows by the thousand, so that products are closed on the way, in blocks of several sizes. */
    @Test
    void coresAreSumsOfTheirFunctions() {
        int rows = 10_000 + 5;
        for (BinaryFunction f : CoreSum.FUNCTIONS) {
            RandomStream random = random(f.name());
            double[] a = new double[padded(rows)];
            double[] b = gaussians(padded(rows), 4, random);
            double exact = 0;
            double size = 0;
            for (int i = 0; i < rows; i++) {
                a[i] = f == BinaryFunction.BERNOULLI_CORE ? random.nextInt(2) : 5 * random.nextDouble();
                b[i] = i % 97 == 0 ? 200 * b[i] / 4 : b[i];
                exact += f.apply(a[i], b[i]);
                size += Math.abs(f.apply(a[i], b[i]));
            }
            double[] reference = new double[rows + 1];
            for (Kernels kernels : SETS) {
                for (int block : new int[] {512, 64}) {
                    double[] result = new double[rows + 1];
                    result[rows] = core(kernels, f, a, b, block, result);
                    if (kernels == Kernels.plain() && block == 512) {
                        reference = result;
                        assertThat(result[rows]).as("%s", f).isCloseTo(exact, within(1e-14 * size));
                        slopesAreDerivatives(f, a, b, result, rows);
                    }
                    assertThat(result)
                            .as("%s %s in %d", f, kernels.name(), block)
                            .containsExactly(reference);
                }
            }
        }
    }

    private static double core(Kernels kernels, BinaryFunction f, double[] a, double[] b, int block, double[] slopes) {
        CoreSum sum = new CoreSum();
        CoreSum values = new CoreSum();
        int rows = slopes.length - 1;
        double[] slope = new double[block];
        for (int start = 0; start < rows; start += block) {
            int count = Math.min(block, rows - start);
            kernels.core(f, a, start, b, start, slope, 0, false, 0.5, count, values);
            kernels.core(f, a, start, b, start, slope, 0, true, 0.5, count, sum);
            System.arraycopy(slope, 0, slopes, start, count);
        }
        assertThat(values.total()).isEqualTo(sum.total());
        return sum.total();
    }

    private static void slopesAreDerivatives(BinaryFunction f, double[] a, double[] b, double[] slopes, int rows) {
        for (int i = 0; i < rows; i++) {
            double expected = 0.5 * f.right(a[i], b[i], f.apply(a[i], b[i]));
            assertThat(slopes[i]).isCloseTo(expected, within(1e-15 * Math.max(1, Math.abs(expected))));
        }
    }

    @Test
    void numbersThatAreNoneStayNone() {
        double[] a = {1, 1, 0, 0, 1, 0, 1, 1};
        double[] b = {Double.NaN, 800, -800, 1e300, -0.0, 0, Double.NEGATIVE_INFINITY, 3};
        for (Kernels kernels : SETS) {
            double[] slope = new double[8];
            CoreSum sum = new CoreSum();
            kernels.core(BinaryFunction.BERNOULLI_CORE, a, 0, b, 0, slope, 0, true, 1, 8, sum);
            assertThat(sum.total()).isNaN();
            assertThat(slope[0]).isNaN();
            double[] rest = {slope[1], slope[2], slope[3], slope[4], slope[5], slope[6]};
            double e = Elementary.flushedDecay(800);
            assertThat(rest).containsExactly(0, -e, -1, 0.5, -0.5, 1);
        }
    }

    /** Each in a block of moderate log means, at every place: the fast loop must give way, and to the same bits. */
    @Test
    void gammaCoreFarOutIsTheSameInBothSets() {
        double[] a = gaussians(32, 0.1, random("outcomes"));
        for (double far : new double[] {Double.NaN, 3, 699, -699, 705, -705, 745, -1e300, Double.POSITIVE_INFINITY}) {
            for (int place = 0; place < 16; place++) {
                double[] b = gaussians(32, 1, random("means"));
                b[place] = far;
                double[][] slopes = new double[2][32];
                CoreSum[] sums = {new CoreSum(), new CoreSum()};
                Kernels[] sets = {Kernels.plain(), Kernels.preferred()};
                for (int k = 0; k < 2; k++) {
                    sets[k].core(BinaryFunction.GAMMA_CORE, a, 0, b, 0, slopes[k], 0, true, 0.5, 29, sums[k]);
                }
                assertThat(Arrays.copyOf(slopes[1], 29)).containsExactly(Arrays.copyOf(slopes[0], 29));
                assertThat(sums[1].total()).isEqualTo(Double.valueOf(sums[0].total()));
            }
        }
    }
}
