package tributary.estimand;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tributary.consensus.Blocks;
import tributary.expr.Columns;
import tributary.expr.Layout;
import tributary.posterior.Data;
import tributary.posterior.RowColumns;
import tributary.random.StreamKey;

/**
 * One pass over the rows that evaluates averages at every draw of a posterior.
 *
 * <p>Where there are more distinct rows than wanted, every {@code step}-th of them is evaluated at all draws, from a
 * start keyed by its shard; all are evaluated at the anchor, the posterior mean, so that what is estimated from the chosen
 * rows is the difference from the anchor, which varies little from row to row. Sums are kept for {@link #BATCHES} parts of
 * the chosen rows or of the noise, whose spread tells the error.
 */
final class Sweep implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Parts whose spread tells a Monte Carlo error. */
    static final int BATCHES = 8;
    /** Parts of all rows that the Bayesian bootstrap weighs where not every row can have its own weight. */
    static final int PARTS = 512;

    private static final int CHUNK = 1024;

    private final ArrayList<Average> averages;
    private final RowColumns recipe;
    private final Layout layout;
    private final TreeSet<String> reads;
    private final double[][] positions;
    private final Population population;
    private final long step;
    private final int noise;
    private final StreamKey key;

    /**
     * A pass.
     *
     * @param averages what is averaged
     * @param recipe from rows to columns
     * @param layout of the positions
     * @param reads what tells rows apart
     * @param positions the draws, and the anchor last
     * @param population whom averages are over
     * @param step how many distinct rows stand behind one that is evaluated at every draw
     * @param noise draws of noise for each row and draw of the posterior, a multiple of {@link #BATCHES}
     * @param key of all noise and weights
     */
    Sweep(
            List<Average> averages,
            RowColumns recipe,
            Layout layout,
            Set<String> reads,
            double[][] positions,
            Population population,
            long step,
            int noise,
            StreamKey key) {
        this.averages = new ArrayList<>(averages);
        this.recipe = recipe;
        this.layout = layout;
        this.reads = new TreeSet<>(reads);
        this.positions = positions;
        this.population = population;
        this.step = step;
        this.noise = noise;
        this.key = key;
    }

    /** Whether some rows stand for others. */
    boolean sampled() {
        return step > 1;
    }

    /** Sums over all blocks, an average each, by level; added in the order of the shards. */
    List<Map<String, Sums>> run(Blocks blocks) {
        List<Part> parts = blocks.map(this::part);
        List<Map<String, Sums>> all = new ArrayList<>();
        for (int a = 0; a < averages.size(); a++) {
            Map<String, Sums> merged = new LinkedHashMap<>();
            for (Part part : parts) {
                part.sums.get(a).forEach((level, sums) -> merged.merge(level, sums, Sums::plus));
            }
            all.add(merged);
        }
        return all;
    }

    private Part part(int shard, Data rows) {
        ArrayList<LinkedHashMap<String, Sums>> all = new ArrayList<>();
        Map<String, Cells> tables = new HashMap<>();
        for (Average average : averages) {
            Cells cells = tables.computeIfAbsent(average.table(), table -> Cells.distinct(rows, table, reads));
            LinkedHashMap<String, Sums> sums = new LinkedHashMap<>();
            evaluate(average, cells, shard, sums);
            if (sampled() && average.drawn().isEmpty()) {
                anchor(average, cells, shard, sums);
            }
            all.add(sums);
        }
        return new Part(all);
    }

    private void evaluate(Average average, Cells cells, int shard, Map<String, Sums> into) {
        long first = sampled()
                ? (long) (step * key.with("first").with(shard).stream().nextDouble())
                : 0;
        int size = (int) ((cells.size() - first + step - 1) / step);
        // Weights of the bootstrap are kept for all draws of a chunk.
        int chunk = own() ? CHUNK / 8 : CHUNK;
        Map<Integer, RowValues> programs = new HashMap<>();
        for (int from = 0; from < size; from += chunk) {
            int count = Math.min(chunk, size - from);
            int[] places = new int[count];
            for (int i = 0; i < count; i++) {
                places[i] = (int) (first + (from + i) * step);
            }
            Cells some = cells.pick(places);
            Columns columns = recipe.of(some.data());
            RowValues.Bound values = programs.computeIfAbsent(count, n -> new RowValues(average, layout, n))
                    .bound(columns);
            double[] holds = Survey.holds(average, columns, count);
            String[] labels = some.labels(average.by());
            Sums[] sums = new Sums[count];
            double[] weights = new double[count];
            for (int i = 0; i < count; i++) {
                weights[i] = holds[i] == 0 ? 0 : some.weight(i);
                sums[i] = into.computeIfAbsent(labels[i], label -> new Sums(batches(average), positions.length, own()));
            }
            double[][] own = own() ? own(places, some, shard) : new double[0][];
            for (int draw = 0; draw < positions.length; draw++) {
                for (int again = 0; again < (average.drawn().isEmpty() ? 1 : noise); again++) {
                    StreamKey stream = key.with("noise").with(draw).with(again);
                    double[] at = values.at(positions[draw], stream, shard, places);
                    for (int i = 0; i < count; i++) {
                        double weight = own() ? own[i][draw] * (weights[i] == 0 ? 0 : 1) : weights[i];
                        int batch = average.drawn().isEmpty()
                                ? (int) ((from + (long) i) % batches(average))
                                : sampled() ? (int) ((from + (long) i) % BATCHES) : again % BATCHES;
                        if (weight != 0) {
                            sums[i].add(batch, draw, weight, at[i]);
                        }
                    }
                }
            }
        }
    }

    private int batches(Average average) {
        return sampled() || !average.drawn().isEmpty() ? BATCHES : 1;
    }

    /** Whether each row has a weight of its own in each draw. */
    private boolean own() {
        return population == Population.SUPER && !sampled();
    }

    /** Gamma(count) weights: normalised, they are Dirichlet(1, ..., 1) over the rows that are counted. */
    private double[][] own(int[] places, Cells some, int shard) {
        double[][] weights = new double[places.length][positions.length];
        for (int i = 0; i < places.length; i++) {
            var stream = key.with("weights").with(shard).with(places[i]).stream();
            double count = some.weight(i);
            for (int draw = 0; draw < positions.length; draw++) {
                weights[i][draw] = count == 1 ? stream.nextExponential() : stream.nextGamma(count);
            }
        }
        return weights;
    }

    /** All rows at the anchor, for the bootstrap in parts to which each row of the table is dealt by chance. */
    private void anchor(Average average, Cells cells, int shard, Map<String, Sums> into) {
        int parts = population == Population.SUPER ? PARTS : 1;
        Map<Integer, RowValues> programs = new HashMap<>();
        for (int from = 0; from < cells.size(); from += CHUNK) {
            int count = Math.min(CHUNK, cells.size() - from);
            Cells some = cells.slice(from, from + count);
            Columns columns = recipe.of(some.data());
            RowValues.Bound values = programs.computeIfAbsent(count, n -> new RowValues(average, layout, n))
                    .bound(columns);
            double[] holds = Survey.holds(average, columns, count);
            String[] labels = some.labels(average.by());
            double[] at = values.at(positions[positions.length - 1], key, shard, new int[0]);
            for (int i = 0; i < count; i++) {
                Sums sums =
                        into.computeIfAbsent(labels[i], label -> new Sums(batches(average), positions.length, own()));
                if (holds[i] != 0 && parts == 1) {
                    sums.anchor(parts, 0, some.weight(i), at[i]);
                } else if (holds[i] != 0) {
                    var stream = key.with("parts").with(shard).with(from + i).stream();
                    for (long copy = 0; copy < (long) some.weight(i); copy++) {
                        sums.anchor(parts, stream.nextInt(parts), 1, at[i]);
                    }
                }
            }
        }
    }

    private static final class Part implements Serializable {
        private static final long serialVersionUID = 1L;
        private final ArrayList<LinkedHashMap<String, Sums>> sums;

        Part(List<? extends Map<String, Sums>> sums) {
            this.sums = new ArrayList<>();
            sums.forEach(average -> this.sums.add(new LinkedHashMap<>(average)));
        }
    }
}
