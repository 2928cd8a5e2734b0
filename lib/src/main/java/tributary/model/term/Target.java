package tributary.model.term;

import java.io.Serializable;
import java.util.List;

/** The left side of a statement: a name, with the plates it spans: {@code sigma}, {@code effect[g]}, {@code b[g, k]}. */
public record Target(String name, List<String> plates, Place place) implements Serializable {
    /** Rejects what the language cannot write. */
    public Target {
        Names.check(name);
        plates.forEach(Names::check);
        plates = List.copyOf(plates);
    }

    /** A target built in Java. */
    public static Target of(String name, String... plates) {
        return new Target(name, List.of(plates), Place.NONE);
    }
}
