package tributary.math;

/** Plain loops of linear predictors over tiled regressors: two tiles of eight rows at a time, sums kept in registers. */
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
        int i = 0;
        for (; i + 2 * Lanes.COUNT <= count; i += 2 * Lanes.COUNT) {
            sixteen(tiles, tilesAt + i * terms, terms, coefficients, base, baseAt + i, out, outAt + i);
        }
        for (; i < count; i++) {
            int at = tilesAt + (i & -Lanes.COUNT) * terms + (i & (Lanes.COUNT - 1));
            double sum = base[baseAt + i];
            for (int k = 0; k < terms; k++) {
                sum = Math.fma(tiles[at + k * Lanes.COUNT], coefficients[k], sum);
            }
            out[outAt + i] = sum;
        }
    }

    /** Two tiles beside each other: a coefficient is loaded once, and sixteen sums hide the time of a multiply-add. */
    private static void sixteen(
            double[] tiles,
            int tilesAt,
            int terms,
            double[] coefficients,
            double[] base,
            int baseAt,
            double[] out,
            int outAt) {
        int nextAt = tilesAt + terms * Lanes.COUNT;
        double s0 = base[baseAt];
        double s1 = base[baseAt + 1];
        double s2 = base[baseAt + 2];
        double s3 = base[baseAt + 3];
        double s4 = base[baseAt + 4];
        double s5 = base[baseAt + 5];
        double s6 = base[baseAt + 6];
        double s7 = base[baseAt + 7];
        double t0 = base[baseAt + 8];
        double t1 = base[baseAt + 9];
        double t2 = base[baseAt + 10];
        double t3 = base[baseAt + 11];
        double t4 = base[baseAt + 12];
        double t5 = base[baseAt + 13];
        double t6 = base[baseAt + 14];
        double t7 = base[baseAt + 15];
        for (int k = 0; k < terms; k++) {
            double c = coefficients[k];
            int p = tilesAt + k * Lanes.COUNT;
            int q = nextAt + k * Lanes.COUNT;
            s0 = Math.fma(tiles[p], c, s0);
            s1 = Math.fma(tiles[p + 1], c, s1);
            s2 = Math.fma(tiles[p + 2], c, s2);
            s3 = Math.fma(tiles[p + 3], c, s3);
            s4 = Math.fma(tiles[p + 4], c, s4);
            s5 = Math.fma(tiles[p + 5], c, s5);
            s6 = Math.fma(tiles[p + 6], c, s6);
            s7 = Math.fma(tiles[p + 7], c, s7);
            t0 = Math.fma(tiles[q], c, t0);
            t1 = Math.fma(tiles[q + 1], c, t1);
            t2 = Math.fma(tiles[q + 2], c, t2);
            t3 = Math.fma(tiles[q + 3], c, t3);
            t4 = Math.fma(tiles[q + 4], c, t4);
            t5 = Math.fma(tiles[q + 5], c, t5);
            t6 = Math.fma(tiles[q + 6], c, t6);
            t7 = Math.fma(tiles[q + 7], c, t7);
        }
        out[outAt] = s0;
        out[outAt + 1] = s1;
        out[outAt + 2] = s2;
        out[outAt + 3] = s3;
        out[outAt + 4] = s4;
        out[outAt + 5] = s5;
        out[outAt + 6] = s6;
        out[outAt + 7] = s7;
        out[outAt + 8] = t0;
        out[outAt + 9] = t1;
        out[outAt + 10] = t2;
        out[outAt + 11] = t3;
        out[outAt + 12] = t4;
        out[outAt + 13] = t5;
        out[outAt + 14] = t6;
        out[outAt + 15] = t7;
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
        int i = from;
        for (; i + 2 * Lanes.COUNT <= whole; i += 2 * Lanes.COUNT) {
            pair(tiles, tilesAt + i * terms, width, a, aAt + i, lanes);
        }
        if (i < whole) {
            eight(tiles, tilesAt + i * terms, width, a, aAt + i, lanes);
        }
        int at = tilesAt + (whole / Lanes.COUNT) * width;
        for (int j = 0; whole + j < count; j++) {
            double x = a[aAt + whole + j];
            for (int k = 0; k < width; k += Lanes.COUNT) {
                lanes[k + j] = Math.fma(x, tiles[at + j + k], lanes[k + j]);
            }
        }
    }

    /** Two tiles at once: running sums are read and written half as often. */
    private static void pair(double[] tiles, int tilesAt, int width, double[] a, int aAt, double[] lanes) {
        int nextAt = tilesAt + width;
        double a0 = a[aAt];
        double a1 = a[aAt + 1];
        double a2 = a[aAt + 2];
        double a3 = a[aAt + 3];
        double a4 = a[aAt + 4];
        double a5 = a[aAt + 5];
        double a6 = a[aAt + 6];
        double a7 = a[aAt + 7];
        double b0 = a[aAt + 8];
        double b1 = a[aAt + 9];
        double b2 = a[aAt + 10];
        double b3 = a[aAt + 11];
        double b4 = a[aAt + 12];
        double b5 = a[aAt + 13];
        double b6 = a[aAt + 14];
        double b7 = a[aAt + 15];
        for (int k = 0; k < width; k += Lanes.COUNT) {
            int p = tilesAt + k;
            int q = nextAt + k;
            lanes[k] = Math.fma(b0, tiles[q], Math.fma(a0, tiles[p], lanes[k]));
            lanes[k + 1] = Math.fma(b1, tiles[q + 1], Math.fma(a1, tiles[p + 1], lanes[k + 1]));
            lanes[k + 2] = Math.fma(b2, tiles[q + 2], Math.fma(a2, tiles[p + 2], lanes[k + 2]));
            lanes[k + 3] = Math.fma(b3, tiles[q + 3], Math.fma(a3, tiles[p + 3], lanes[k + 3]));
            lanes[k + 4] = Math.fma(b4, tiles[q + 4], Math.fma(a4, tiles[p + 4], lanes[k + 4]));
            lanes[k + 5] = Math.fma(b5, tiles[q + 5], Math.fma(a5, tiles[p + 5], lanes[k + 5]));
            lanes[k + 6] = Math.fma(b6, tiles[q + 6], Math.fma(a6, tiles[p + 6], lanes[k + 6]));
            lanes[k + 7] = Math.fma(b7, tiles[q + 7], Math.fma(a7, tiles[p + 7], lanes[k + 7]));
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
