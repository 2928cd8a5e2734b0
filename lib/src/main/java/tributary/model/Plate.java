package tributary.model;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.model.term.Place;
import tributary.model.term.Term;

/**
 * What a variable has one value per: the rows of a table, the levels of a group, or the elements of a vector.
 *
 * @param name how the model calls it; the table of top-level row variables is {@code rows}
 * @param kind which of the three
 * @param table the table whose rows these are, or whose column the group is
 * @param parent the group that this one is nested in, or null
 * @param order the row variable that orders time within the group, if the group is a series, or null
 * @param columns the terms of a vector plate, empty if it is numbered or made by a function
 * @param source what makes a vector plate: a list, a size or a function; null for rows and groups
 * @param place where it was declared
 */
public record Plate(
        String name,
        Kind kind,
        String table,
        @Nullable String parent,
        @Nullable String order,
        List<Term> columns,
        @Nullable Term source,
        Place place)
        implements Serializable {
    /** The name of the table that statements outside any {@code rows} block speak of. */
    public static final String ROWS = "rows";

    /** The three kinds of plate. */
    public enum Kind {
        /** The rows of a table. */
        ROWS,
        /** The levels of a category column. */
        GROUP,
        /** The elements of a vector. */
        COLUMNS
    }

    /** Copies its list. */
    public Plate {
        columns = List.copyOf(columns);
    }

    static Plate rows(String table, Place place) {
        return new Plate(table, Kind.ROWS, table, null, null, List.of(), null, place);
    }

    static Plate group(String name, String table, @Nullable String parent, Place place) {
        return new Plate(name, Kind.GROUP, table, parent, null, List.of(), null, place);
    }

    static Plate columns(String name, String table, Term source, Place place) {
        List<Term> columns = source instanceof Term.Vector vector ? vector.elements() : List.of();
        return new Plate(name, Kind.COLUMNS, table, null, null, columns, source, place);
    }

    /** What it is, for messages. */
    String noun() {
        return switch (kind) {
            case ROWS -> "a table";
            case GROUP -> "a group";
            case COLUMNS -> "a plate of columns";
        };
    }

    Plate orderedBy(String variable) {
        return new Plate(name, kind, table, parent, variable, columns, source, place);
    }

    /** The number of elements of a vector plate; -1 if only the data tell. */
    public int size() {
        if (source instanceof Term.Literal literal) {
            return (int) literal.value();
        }
        return source instanceof Term.Vector ? columns.size() : -1;
    }
}
