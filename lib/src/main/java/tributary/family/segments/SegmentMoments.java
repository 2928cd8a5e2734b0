package tributary.family.segments;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tributary.stats.CrossProducts;

/**
 * The moments of a block of segments for one metric: names, counts, means and centred cross-products; immutable once
 * built.
 *
 * <p>Each number was rounded once from an exact sum, so that a segment's moments do not depend on how its rows were
 * spread over partitions.
 */
public final class SegmentMoments implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int variables;
    private final String[] names;
    /** Of each segment the group that it lies within; empty texts where there is none. */
    private final String[] parents;

    private final double[] counts;
    private final double[] means;
    private final double[] centred;
    private final @Nullable SegmentCells cells;

    private SegmentMoments(SegmentMoments moments, SegmentCells cells) {
        variables = moments.variables;
        names = moments.names;
        parents = moments.parents;
        counts = moments.counts;
        means = moments.means;
        centred = moments.centred;
        this.cells = cells;
    }

    private SegmentMoments(Builder builder) {
        cells = null;
        variables = builder.variables;
        names = Arrays.copyOf(builder.names, builder.size);
        parents = Arrays.copyOf(builder.parents, builder.size);
        counts = Arrays.copyOf(builder.counts, builder.size);
        means = Arrays.copyOf(builder.means, builder.size * variables);
        centred = Arrays.copyOf(builder.centred, builder.size * triangle(variables));
    }

    private static int triangle(int d) {
        return d * (d + 1) / 2;
    }

    /** Moments of rows of so many variables, the outcome last. */
    public static Builder builder(int variables) {
        return new Builder(variables);
    }

    /** Number of segments. */
    public int segments() {
        return names.length;
    }

    /** Variables of a row. */
    public int variables() {
        return variables;
    }

    /** The name of a segment. */
    public String name(int segment) {
        return names[segment];
    }

    /** The group that a segment lies within; empty where there is none. */
    public String parent(int segment) {
        return parents[segment];
    }

    /** The rows of a segment. */
    public double count(int segment) {
        return counts[segment];
    }

    /** The mean of a variable less its origin; 0 without rows. */
    public double mean(int segment, int variable) {
        return means[segment * variables + variable];
    }

    /** The centred cross-product of two variables. */
    public double centred(int segment, int i, int j) {
        int row = Math.max(i, j);
        return centred[segment * triangle(variables) + row * (row + 1) / 2 + Math.min(i, j)];
    }

    /** The same with the cells of the same segments, in the same order; segments without rows have none. */
    public SegmentMoments with(SegmentCells of) {
        return new SegmentMoments(this, of);
    }

    /** The cells of the segments; null unless they were given. */
    public @Nullable SegmentCells cells() {
        return cells;
    }

    /** Some of the segments, in their order here. */
    public SegmentMoments pick(int... segments) {
        return concat(List.of(this), List.of(segments));
    }

    /** Blocks of the same variables, one after the other. */
    public static SegmentMoments concat(List<SegmentMoments> blocks) {
        return concat(
                blocks,
                blocks.stream()
                        .map(block -> IntStream.range(0, block.segments()).toArray())
                        .toList());
    }

    private static SegmentMoments concat(List<SegmentMoments> blocks, List<int[]> segments) {
        SegmentMoments first = blocks.get(0);
        Builder all = new Builder(first.variables);
        SegmentCells.Builder told = first.cells == null ? null : first.cells.another();
        for (int i = 0; i < segments.size(); i++) {
            SegmentMoments block = blocks.get(i);
            SegmentCells own = block.cells;
            int at = 0;
            for (int segment : segments.get(i)) {
                all.add(block, segment);
                if (told == null || own == null) {
                    continue;
                }
                // Segments without rows have no cells; those that have stand in the same order.
                for (int s = at; s < own.segments(); s++) {
                    if (own.name(s).equals(block.names[segment])) {
                        told.add(own, s);
                        at = s + 1;
                        break;
                    }
                }
            }
        }
        SegmentMoments built = all.build();
        return told == null ? built : built.with(told.build());
    }

    /** Collects segments. */
    public static final class Builder {
        private final int variables;
        private int size;
        private String[] names = new String[16];
        private String[] parents = new String[16];
        private final Map<String, String> shared = new HashMap<>();
        private double[] counts = new double[16];
        private double[] means;
        private double[] centred;

        private Builder(int variables) {
            this.variables = variables;
            means = new double[16 * variables];
            centred = new double[16 * triangle(variables)];
        }

        /** One segment, its rows by their exact cross-products, of variables less their origins. */
        public Builder add(String name, CrossProducts rows) {
            return add(name, "", rows);
        }

        /** One segment within a group. */
        public Builder add(String name, String parent, CrossProducts rows) {
            if (rows.dimension() != variables) {
                throw new IllegalArgumentException("rows of " + rows.dimension() + " variables, not " + variables);
            }
            int triangle = triangle(variables);
            grow();
            names[size] = name;
            parents[size] = one(parent);
            counts[size] = (double) rows.count();
            for (int i = 0; i < variables && rows.count() > 0; i++) {
                means[size * variables + i] = rows.mean(i);
                for (int j = 0; j <= i; j++) {
                    centred[size * triangle + i * (i + 1) / 2 + j] = rows.centred(i, j);
                }
            }
            size++;
            return this;
        }

        private void add(SegmentMoments from, int segment) {
            int triangle = triangle(variables);
            grow();
            names[size] = from.names[segment];
            parents[size] = one(from.parents[segment]);
            counts[size] = from.counts[segment];
            System.arraycopy(from.means, segment * variables, means, size * variables, variables);
            System.arraycopy(from.centred, segment * triangle, centred, size * triangle, triangle);
            size++;
        }

        /** One instance of equal names, so that a block of many segments in few groups travels light. */
        private String one(String parent) {
            String before = shared.putIfAbsent(parent, parent);
            return before == null ? parent : before;
        }

        private void grow() {
            if (size == names.length) {
                int larger = Math.multiplyExact(size, 2);
                names = Arrays.copyOf(names, larger);
                parents = Arrays.copyOf(parents, larger);
                counts = Arrays.copyOf(counts, larger);
                means = Arrays.copyOf(means, larger * variables);
                centred = Arrays.copyOf(centred, larger * triangle(variables));
            }
        }

        /** The block. */
        public SegmentMoments build() {
            return new SegmentMoments(this);
        }
    }
}
