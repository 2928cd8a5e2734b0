package tributary.consensus;

import tributary.expr.BoundProgram;
import tributary.expr.Columns;
import tributary.expr.DrawBatch;
import tributary.expr.Program;

/**
 * The likelihood of one shard by compiled programs.
 *
 * <p>The density may use sufficient statistics, which is fast; differences between draws are taken term by term, because
 * sums lose what the differences need: where a row's term is {@code l}, its difference keeps {@code 1e-16 |l|} and not
 * {@code 1e-16} of the sum. A block of rows is read once for a batch of draws.
 */
final class ProgramShard implements ShardLikelihood {
    /** Draws that pass together through a block of rows. */
    private static final int BATCH = 16;

    private final BoundProgram density;
    private final BoundProgram terms;
    private final Program differences;
    private final Columns columns;
    private final long rows;

    /**
     * @param density the log likelihood
     * @param terms one output a likelihood, its rows' terms
     * @param differences the sum of all terms' differences from the columns {@link #reference}, weights applied
     * @param columns the rows
     * @param rows how many rows they stand for
     */
    ProgramShard(Program density, Program terms, Program differences, Columns columns, long rows) {
        this.density = density.bind(columns);
        this.terms = terms.bind(columns);
        this.differences = differences;
        this.columns = columns;
        this.rows = rows;
    }

    /** The name of the column that holds the terms of a likelihood at the anchor. */
    static String reference(int likelihood) {
        return "reference " + likelihood;
    }

    @Override
    public int dimension() {
        return density.dimension();
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        return density.evaluate(position, gradient);
    }

    @Override
    public double[] relative(double[][] draws, double[] anchor) {
        double[][] reference = terms.outputs(anchor);
        Columns referred = columns;
        for (int k = 0; k < reference.length; k++) {
            referred = referred.with(reference(k), reference[k]);
        }
        return new DrawBatch(differences.bind(referred), BATCH).values(draws);
    }
}
