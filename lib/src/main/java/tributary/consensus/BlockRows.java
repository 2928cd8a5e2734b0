package tributary.consensus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import tributary.posterior.Data;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * Samples rows of blocks: each block sends its rows of the greatest leverage, a quarter of the sample, and each of its
 * other rows with one probability, by a stream of its own; the driver holds the sample and no more.
 */
public final class BlockRows implements RowSampler {
    /** Groups that the random part is dealt to: 15 degrees of freedom for its error. */
    private static final int GROUPS = 16;
    /** The share of the sample that is taken for its leverage. */
    private static final double CERTAIN = 0.25;

    private final Blocks blocks;
    private final ModelShards model;

    /** Samples of a model's rows. */
    public BlockRows(Blocks blocks, ModelShards model) {
        this.blocks = blocks;
        this.model = model;
    }

    @Override
    public RowSample sample(Gaussian about, int size, StreamKey key) {
        String table = model.table();
        long all = blocks.map((shard, rows) -> (long) rows.rows(table)).stream()
                .mapToLong(Long::longValue)
                .sum();
        double certain = all <= size ? 1 : CERTAIN * size / all;
        double chance = all <= size ? 0 : (size - CERTAIN * size) / (all - CERTAIN * size);
        List<Part> parts = blocks.map(new Choice(model, about, certain, chance, key.with("rows")));
        long rest = parts.stream().mapToLong(part -> part.rest).sum();
        List<List<Data>> dealt = new ArrayList<>();
        IntStream.range(0, GROUPS).forEach(g -> dealt.add(new ArrayList<>()));
        int place = 0;
        long sampled = 0;
        for (Part part : parts) {
            int count = part.sampled.rows(table);
            sampled += count;
            for (int g = 0; g < GROUPS; g++) {
                int first = (g + GROUPS - place % GROUPS) % GROUPS;
                dealt.get(g)
                        .add(part.sampled.pick(
                                table,
                                IntStream.iterate(first, i -> i < count, i -> i + GROUPS)
                                        .toArray()));
            }
            place += count;
        }
        ShardLikelihood alone = model.shard(
                Data.joined(table, parts.stream().map(part -> part.certain).toList()));
        List<ShardLikelihood> groups = rest == 0
                ? List.of()
                : dealt.stream()
                        .map(group -> model.shard(Data.joined(table, group)))
                        .toList();
        return new RowSample(alone, groups, sampled == 0 ? 0 : (double) rest / sampled);
    }

    private static final class Part implements Serializable {
        private static final long serialVersionUID = 1L;
        private final Data certain;
        private final Data sampled;
        private final long rest;

        Part(Data certain, Data sampled, long rest) {
            this.certain = certain;
            this.sampled = sampled;
            this.rest = rest;
        }
    }

    private static final class Choice implements Blocks.BlockTask<Part> {
        private static final long serialVersionUID = 1L;
        private final ModelShards model;
        private final Gaussian about;
        private final double certain;
        private final double chance;
        private final StreamKey key;

        Choice(ModelShards model, Gaussian about, double certain, double chance, StreamKey key) {
            this.model = model;
            this.about = about;
            this.certain = certain;
            this.chance = chance;
            this.key = key;
        }

        @Override
        public Part run(int shard, Data rows) {
            String table = model.table();
            int count = rows.rows(table);
            int alone = (int) Math.ceil(certain * count);
            int[] order = IntStream.range(0, count).toArray();
            if (alone < count) {
                double[] leverage = model.leverage(rows, about);
                order = IntStream.range(0, count)
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer i) -> -leverage[i])
                                .thenComparing(Comparator.naturalOrder()))
                        .mapToInt(Integer::intValue)
                        .toArray();
            }
            int[] rest = Arrays.copyOfRange(order, alone, count);
            Arrays.sort(rest);
            RandomStream random = key.with(shard).stream();
            int[] sampled = Arrays.stream(rest)
                    .filter(row -> random.nextDouble() < chance)
                    .toArray();
            return new Part(
                    rows.pick(table, Arrays.copyOf(order, alone)), rows.pick(table, sampled), (long) rest.length);
        }
    }
}
