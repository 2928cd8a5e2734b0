package tributary.jobs.table;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values of lib made into cells of a row: what does not exist there (NaN, empty) is NULL in a table. */
public final class Cells {
    private Cells() {}

    /** A finite number, or NULL. */
    public static @Nullable Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /** Text, or NULL if it is empty. */
    static @Nullable String text(String value) {
        return value.isEmpty() ? null : value;
    }

    /** An enum's word in lower case. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** What a unit of an experiment is. */
    static String unitKind(String unit) {
        return unit.equals("all") ? "all" : "segment";
    }
}
