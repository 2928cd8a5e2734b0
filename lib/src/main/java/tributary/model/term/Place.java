package tributary.model.term;

import java.io.Serializable;

/**
 * Where in a file a term or a statement was written: a note for messages, no part of the meaning.
 *
 * <p>All places are equal, so that two trees are equal when they say the same, wherever they were written: the law
 * {@code parse(print(m)) = m} rests on this.
 */
public final class Place implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The place of what no file holds: built by the Java API, or derived. */
    public static final Place NONE = new Place("", 0, 0);

    private final String file;
    private final int line;
    private final int column;

    private Place(String file, int line, int column) {
        this.file = file;
        this.line = line;
        this.column = column;
    }

    /** A place in a file; line and column count from 1. */
    public static Place of(String file, int line, int column) {
        return new Place(file, line, column);
    }

    /** The file's name, empty if there is none. */
    public String file() {
        return file;
    }

    /** The line, from 1; 0 if unknown. */
    public int line() {
        return line;
    }

    /** The column, from 1; 0 if unknown. */
    public int column() {
        return column;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Place;
    }

    @Override
    public int hashCode() {
        return 0;
    }

    /** {@code file:line:column}, or "(built in Java)". */
    @Override
    public String toString() {
        return line == 0 ? "(built in Java)" : file + ":" + line + ":" + column;
    }
}
