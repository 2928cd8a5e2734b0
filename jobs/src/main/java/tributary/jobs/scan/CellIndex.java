package tributary.jobs.scan;

import java.util.Arrays;

/** Numbers the cells that a pass meets, a cell being a tuple of key codes: an open-addressing hash table of integers. */
final class CellIndex {
    private static final int EMPTY = -1;

    private final int keys;
    private int[] table = new int[64];
    private int[] tuples;
    private int size;

    /** Of tuples of so many codes. */
    CellIndex(int keys) {
        this.keys = keys;
        this.tuples = new int[16 * keys];
        Arrays.fill(table, EMPTY);
    }

    /** How many cells there are. */
    int size() {
        return size;
    }

    /** The code of one key of a cell. */
    int code(int cell, int key) {
        return tuples[cell * keys + key];
    }

    /** The number of row {@code i}'s cell, new or known. */
    int of(KeyCodes[] columns, int i) {
        int hash = 0;
        for (KeyCodes column : columns) {
            hash = hash * 0x9E3779B1 + column.ofRow[i];
        }
        int mask = table.length - 1;
        int slot = mixed(hash) & mask;
        while (table[slot] != EMPTY) {
            if (equal(table[slot], columns, i)) {
                return table[slot];
            }
            slot = (slot + 1) & mask;
        }
        return added(slot, columns, i);
    }

    private boolean equal(int cell, KeyCodes[] columns, int i) {
        int at = cell * keys;
        for (int k = 0; k < keys; k++) {
            if (tuples[at + k] != columns[k].ofRow[i]) {
                return false;
            }
        }
        return true;
    }

    private int added(int slot, KeyCodes[] columns, int i) {
        int cell = size++;
        table[slot] = cell;
        if (tuples.length < size * keys) {
            tuples = Arrays.copyOf(tuples, 2 * tuples.length);
        }
        for (int k = 0; k < keys; k++) {
            tuples[cell * keys + k] = columns[k].ofRow[i];
        }
        if (2 * size > table.length) {
            grow();
        }
        return cell;
    }

    private void grow() {
        table = new int[2 * table.length];
        Arrays.fill(table, EMPTY);
        int mask = table.length - 1;
        for (int cell = 0; cell < size; cell++) {
            int hash = 0;
            for (int k = 0; k < keys; k++) {
                hash = hash * 0x9E3779B1 + tuples[cell * keys + k];
            }
            int slot = mixed(hash) & mask;
            while (table[slot] != EMPTY) {
                slot = (slot + 1) & mask;
            }
            table[slot] = cell;
        }
    }

    private static int mixed(int hash) {
        int spread = hash * 0x85EBCA6B;
        return spread ^ (spread >>> 15);
    }
}
