package tributary.math;

/** Plain loops of linear predictors over tiled regressors: eight rows at a time, sums kept in registers. */
final class PlainLinear {
    private PlainLinear() {}

    static void linear(
            double[] tiles,
            int tilesAt,
            int terms,
            double[] coefficients,
            double[] base,
            int baseAt,
            double[] out,
            int outAt,
            int count) {
        int at = tilesAt;
        for (int i = 0; i < count; i += Lanes.COUNT) {
            int from = baseAt + i;
            double s0 = base[from];
            double s1 = base[from + 1];
            double s2 = base[from + 2];
            double s3 = base[from + 3];
            double s4 = base[from + 4];
            double s5 = base[from + 5];
            double s6 = base[from + 6];
            double s7 = base[from + 7];
            for (int k = 0; k < terms; k++, at += Lanes.COUNT) {
                double c = coefficients[k];
                s0 = Math.fma(tiles[at], c, s0);
                s1 = Math.fma(tiles[at + 1], c, s1);
                s2 = Math.fma(tiles[at + 2], c, s2);
                s3 = Math.fma(tiles[at + 3], c, s3);
                s4 = Math.fma(tiles[at + 4], c, s4);
                s5 = Math.fma(tiles[at + 5], c, s5);
                s6 = Math.fma(tiles[at + 6], c, s6);
                s7 = Math.fma(tiles[at + 7], c, s7);
            }
            int to = outAt + i;
            out[to] = s0;
            out[to + 1] = s1;
            out[to + 2] = s2;
            out[to + 3] = s3;
            out[to + 4] = s4;
            out[to + 5] = s5;
            out[to + 6] = s6;
            out[to + 7] = s7;
        }
    }

    static void linearOfFour(
            double[] tiles,
            int tilesAt,
            int terms,
            double[] coefficients,
            double[][] bases,
            int basesAt,
            double[][] outs,
            int count) {
        int width = terms * Lanes.COUNT;
        for (int i = 0; i < count; i += 2) {
            int at = tilesAt + (i / Lanes.COUNT) * width + (i & (Lanes.COUNT - 1));
            double s0 = bases[0][basesAt + i];
            double t0 = bases[0][basesAt + i + 1];
            double s1 = bases[1][basesAt + i];
            double t1 = bases[1][basesAt + i + 1];
            double s2 = bases[2][basesAt + i];
            double t2 = bases[2][basesAt + i + 1];
            double s3 = bases[3][basesAt + i];
            double t3 = bases[3][basesAt + i + 1];
            for (int k = 0; k < 4 * terms; k += 4, at += Lanes.COUNT) {
                double x = tiles[at];
                double y = tiles[at + 1];
                s0 = Math.fma(x, coefficients[k], s0);
                t0 = Math.fma(y, coefficients[k], t0);
                s1 = Math.fma(x, coefficients[k + 1], s1);
                t1 = Math.fma(y, coefficients[k + 1], t1);
                s2 = Math.fma(x, coefficients[k + 2], s2);
                t2 = Math.fma(y, coefficients[k + 2], t2);
                s3 = Math.fma(x, coefficients[k + 3], s3);
                t3 = Math.fma(y, coefficients[k + 3], t3);
            }
            outs[0][i] = s0;
            outs[0][i + 1] = t0;
            outs[1][i] = s1;
            outs[1][i + 1] = t1;
            outs[2][i] = s2;
            outs[2][i + 1] = t2;
            outs[3][i] = s3;
            outs[3][i + 1] = t3;
        }
    }

    /** Rows from a first on, a multiple of eight. */
    static void transposed(
            double[] tiles, int tilesAt, int terms, double[] a, int aAt, int from, int count, double[] lanes) {
        int width = terms * Lanes.COUNT;
        int whole = count & -Lanes.COUNT;
        for (int i = from; i < whole; i += Lanes.COUNT) {
            eight(tiles, tilesAt + (i / Lanes.COUNT) * width, width, a, aAt + i, lanes);
        }
        int at = tilesAt + (whole / Lanes.COUNT) * width;
        for (int i = whole; i < count; i++, at++) {
            double x = a[aAt + i];
            for (int k = 0; k < width; k += Lanes.COUNT) {
                lanes[k + i - whole] = Math.fma(x, tiles[at + k], lanes[k + i - whole]);
            }
        }
    }

    private static void eight(double[] tiles, int tilesAt, int width, double[] a, int aAt, double[] lanes) {
        double a0 = a[aAt];
        double a1 = a[aAt + 1];
        double a2 = a[aAt + 2];
        double a3 = a[aAt + 3];
        double a4 = a[aAt + 4];
        double a5 = a[aAt + 5];
        double a6 = a[aAt + 6];
        double a7 = a[aAt + 7];
        for (int k = 0, at = tilesAt; k < width; k += Lanes.COUNT, at += Lanes.COUNT) {
            lanes[k] = Math.fma(a0, tiles[at], lanes[k]);
            lanes[k + 1] = Math.fma(a1, tiles[at + 1], lanes[k + 1]);
            lanes[k + 2] = Math.fma(a2, tiles[at + 2], lanes[k + 2]);
            lanes[k + 3] = Math.fma(a3, tiles[at + 3], lanes[k + 3]);
            lanes[k + 4] = Math.fma(a4, tiles[at + 4], lanes[k + 4]);
            lanes[k + 5] = Math.fma(a5, tiles[at + 5], lanes[k + 5]);
            lanes[k + 6] = Math.fma(a6, tiles[at + 6], lanes[k + 6]);
            lanes[k + 7] = Math.fma(a7, tiles[at + 7], lanes[k + 7]);
        }
    }
}
