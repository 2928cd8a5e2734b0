package tributary.infer.mode;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Which coordinates of a density touch: those of a block each other and the shared ones, but none of another block, as the
 * effects of groups do given what groups share. Drawn with the shared coordinates last, the Hessian is an arrow.
 */
public final class Arrow implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int dimension;
    private final int[][] blocks;
    private final int[] shared;

    private Arrow(int dimension, int[][] blocks, int[] shared) {
        this.dimension = dimension;
        this.blocks = blocks;
        this.shared = shared;
    }

    /** Any two coordinates may touch. */
    public static Arrow whole(int dimension) {
        return of(dimension, List.of());
    }

    /**
     * The blocks' coordinates; all others are shared.
     *
     * @throws IllegalArgumentException if a coordinate stands in two blocks or is none
     */
    public static Arrow of(int dimension, List<int[]> blocks) {
        BitSet free = new BitSet(dimension);
        free.set(0, dimension);
        for (int[] block : blocks) {
            for (int coordinate : block) {
                if (coordinate < 0 || coordinate >= dimension || !free.get(coordinate)) {
                    throw new IllegalArgumentException(
                            "coordinate " + coordinate + " of " + dimension + " is none, or stands in two blocks");
                }
                free.clear(coordinate);
            }
        }
        return new Arrow(
                dimension,
                blocks.stream().map(int[]::clone).toArray(int[][]::new),
                free.stream().toArray());
    }

    /** How many coordinates there are. */
    public int dimension() {
        return dimension;
    }

    /** How many blocks there are. */
    public int blocks() {
        return blocks.length;
    }

    /** The most coordinates of a block. */
    public int widest() {
        return Arrays.stream(blocks).mapToInt(block -> block.length).max().orElse(0);
    }

    /** How many coordinates are shared. */
    public int widthShared() {
        return shared.length;
    }

    /** The coordinates of a block; not to be written to. */
    int[] block(int number) {
        return blocks[number];
    }

    /** The coordinates that all blocks touch; not to be written to. */
    int[] shared() {
        return shared;
    }
}
