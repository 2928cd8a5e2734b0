package tributary.expr;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import tributary.math.Kernels;

/**
 * A graph made ready to run: rewritten, shared, and independent of data, so that it can be shipped and bound to many
 * shards.
 *
 * <p>The first output is the log density when it is scalar; further outputs (or all, when the first is not scalar) are
 * values to be had per draw: generated quantities, log densities row by row.
 */
public final class Program implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Layout layout;
    private final ArrayList<Expr> outputs;
    private final ArrayList<Expr> seededSums;
    private final ArrayList<Expr> seeds;

    private Program(Layout layout, List<Expr> outputs, Seeds seeds) {
        this.layout = layout;
        this.outputs = new ArrayList<>(outputs);
        this.seededSums = new ArrayList<>(seeds.sums());
        this.seeds = new ArrayList<>(seeds.values());
    }

    /**
     * Compiles outputs over the parameters of a layout.
     *
     * @throws IllegalArgumentException if a parameter is missing from the layout or there is no output
     */
    public static Program compile(Layout layout, Expr... outputs) {
        return compile(layout, true, outputs);
    }

    /**
     * Compiles outputs whose sums add the very terms they were written with, element by element. Sums of sufficient
     * statistics are faster, but where the terms are small differences of large numbers they lose what is asked for.
     *
     * @throws IllegalArgumentException like {@link #compile(Layout, Expr...)}
     */
    public static Program termByTerm(Layout layout, Expr... outputs) {
        return compile(layout, false, outputs);
    }

    private static Program compile(Layout layout, boolean takesApart, Expr... outputs) {
        if (outputs.length == 0) {
            throw new IllegalArgumentException("a program needs an output");
        }
        Graph graph = new Graph();
        List<Expr> lowered = Lowering.lower(graph, List.of(outputs), takesApart);
        for (Expr node : Graph.order(lowered)) {
            if (node instanceof Parameter parameter) {
                int size = layout.size(parameter.name());
                if (!parameter.axis().isRows() && size != parameter.axis().size()) {
                    throw new IllegalArgumentException("parameter '" + parameter.name() + "' has " + size
                            + " coordinates in the layout, but lies on " + parameter.axis());
                }
            }
        }
        return new Program(layout, lowered, Seeds.of(graph, lowered.get(0)));
    }

    /** Where the parameters lie in a position. */
    public Layout layout() {
        return layout;
    }

    /** Binds data, with the kernels that suit this machine. */
    public BoundProgram bind(Columns data) {
        return bind(data, Kernels.preferred());
    }

    /** Binds data, with these kernels. */
    public BoundProgram bind(Columns data, Kernels kernels) {
        return new BoundProgram(this, new BoundData(layout, data), kernels);
    }

    List<Expr> outputs() {
        return outputs;
    }

    List<Expr> seededSums() {
        return seededSums;
    }

    List<Expr> seeds() {
        return seeds;
    }
}
