package tributary.infer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The worst of everything drawn: as each quantity's own figures have it, and what has none is told. */
class ChainDiagnosticsTest {
    private static double[] normals(int seed, int size) {
        RandomStream random = StreamKey.of(seed).stream();
        double[] values = new double[size];
        Arrays.setAll(values, i -> random.nextGaussian());
        return values;
    }

    @Test
    void theWorstOfEachFigureIsNamed() {
        double[] apart = normals(1, 400);
        for (int i = 300; i < 400; i++) {
            apart[i] += 3;
        }
        // The tails are visited in two stretches of one chain alone, the bulk as ever.
        double[] heavy = normals(2, 400);
        for (int i = 0; i < 20; i++) {
            heavy[i] = 40 + i;
            heavy[100 + i] = -40 - i;
        }
        Draws some = Draws.ofColumns(List.of("plain", "apart"), 4, normals(3, 400), apart);
        Draws more = Draws.ofColumns(List.of("heavy", "constant"), 4, heavy, new double[400]);
        ChainDiagnostics found = ChainDiagnostics.of(List.of(some, more));
        assertThat(found.rHat()).isEqualTo(RHat.of(some.byChain("apart")));
        assertThat(found.rHatOf()).isEqualTo("apart");
        assertThat(found.bulk()).isEqualTo(EffectiveSize.bulk(some.byChain("apart")));
        assertThat(found.bulkOf()).isEqualTo("apart");
        assertThat(found.tail())
                .isEqualTo(
                        Math.min(EffectiveSize.tail(some.byChain("apart")), EffectiveSize.tail(more.byChain("heavy"))));
        assertThat(found.untold()).isEmpty();
        assertThat(found.meet(1.01, 100)).isFalse();
        ChainDiagnostics good = ChainDiagnostics.of(List.of(some.select(List.of("plain"))));
        assertThat(good.meet(1.05, 0.9 * good.ess())).isTrue();
        assertThat(good.meet(1.05, 1.1 * good.ess())).isFalse();
        // Enough in the middle is not enough where the tails are not told.
        ChainDiagnostics tails = ChainDiagnostics.of(List.of(more));
        assertThat(tails.tail()).isLessThan(tails.bulk());
        assertThat(tails.meet(2, 0.5 * (tails.bulk() + tails.tail()))).isFalse();
    }

    @Test
    void whatHasNoRHatIsTold() {
        double[] broken = normals(4, 40);
        broken[39] = Double.NaN;
        assertThat(ChainDiagnostics.of(List.of(Draws.ofColumns(List.of("b"), 4, broken)))
                        .untold())
                .isEqualTo("b");
        assertThat(ChainDiagnostics.of(List.of(Draws.ofColumns(List.of("one"), 1, normals(5, 40))))
                        .untold())
                .isEqualTo("one");
    }
}
