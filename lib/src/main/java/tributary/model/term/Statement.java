package tributary.model.term;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One statement of a model; a model is a list of them. Immutable values, equal when they say the same. */
public sealed interface Statement extends Serializable {
    /** Where it was written. */
    Place place();

    /** {@code row x, y}: one value for each row of the table. */
    record Rows(List<String> names, Place place) implements Statement {
        /** Copies its list. */
        public Rows {
            names = checked(names);
        }
    }

    /** {@code latent z}: one unknown for each row. */
    record Latents(List<String> names, Place place) implements Statement {
        /** Copies its list. */
        public Latents {
            names = checked(names);
        }
    }

    /** {@code group g, h}, or {@code group h in g}: category columns, perhaps nested. */
    record Groups(List<String> names, @Nullable String within, Place place) implements Statement {
        /** Copies its list. */
        public Groups {
            names = checked(names);
        }
    }

    /** {@code column z[g]}: data with one value for each level of a group. */
    record GroupColumns(List<Target> columns, Place place) implements Statement {
        /** Copies its list. */
        public GroupColumns {
            columns = List.copyOf(columns);
        }
    }

    /**
     * {@code columns k = [age, educ]}, {@code columns k = 3}, {@code columns k = C(region)}, {@code columns k =
     * fourier(week, 52, 2)}: a plate whose elements are named terms, are numbered from 1, or are made by a function.
     */
    record ColumnPlate(String name, Term source, Place place) implements Statement {
        /** Rejects what the language cannot write. */
        public ColumnPlate {
            Names.check(name);
        }
    }

    /** {@code series geo ordered by week}: time within each level of a group. */
    record Series(String group, String order, Place place) implements Statement {
        /** Rejects what the language cannot write. */
        public Series {
            Names.check(group);
            Names.check(order);
        }
    }

    /** {@code rows weekly { ... }}: the rows of one table among several. */
    record Block(String name, List<Statement> statements, Place place) implements Statement {
        /** Copies its list. */
        public Block {
            Names.check(name);
            statements = List.copyOf(statements);
        }
    }

    /** {@code randomised t}: assigned by design, so nothing unmeasured causes it. */
    record Randomised(List<String> names, Place place) implements Statement {
        /** Copies its list. */
        public Randomised {
            names = checked(names);
        }
    }

    /** {@code observe x, y}: these row variables have been seen. */
    record Observe(List<String> names, Place place) implements Statement {
        /** Copies its list. */
        public Observe {
            names = checked(names);
        }
    }

    /** {@code do(x = 1)}: the model after an intervention. */
    record Do(List<Assignment> assignments, Place place) implements Statement {
        /** Copies its list. */
        public Do {
            assignments = List.copyOf(assignments);
        }
    }

    /** {@code prior(b_y_x) = normal(0, 1)}: replaces the default prior of a coefficient. */
    record Prior(Target target, Term.Call distribution, Place place) implements Statement {}

    /** {@code estimands { ate = "..." }}: named questions. */
    record Estimands(List<Question> questions, Place place) implements Statement {
        /** Copies its list. */
        public Estimands {
            questions = List.copyOf(questions);
        }
    }

    /** A named question put to the posterior. */
    record Question(String name, Term term, Place place) implements Serializable {
        /** Rejects what the language cannot write. */
        public Question {
            Names.check(name);
        }
    }

    /** {@code x <-> y}: an unmeasured common cause. */
    record Confounded(String first, String second, Place place) implements Statement {
        /** Rejects what the language cannot write. */
        public Confounded {
            Names.check(first);
            Names.check(second);
        }
    }

    /**
     * {@code a, b ~ normal(0, 1)}: each from the distribution, independently; {@code (x, y) ~ mvnormal(...)}: together,
     * when {@code joint}.
     */
    record Sample(List<Target> targets, boolean joint, Term.Call distribution, Place place) implements Statement {
        /** Copies its list. */
        public Sample {
            targets = List.copyOf(targets);
        }
    }

    /** {@code mu = a + b * x}. */
    record Equation(Target target, Term value, Place place) implements Statement {}

    private static List<String> checked(List<String> names) {
        names.forEach(Names::check);
        return List.copyOf(names);
    }
}
