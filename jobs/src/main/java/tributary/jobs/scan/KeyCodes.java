package tributary.jobs.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * The words of one key column as small integers, 0 for none: what a file's dictionary has numbered is looked up once a
 * batch and word, not once a row.
 */
final class KeyCodes {
    private static final int UNKNOWN = -1;

    private final Map<UTF8String, Integer> codes = new HashMap<>();
    private final List<@Nullable String> words = new ArrayList<>();
    private int[] byEntry = {};
    private int[] seen = {};
    int[] ofRow = {};

    KeyCodes() {
        words.add(null);
    }

    /** How many codes there are. */
    int size() {
        return words.size();
    }

    /** The word of a code. */
    @Nullable
    String word(int code) {
        return words.get(code);
    }

    /** The code of a word that all rows share. */
    void fill(int rows, String word) {
        resize(rows);
        Arrays.fill(ofRow, 0, rows, code(UTF8String.fromString(word)));
    }

    /** Reads the column of a batch. */
    void read(ColumnVector vector, int rows) {
        resize(rows);
        if (vector instanceof WritableColumnVector dictionary && dictionary.hasDictionary()) {
            entries(dictionary, rows);
        } else {
            plain(vector, rows);
        }
    }

    private void resize(int rows) {
        if (ofRow.length < rows) {
            ofRow = new int[rows];
        }
    }

    private void entries(WritableColumnVector vector, int rows) {
        boolean nulls = vector.hasNull();
        WritableColumnVector entries = vector.getDictionaryIds();
        int different = 0;
        for (int i = 0; i < rows; i++) {
            if (nulls && vector.isNullAt(i)) {
                ofRow[i] = 0;
                continue;
            }
            int entry = entries.getDictId(i);
            if (entry >= byEntry.length) {
                int old = byEntry.length;
                byEntry = Arrays.copyOf(byEntry, Math.max(64, 2 * entry));
                Arrays.fill(byEntry, old, byEntry.length, UNKNOWN);
            }
            int code = byEntry[entry];
            if (code == UNKNOWN) {
                code = code(vector.getUTF8String(i));
                byEntry[entry] = code;
                if (different == seen.length) {
                    seen = Arrays.copyOf(seen, Math.max(16, 2 * different));
                }
                seen[different++] = entry;
            }
            ofRow[i] = code;
        }
        // The next batch may come with another dictionary.
        for (int i = 0; i < different; i++) {
            byEntry[seen[i]] = UNKNOWN;
        }
    }

    private void plain(ColumnVector vector, int rows) {
        UTF8String last = null;
        int code = 0;
        for (int i = 0; i < rows; i++) {
            if (vector.isNullAt(i)) {
                ofRow[i] = 0;
            } else {
                UTF8String word = vector.getUTF8String(i);
                if (!word.equals(last)) {
                    last = word;
                    code = code(word);
                }
                ofRow[i] = code;
            }
        }
    }

    private int code(UTF8String word) {
        Integer known = codes.get(word);
        if (known != null) {
            return known;
        }
        UTF8String kept = Objects.requireNonNull(word).copy();
        codes.put(kept, words.size());
        words.add(kept.toString());
        return words.size() - 1;
    }
}
