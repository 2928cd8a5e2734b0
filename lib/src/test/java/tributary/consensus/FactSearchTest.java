package tributary.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.model.Model;
import tributary.posterior.BindingException;
import tributary.posterior.Data;
import tributary.posterior.Posterior;
import tributary.posterior.Unknown;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** A model bound to what its blocks tell is the model bound to all rows. */
class FactSearchTest {
    private static final int ROWS = 240;

    private static Data rows() {
        RandomStream random = StreamKey.of(4).stream();
        double[] x = new double[ROWS];
        double[] y = new double[ROWS];
        double[] size = new double[ROWS];
        String[] shop = new String[ROWS];
        String[] region = new String[ROWS];
        for (int i = 0; i < ROWS; i++) {
            int s = i % 12;
            x[i] = 3 + 2 * random.nextGaussian() + s / 4.0;
            y[i] = 10 + x[i] + 0.5 * s + random.nextGaussian();
            size[i] = 1 + s;
            shop[i] = "s" + s;
            region[i] = "r" + s % 3;
        }
        return Data.builder()
                .numbers("x", x)
                .numbers("y", y)
                .numbers("size", size)
                .categories("shop", shop)
                .categories("region", region)
                .build();
    }

    /** Rows dealt by a multiplicative hash, so that no block holds a run of them. */
    private static Blocks blocks(Data data, int count) {
        List<Data> blocks = new ArrayList<>();
        for (int block = 0; block < count; block++) {
            int own = block;
            int[] rows = IntStream.range(0, ROWS)
                    .filter(i -> Integer.remainderUnsigned(i * 0x9E3779B1 >>> 8, count) == own)
                    .toArray();
            Data.Builder builder = Data.builder();
            for (String name : List.of("x", "y", "size")) {
                double[] all = data.numbers("rows", name);
                builder.numbers(
                        name, Arrays.stream(rows).mapToDouble(i -> all[i]).toArray());
            }
            for (String name : List.of("shop", "region")) {
                List<String> all = data.categories("rows", name);
                builder.categories(name, Arrays.stream(rows).mapToObj(all::get).toArray(String[]::new));
            }
            blocks.add(builder.build());
        }
        return new LocalBlocks(blocks);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "row y, x\ny ~ normal(linear(x), sigma)\nsigma ~ half_normal(1)\n",
                "row y, x\ngroup shop\ny ~ normal(linear(x + C(shop)), sigma)\nsigma ~ half_normal(1)\n",
                "row y, x\ngroup shop\ny ~ normal(linear(x + mean(x | shop) + (1 | shop)), sigma)\nsigma ~ half_normal(1)\n",
                "row y, x\ngroup region\ngroup shop in region\na[region] ~ normal(0, 1)\nb[shop] ~ normal(a[region], 1)\n"
                        + "y ~ normal(b[shop] + x, 1)\n",
                "row y, x\ny ~ normal(linear(spline(x, 5)), 1)\n",
                "row y, x\ny ~ lognormal(linear(x), 1)\n"
            })
    void blocksTellWhatTheRowsTell(String text) {
        Model model = Model.parse("m", text);
        Data data = rows();
        Posterior whole = Posterior.of(model, data);
        for (int count : new int[] {1, 5}) {
            Blocks blocks = blocks(data, count);
            Posterior bound = FactSearch.bind(model, blocks).posterior();
            assertThat(bound.coordinates()).isEqualTo(whole.coordinates());
            assertThat(bound.names()).isEqualTo(whole.names());
            assertThat(bound.unknowns().stream().map(Unknown::parametrisation))
                    .isEqualTo(whole.unknowns().stream()
                            .map(Unknown::parametrisation)
                            .toList());
            assertThat(bound.data().rows("rows")).isZero();
            Workers workers = new BlockWorkers(blocks, travelled(ModelShards.of(bound)));
            PriorDensity prior = travelled(ModelShards.of(bound).prior());
            RandomStream random = StreamKey.of(8).stream();
            int n = whole.layout().dimension();
            for (int point = 0; point < 10; point++) {
                double[] u = new double[n];
                for (int i = 0; i < n; i++) {
                    u[i] = 0.5 * random.nextGaussian();
                }
                double[] gradient = new double[n];
                double sum = prior.open().evaluate(u, gradient);
                for (Value value : workers.map(new Evaluate(u))) {
                    sum += value.number();
                }
                double expected = whole.densities().get().evaluate(u, gradient);
                assertThat(sum).isCloseTo(expected, within(1e-10 * (1 + Math.abs(expected))));
            }
        }
    }

    @Test
    void aRowThatCannotBeIsFoundWhereverItLies() {
        Model model = Model.parse("m", "row y\na ~ normal(0, 1)\ny ~ bernoulli_logit(a)\n");
        Blocks blocks = new LocalBlocks(List.of(
                Data.builder().numbers("y", 0, 1, 1).build(),
                Data.builder().numbers("y", 0, 0.5).build()));
        assertThatThrownBy(() -> FactSearch.bind(model, blocks))
                .isInstanceOf(BindingException.class)
                .hasMessageContaining("`y` is 0.5, which `bernoulli_logit`");
    }

    @Test
    void aLevelInTwoLevelsIsFoundAcrossBlocks() {
        Model model = Model.parse(
                "m",
                "row y\ngroup b\ngroup a in b\nm[b] ~ normal(0, 1)\nu[a] ~ normal(m[b], 1)\ny ~ normal(u[a], 1)\n");
        Blocks blocks = new LocalBlocks(List.of(
                Data.builder()
                        .numbers("y", 0)
                        .categories("a", "k")
                        .categories("b", "p")
                        .build(),
                Data.builder()
                        .numbers("y", 0)
                        .categories("a", "k")
                        .categories("b", "q")
                        .build()));
        assertThatThrownBy(() -> FactSearch.bind(model, blocks))
                .isInstanceOf(BindingException.class)
                .hasMessageContaining("lies in two levels");
    }

    private record Value(double number) implements Serializable {}

    private record Evaluate(double[] position) implements Workers.ShardTask<Value> {
        @Override
        public Value run(int shard, ShardLikelihood likelihood) {
            return new Value(likelihood.evaluate(position, new double[position.length]));
        }
    }

    /** As it arrives on another machine. */
    @SuppressWarnings("unchecked")
    static <T extends Serializable> T travelled(T value) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(value);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                return (T) in.readObject();
            }
        } catch (java.io.IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
