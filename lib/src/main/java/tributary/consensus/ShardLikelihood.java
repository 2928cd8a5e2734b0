package tributary.consensus;

/**
 * The log likelihood of the rows of one shard as a function of the unconstrained parameters.
 *
 * <p>Implementations own their scratch memory and serve one thread at a time. Sums over rows are taken in one fixed
 * order, so that the same shard gives the same bits everywhere.
 */
public interface ShardLikelihood {
    /** The number of unconstrained parameters. */
    int dimension();

    /** The number of rows of the table that the shard stands for (weights of compressed rows included). */
    long rows();

    /**
     * The log likelihood of the shard and its gradient.
     *
     * @param position unconstrained parameters, left unchanged
     * @param gradient receives the gradient
     * @return the log likelihood; negative infinity or NaN where it does not exist, never an exception
     */
    double evaluate(double[] position, double[] gradient);

    /**
     * The log likelihood of many draws relative to one anchor: for each draw u the sum over rows of
     * {@code l(row; u) - l(row; anchor)}.
     *
     * <p>Differences are small where log likelihoods are huge, so they are taken row by row where the model can; this
     * default takes them of sums, which loses about {@code 1e-16 |l|}.
     *
     * @param draws unconstrained parameters, one array a draw
     * @param anchor the point relative to which the log likelihood is measured
     * @return one number a draw
     */
    default double[] relative(double[][] draws, double[] anchor) {
        double[] gradient = new double[dimension()];
        double reference = evaluate(anchor, gradient);
        double[] relative = new double[draws.length];
        for (int draw = 0; draw < draws.length; draw++) {
            relative[draw] = evaluate(draws[draw], gradient) - reference;
        }
        return relative;
    }

    /**
     * Why the shard is too thin to be sampled, in words; empty where it is not. What few units hardly tell of, a share of the
     * prior alone would: its tails reach far, chains wander there for long, and what they bring home is no better a proposal
     * than a normal law about the mode of all.
     */
    default String thin() {
        return "";
    }

    /**
     * What a {@link Coupling} needs the sums over shards of, for each draw; as many numbers in every shard.
     *
     * @param draws unconstrained parameters, one array a draw
     */
    default double[][] coupled(double[][] draws) {
        return new double[draws.length][0];
    }
}
