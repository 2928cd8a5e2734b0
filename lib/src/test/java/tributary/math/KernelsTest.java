package tributary.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Both kernel sets against the scalar functions, bit for bit, special values included. */
class KernelsTest {
    private static final int SIZE = 1024 + 8;
    private static final Kernels[] SETS = {Kernels.plain(), Kernels.preferred()};

    private static double[] numbers(String purpose) {
        RandomStream random = StreamKey.of(20261121).with("kernels").with(purpose).stream();
        double[] special = {
            0,
            -0.0,
            1,
            -1,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            1e-310,
            Double.MAX_VALUE,
            -1e308,
            709.9,
            -745.3,
            40,
            -40,
            22,
            0.5,
            2
        };
        double[] numbers = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            double scale = StrictMath.exp(8 * random.nextGaussian());
            double tame = random.nextGaussian() * (i % 3 == 0 ? scale : i % 3 == 1 ? 3 : 100);
            numbers[i] = i % 5 == 4 ? special[random.nextInt(special.length)] : tame;
        }
        return numbers;
    }

    private static long bits(double x) {
        return Double.doubleToLongBits(x);
    }

    /** The build starts its tests with the module, so that a run without it proves nothing and fails. */
    @Test
    void theVectorSetIsUsedWhereTheModuleIs() throws ReflectiveOperationException {
        assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isPresent();
        Field natural = Class.forName("tributary.math.VectorMath").getDeclaredField("NATURAL");
        assertThat(Kernels.preferred().name()).isEqualTo(natural.getBoolean(null) ? "vector" : "plain");
        assertThat(Kernels.plain().name()).isEqualTo("plain");
    }

    @Test
    void functionsOfOneNumber() {
        double[] x = numbers("x");
        double[] out = new double[SIZE];
        double[] again = new double[SIZE];
        double[] slope = new double[SIZE];
        for (Kernels kernels : SETS) {
            for (UnaryFunction f : UnaryFunction.values()) {
                kernels.unary(f, x, 3, out, 1, 1021);
                kernels.unarySlope(f, x, 3, again, 1, slope, 2, 1021);
                for (int i = 0; i < 1021; i++) {
                    double y = f.apply(x[3 + i]);
                    String what = kernels.name() + " " + f + " of " + x[3 + i];
                    assertThat(bits(out[1 + i])).as(what).isEqualTo(bits(y));
                    assertThat(bits(again[1 + i])).as(what).isEqualTo(bits(y));
                    assertThat(bits(slope[2 + i])).as(what).isEqualTo(bits(f.derivative(x[3 + i], y)));
                }
            }
        }
    }

    @Test
    void functionsOfTwoNumbers() {
        double[] a = numbers("a");
        double[] b = numbers("b");
        double[] out = new double[SIZE];
        double[] left = new double[SIZE];
        double[] right = new double[SIZE];
        for (Kernels kernels : SETS) {
            for (BinaryFunction f : BinaryFunction.values()) {
                kernels.binaryLeft(f, a, 1, b, 2, out, 0, left, 3, 1021);
                kernels.binaryRight(f, a, 1, b, 2, out, 0, right, 3, 1021);
                kernels.binary(f, a, 1, b, 2, out, 0, 1021);
                for (int i = 0; i < 1021; i++) {
                    double x = a[1 + i];
                    double y = b[2 + i];
                    double value = f.apply(x, y);
                    String what = kernels.name() + " " + f + " of " + x + ", " + y;
                    assertThat(bits(out[i])).as(what).isEqualTo(bits(value));
                    assertThat(bits(left[3 + i])).as(what).isEqualTo(bits(f.left(x, y, value)));
                    assertThat(bits(right[3 + i])).as(what).isEqualTo(bits(f.right(x, y, value)));
                }
            }
        }
    }

    @Test
    void reductionsAndPredictorsAgreeToTheBit() {
        RandomStream random = StreamKey.of(20261121).with("kernels").with("tiles").stream();
        int terms = 11;
        int stride = 512;
        double[] tiles = new double[terms * stride + 16];
        double[] coefficients = new double[terms];
        for (int i = 0; i < tiles.length; i++) {
            tiles[i] = random.nextGaussian();
            coefficients[i % terms] = random.nextGaussian();
        }
        for (int count : new int[] {0, 1, 7, 8, 13, 500, 512}) {
            double[][] results = new double[2][];
            for (int set = 0; set < 2; set++) {
                Kernels kernels = SETS[set];
                double[] out = new double[stride];
                double[] lanes = new double[(terms + 2) * Lanes.COUNT];
                kernels.linear(tiles, 8, terms, coefficients, tiles, 3, out, 0, count + 7 & -8);
                kernels.linearTransposed(tiles, 16, terms, out, 0, count, lanes);
                kernels.sum(out, 0, count, lanes, terms * Lanes.COUNT);
                kernels.dot(out, 0, tiles, 5, count, lanes, (terms + 1) * Lanes.COUNT);
                kernels.maskedProduct(out, 0, tiles, 5, out, 0, count);
                kernels.addProduct(tiles, 9, tiles, 100, out, 0, count);
                kernels.addScaled(tiles, 11, 0.3, out, 0, count);
                kernels.select(tiles, 0, out, 0, tiles, 3, out, 0, count);
                results[set] = new double[stride + lanes.length];
                System.arraycopy(out, 0, results[set], 0, stride);
                System.arraycopy(lanes, 0, results[set], stride, lanes.length);
            }
            assertThat(results[1]).containsExactly(results[0]);
        }
    }

    @Test
    void sumsAreRight() {
        double[] ones = new double[77];
        java.util.Arrays.fill(ones, 0.5);
        double[] lanes = new double[Lanes.COUNT];
        for (Kernels kernels : SETS) {
            java.util.Arrays.fill(lanes, 0);
            kernels.dot(ones, 0, ones, 0, 77, lanes, 0);
            assertThat(Lanes.join(lanes, 0)).isEqualTo(77 * 0.25);
        }
        assertThat(Lanes.sum(ones)).isEqualTo(38.5);
    }
}
