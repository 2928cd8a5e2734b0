package tributary.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import tributary.consensus.Blocks;
import tributary.consensus.LocalBlocks;
import tributary.graph.Implications.Independence;
import tributary.posterior.Data;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Implied independences measured on tables, against closed forms. */
class IndependenceTestsTest {
    private static final Independence GIVEN_Z = new Independence("x", "y", Set.of("z"));

    private static Blocks blocks(int rows, int shards, double direct) {
        RandomStream random = StreamKey.of(11).with("independence").stream();
        List<Data> blocks = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            double[][] v = new double[3][rows / shards];
            for (int i = 0; i < rows / shards; i++) {
                v[2][i] = random.nextGaussian();
                v[0][i] = v[2][i] + random.nextGaussian();
                v[1][i] = 5 + v[2][i] + direct * v[0][i] + random.nextGaussian();
            }
            blocks.add(Data.builder()
                    .numbers("x", v[0])
                    .numbers("y", v[1])
                    .numbers("z", v[2])
                    .build());
        }
        return new LocalBlocks(blocks);
    }

    @Test
    void partialCorrelationOfThreeColumnsIsTheFormula() {
        double[][] r = {{1, 0.6, 0.5}, {0.6, 1, 0.4}, {0.5, 0.4, 1}};
        double expected = (0.6 - 0.5 * 0.4) / Math.sqrt((1 - 0.25) * (1 - 0.16));
        assertThat(IndependenceTests.partialCorrelation(r)).isCloseTo(expected, within(1e-14));
        double[][] scaled = new double[3][3];
        double[] sd = {1e-6, 3, 1e9};
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                scaled[i][j] = r[i][j] * sd[i] * sd[j];
            }
        }
        assertThat(IndependenceTests.partialCorrelation(scaled)).isCloseTo(expected, within(1e-12));
        assertThat(IndependenceTests.partialCorrelation(new double[][] {{1, 1, 0.5}, {1, 1, 0.5}, {0.5, 0.5, 1}}))
                .isNaN();
    }

    @Test
    void whatIsIndependentIsNotContradictedAndWhatIsNotIs() {
        IndependenceTest holds =
                IndependenceTests.of(blocks(20_000, 4, 0), List.of(GIVEN_Z)).get(0);
        assertThat(holds.method()).isEqualTo(IndependenceTest.Method.PARTIAL_CORRELATION);
        assertThat(Math.abs(holds.effect())).isLessThan(4 / Math.sqrt(20_000));
        assertThat(holds.contradicted()).isFalse();
        IndependenceTest fails =
                IndependenceTests.of(blocks(20_000, 4, 0.2), List.of(GIVEN_Z)).get(0);
        // The slope .2 between residuals of sd 1: r = .2 / sqrt(1 + .04).
        assertThat(fails.effect()).isCloseTo(0.2 / Math.sqrt(1.04), within(4 / Math.sqrt(20_000)));
        assertThat(fails.contradicted()).isTrue();
        IndependenceTest marginal = IndependenceTests.of(
                        blocks(20_000, 4, 0), List.of(new Independence("x", "y", Set.of())))
                .get(0);
        assertThat(marginal.contradicted()).isTrue();
    }

    @Test
    void momentsDoNotDependOnHowRowsAreCut() {
        Blocks one = blocks(8000, 1, 0.2);
        ColumnCovariance whole = ColumnCovariance.of(one, List.of("x", "y", "z"));
        List<Data> quarters = new ArrayList<>();
        one.map((shard, rows) -> rows).forEach(rows -> {
            for (int q = 0; q < 4; q++) {
                quarters.add(Data.builder()
                        .numbers(
                                "x", java.util.Arrays.copyOfRange(rows.numbers("rows", "x"), q * 2000, q * 2000 + 2000))
                        .numbers(
                                "y", java.util.Arrays.copyOfRange(rows.numbers("rows", "y"), q * 2000, q * 2000 + 2000))
                        .numbers(
                                "z", java.util.Arrays.copyOfRange(rows.numbers("rows", "z"), q * 2000, q * 2000 + 2000))
                        .build());
            }
        });
        ColumnCovariance parts = ColumnCovariance.of(new LocalBlocks(quarters), List.of("x", "y", "z"));
        for (int i = 0; i < 3; i++) {
            assertThat(parts.mean(i)).isCloseTo(whole.mean(i), within(1e-12));
            for (int j = 0; j < 3; j++) {
                assertThat(parts.covariance(i, j)).isCloseTo(whole.covariance(i, j), within(1e-12));
            }
        }
    }

    @Test
    void fewValuesAreComparedWithinCells() {
        long[][] table = {{30, 70}, {60, 40}};
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        List<Double> weight = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                x.add((double) i);
                y.add((double) j);
                weight.add((double) table[i][j]);
            }
        }
        Blocks blocks = new LocalBlocks(List.of(Data.builder()
                .numbers("x", array(x))
                .numbers("y", array(y))
                .numbers(Blocks.WEIGHT, array(weight))
                .build()));
        IndependenceTest test = IndependenceTests.of(blocks, List.of(new Independence("x", "y", Set.of())))
                .get(0);
        double square = new ChiSquareTest().chiSquare(table);
        assertThat(test.method()).isEqualTo(IndependenceTest.Method.CELLS);
        assertThat(test.effect()).isCloseTo(Math.sqrt((square - 1) / 200), within(1e-12));
        assertThat(test.rows()).isEqualTo(200);
        assertThat(test.contradicted()).isTrue();
    }

    @Test
    void whatCannotBeMeasuredSaysWhy() {
        Blocks constant = new LocalBlocks(List.of(Data.builder()
                .numbers("x", 1, 1, 1, 1, 1, 1)
                .numbers("y", 1.5, 2.5, 3, 4, 5, 9)
                .numbers("z", 2, 4, 1, 0, 3, 3.5)
                .build()));
        IndependenceTest test = IndependenceTests.of(constant, List.of(GIVEN_Z)).get(0);
        assertThat(test.method()).isEqualTo(IndependenceTest.Method.NONE);
        assertThat(test.found()).contains("not tested", "constant");
        assertThat(test.contradicted()).isFalse();
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
