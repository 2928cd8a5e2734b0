package tributary.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tributary.consensus.Blocks;
import tributary.consensus.FactSearch;
import tributary.consensus.Factor;
import tributary.consensus.LocalBlocks;
import tributary.model.Model;
import tributary.posterior.Data;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Cells of blocks merge alike in whatever order and grouping they come, to the bit. */
class CellsTest {
    private static final Model MODEL = Model.parse(
            "m",
            "row y, x\ngroup g\na, b ~ normal(0, 1)\nu[g] ~ normal(0, 1)\ny ~ bernoulli_logit(a + b * x + u[g])\n");

    private static List<Data> blocks() {
        RandomStream random = StreamKey.of(3).stream();
        List<Data> blocks = new ArrayList<>();
        for (int block = 0; block < 6; block++) {
            int rows = 20 + 7 * block;
            double[] x = new double[rows];
            double[] y = new double[rows];
            String[] g = new String[rows];
            double[] weight = new double[rows];
            for (int i = 0; i < rows; i++) {
                // Values that no binary fraction hits, and both ends of the range.
                x[i] = i % 11 == 0 ? 1e90 : StrictMath.floor(5 * random.nextDouble()) / 10 - 0.3;
                y[i] = random.nextDouble() < 0.4 ? 1 : 0;
                g[i] = "g" + (int) (3 * random.nextDouble());
                weight[i] = 1 + StrictMath.floor(1e12 * random.nextDouble());
            }
            blocks.add(Data.builder()
                    .numbers("x", x)
                    .numbers("y", y)
                    .numbers(Blocks.WEIGHT, weight)
                    .categories("g", g)
                    .build());
        }
        return blocks;
    }

    private static String cells(List<Data> blocks) {
        Blocks local = new LocalBlocks(blocks);
        var posterior = FactSearch.bind(MODEL, local).posterior();
        Cells cells = Cells.of(Factor.whole(posterior), local, "rows", false, 1000, 1000);
        assertThat(cells).isNotNull();
        Data data = cells.data("rows");
        StringBuilder words = new StringBuilder().append(cells.rows());
        for (String column : List.of("x", "y", Blocks.WEIGHT)) {
            for (double value : data.numbers("rows", column)) {
                words.append(' ').append(Long.toHexString(Double.doubleToLongBits(value)));
            }
        }
        return words.append(data.categories("rows", "g")).toString();
    }

    @Test
    void mergingIsCommutativeAndAssociativeToTheBit() {
        List<Data> blocks = blocks();
        String one = cells(blocks);
        for (int seed = 0; seed < 5; seed++) {
            List<Data> shuffled = new ArrayList<>(blocks);
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(cells(shuffled)).isEqualTo(one);
            List<Data> grouped = new ArrayList<>();
            int cut = 1 + seed;
            grouped.add(Data.joined("rows", shuffled.subList(0, cut)));
            grouped.addAll(shuffled.subList(cut, shuffled.size()));
            assertThat(cells(grouped)).isEqualTo(one);
        }
        assertThat(cells(List.of(Data.joined("rows", blocks)))).isEqualTo(one);
    }
}
