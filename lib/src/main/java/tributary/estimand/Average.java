package tributary.estimand;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tributary.expr.Axis;
import tributary.expr.Binary;
import tributary.expr.Column;
import tributary.expr.Expr;
import tributary.expr.Gather;
import tributary.expr.LinearPredictor;
import tributary.expr.Parameter;
import tributary.expr.Select;
import tributary.expr.Unary;
import tributary.model.term.Term;
import tributary.model.term.TermPrinter;
import tributary.posterior.BindingException;
import tributary.posterior.Posterior;

/** One {@code E[...]} or {@code P[...]} made ready to be averaged over rows, wherever they lie. */
final class Average implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String text;
    private final String place;
    private final String table;
    private final Axis rows;
    private final Expr value;
    private final @Nullable Expr where;
    private final ArrayList<String> by;
    private final ArrayList<Hole> drawn;
    private final ArrayList<Expr> features;
    private final ArrayList<Expr> scalars;
    private final TreeSet<String> reads;
    private final LinkedHashSet<String> words;

    private Average(Posterior posterior, String name, Term.Expectation term) {
        Unfolding.Unfolded unfolded = Unfolding.of(posterior, name, term);
        Integral integral = Integral.of(unfolded.body(), unfolded.holes());
        this.key = TermPrinter.print(term);
        this.text = TermPrinter.printQuestion(term);
        this.place = term.place().toString();
        this.table = unfolded.table();
        this.rows = Axis.rows(table);
        this.value = integral.value();
        this.where = unfolded.where();
        this.by = new ArrayList<>(unfolded.by());
        this.drawn = new ArrayList<>(integral.drawn());
        Optional<Features> products = drawn.isEmpty() ? Features.of(value, rows) : Optional.empty();
        this.features = new ArrayList<>(products.map(Features::features).orElse(List.of()));
        this.scalars = new ArrayList<>(products.map(Features::scalars).orElse(List.of()));
        this.words = new LinkedHashSet<>(integral.words());
        this.reads = new TreeSet<>(by);
        if (where != null && Rewriting.any(where, node -> node instanceof Parameter)) {
            throw new BindingException(place + ": the condition after `where` in " + text
                    + " depends on what is unknown; write a condition of columns and groups");
        }
        for (Expr expr : expressions()) {
            rowByRow(expr, new IdentityHashMap<>());
        }
    }

    /**
     * Unfolds, integrates and checks an average.
     *
     * @param name unlike that of other averages of the posterior
     * @throws BindingException if it goes beyond what the model says, or its rows hang together
     */
    static Average of(Posterior posterior, String name, Term.Expectation term) {
        return new Average(posterior, name, term);
    }

    /** All that is evaluated over rows. */
    private List<Expr> expressions() {
        List<Expr> all = new ArrayList<>(List.of(value));
        if (where != null) {
            all.add(where);
        }
        drawn.forEach(hole -> all.addAll(hole.arguments()));
        return all;
    }

    /** Notes what is read, and refuses what one row cannot tell. */
    private void rowByRow(Expr expr, IdentityHashMap<Expr, Boolean> seen) {
        if (seen.put(expr, true) != null) {
            return;
        }
        if (expr instanceof Column column && column.axis().isRows()) {
            reads.add(column.name());
        } else if (expr instanceof Gather gather && gather.index().from().isRows()) {
            reads.add(gather.index().to().name());
        } else if (expr.axis().isRows()
                && expr.arguments().stream().anyMatch(a -> a.axis().isRows())
                && !(expr instanceof Unary
                        || expr instanceof Binary
                        || expr instanceof Select
                        || expr instanceof LinearPredictor)) {
            throw new BindingException(place + ": " + text + " ties rows together ("
                    + expr.getClass().getSimpleName()
                    + "); a question about a model of series is not answered row by row");
        } else if (expr instanceof Parameter parameter
                && expr.axis().isRows()
                && drawn.stream().noneMatch(hole -> hole.name().equals(parameter.name()))) {
            throw new BindingException(place + ": " + text + " reads the latent behind `" + parameter.name()
                    + "`, which has an unknown value in each row; ask about what an intervention makes of it");
        }
        expr.arguments().forEach(a -> rowByRow(a, seen));
    }

    /** What it is known by in its question. */
    String key() {
        return key;
    }

    /** As written. */
    String text() {
        return text;
    }

    /** Where it was written. */
    String place() {
        return place;
    }

    String table() {
        return table;
    }

    Axis rows() {
        return rows;
    }

    /** The mean of the body given a row, over parameters, columns and the places of what is drawn. */
    Expr value() {
        return value;
    }

    @Nullable
    Expr where() {
        return where;
    }

    List<String> by() {
        return by;
    }

    /** What is drawn, causes before effects. */
    List<Hole> drawn() {
        return drawn;
    }

    /** Whether the means of features are all that is needed. */
    boolean hasFeatures() {
        return !features.isEmpty();
    }

    List<Expr> features() {
        return features;
    }

    List<Expr> scalars() {
        return scalars;
    }

    /** The columns and groups that tell rows apart. */
    Set<String> reads() {
        return reads;
    }

    /** How it was integrated. */
    Set<String> words() {
        return words;
    }
}
