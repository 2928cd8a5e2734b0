package tributary.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.model.term.Place;
import tributary.model.term.Target;
import tributary.model.term.Term;
import tributary.model.term.Term.Call;

/**
 * One variable of a model.
 *
 * @param name its name
 * @param kind what it is
 * @param table the table whose rows it belongs to, or whose statements define it
 * @param plates what it has one value per: at most one of rows or group, then at most one vector plate
 * @param distribution what it is drawn from, or null
 * @param joint all targets of its statement when drawn jointly, else empty
 * @param value what it equals, if deterministic, or null
 * @param place where it is defined, or else declared
 */
public record Variable(
        String name,
        Kind kind,
        String table,
        List<String> plates,
        @Nullable Call distribution,
        List<Target> joint,
        @Nullable Term value,
        Place place)
        implements Serializable {
    /** What a variable is. */
    public enum Kind {
        /** A column without a distribution: taken as given. */
        EXOGENOUS,
        /** A column with a distribution: its likelihood informs. */
        OUTCOME,
        /** An unknown for each row. */
        LATENT,
        /** An unknown, once or for each level of a group or element of a vector. */
        PARAMETER,
        /** Computed from others. */
        DETERMINISTIC
    }

    /** Copies its lists. */
    public Variable {
        plates = List.copyOf(plates);
        joint = List.copyOf(joint);
    }

    /** Whether inference must find it: a latent or a parameter. */
    public boolean unknown() {
        return kind == Kind.LATENT || kind == Kind.PARAMETER;
    }

    /** Whether it is bound to a column of data. */
    public boolean data() {
        return kind == Kind.EXOGENOUS || kind == Kind.OUTCOME;
    }

    /** What it is drawn from or equals: the distribution or the value; empty for exogenous data and default priors. */
    public List<Term> terms() {
        if (value != null) {
            return List.of(value);
        }
        if (distribution == null || distribution.function().startsWith("auto_")) {
            return List.of();
        }
        return kind == Kind.OUTCOME && !joint.isEmpty() ? own(distribution) : List.of((Term) distribution);
    }

    /**
     * Of a list of means, one for each outcome of the tuple, its own: {@code (t, y) ~ mvnormal([a + b * z, c + d * t], L)}
     * are two equations with correlated errors, in which y may name t.
     */
    private List<Term> own(Call call) {
        List<Term> terms = new ArrayList<>();
        for (Term.Argument argument : call.arguments()) {
            boolean each = argument.value() instanceof Term.Vector list
                    && list.elements().size() == joint.size();
            if (each) {
                int at = 0;
                while (!joint.get(at).name().equals(name)) {
                    at++;
                }
                terms.add(((Term.Vector) argument.value()).elements().get(at));
            } else {
                terms.add(argument.value());
            }
        }
        return terms;
    }

    Variable with(Kind newKind, List<String> newPlates) {
        return new Variable(name, newKind, table, newPlates, distribution, joint, value, place);
    }
}
