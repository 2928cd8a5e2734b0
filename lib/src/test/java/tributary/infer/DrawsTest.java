package tributary.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Draws keep their shape, share no memory, and refuse what is not a rectangle. */
class DrawsTest {
    private final Draws draws =
            Draws.ofColumns(List.of("a", "b"), 2, new double[] {1, 2, 3, 4, 5, 6}, new double[] {7, 8, 9, 10, 11, 12});

    @Test
    void rowsAndColumnsAgree() {
        Draws byRow =
                Draws.ofRows(List.of("a", "b"), new double[][][] {{{1, 7}, {2, 8}, {3, 9}}, {{4, 10}, {5, 11}, {6, 12}}
                });
        assertThat(byRow).isEqualTo(draws).hasSameHashCodeAs(draws);
        assertThat(draws.value(1, 1, 0)).isEqualTo(10);
        assertThat(draws.byChain("a")).isDeepEqualTo(new double[][] {{1, 2, 3}, {4, 5, 6}});
        double[] row = new double[2];
        draws.row(4, row);
        assertThat(row).containsExactly(5, 11);
    }

    @Test
    void sharesNoMemory() {
        double[] given = {1, 2, 3, 4};
        Draws own = Draws.ofColumns(List.of("x"), 1, given);
        given[0] = 99;
        own.values("x")[1] = 99;
        own.byChain(0)[0][2] = 99;
        assertThat(own.values(0)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void mapsSelectsAndTakes() {
        Draws sum = draws.map(List.of("sum"), (row, out) -> out[0] = row[0] + row[1]);
        assertThat(sum.values("sum")).containsExactly(8, 10, 12, 14, 16, 18);
        assertThat(sum.chains()).isEqualTo(2);
        assertThat(draws.select(List.of("b")).values(0)).containsExactly(7, 8, 9, 10, 11, 12);
        assertThat(draws.take(new int[] {5, 5, 0, 1}, 2).byChain("a")).isDeepEqualTo(new double[][] {{6, 6}, {1, 2}});
    }

    @Test
    void refusesWhatIsNoRectangle() {
        assertThatThrownBy(() -> Draws.ofColumns(List.of("a"), 2, new double[3]))
                .hasMessageContaining("2 chains");
        assertThatThrownBy(() -> Draws.ofColumns(List.of("a", "a"), 1, new double[2], new double[2]))
                .hasMessageContaining("distinct");
        assertThatThrownBy(() -> Draws.ofColumns(List.of("a", "b"), 1, new double[2], new double[3]))
                .hasMessageContaining("parameter b");
        assertThatThrownBy(() -> Draws.ofRows(List.of("a"), new double[][][] {{{1}}, {{1}, {2}}}))
                .hasMessageContaining("chain 1");
        assertThatThrownBy(() -> draws.values("c")).hasMessageContaining("no draws of c");
    }
}
