package tributary.hierarchy;

/**
 * A table of groups laid out for the density: tiles of {@value #LANES} groups, in each of which one number of all groups
 * lies side by side, so that the arithmetic of a tile runs in plain loops over lanes that the compiler vectorises.
 *
 * <p>Lanes past the last group hold zeros, which contribute nothing.
 */
final class GroupTiles {
    /** Groups of a tile: its working set stays in the first-level cache. */
    static final int LANES = 64;

    private final int tiles;
    private final int entries;
    private final int coefficients;
    private final double[] values;
    private final double rows;

    GroupTiles(GroupTable table) {
        int q = table.coefficients();
        coefficients = q;
        tiles = (table.groups() + LANES - 1) / LANES;
        entries = q * (q + 1) / 2 + q + 1 + table.predictors();
        values = new double[Math.multiplyExact(Math.multiplyExact(tiles, entries), LANES)];
        double sum = 0;
        for (int g = 0; g < table.groups(); g++) {
            int lane = g % LANES;
            int at = g / LANES * entries * LANES + lane;
            for (int i = 0; i < q; i++) {
                for (int j = 0; j <= i; j++) {
                    values[at + gram(i, j) * LANES] = table.gram(g, i, j);
                }
                values[at + cross(i) * LANES] = table.cross(g, i);
            }
            values[at + squares() * LANES] = table.squares(g);
            for (int p = 0; p < table.predictors(); p++) {
                values[at + predictor(p) * LANES] = table.predictor(g, p);
            }
            sum += table.count(g);
        }
        rows = sum;
    }

    int tiles() {
        return tiles;
    }

    /** All rows of all groups. */
    double rows() {
        return rows;
    }

    /** All numbers: entry e of tile t begins at {@link #at}; never written. */
    double[] values() {
        return values;
    }

    int at(int tile, int entry) {
        return (tile * entries + entry) * LANES;
    }

    int gram(int i, int j) {
        return i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i;
    }

    int cross(int i) {
        return coefficients * (coefficients + 1) / 2 + i;
    }

    int squares() {
        return cross(coefficients);
    }

    int predictor(int p) {
        return squares() + 1 + p;
    }
}
