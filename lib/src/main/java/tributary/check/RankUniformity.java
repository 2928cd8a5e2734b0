package tributary.check;

/**
 * The exact test that ranks on {0, ..., L} are uniform, by the simultaneous band about their distribution function
 * (Saeilynoja, Buerkner and Vehtari 2022).
 *
 * <p>Of N ranks the number below j is binomial(N, j / (L + 1)) for each j, and a Markov chain in j. The statistic is
 * the smallest two-sided binomial tail probability over all j; its distribution follows from the chain by summation, so
 * the p-value is exact and needs no simulation.
 */
public final class RankUniformity {
    private final int replications;
    private final int draws;
    private final double[] logFactorial;

    private RankUniformity(int replications, int draws) {
        this.replications = replications;
        this.draws = draws;
        logFactorial = new double[replications + 1];
        for (int i = 1; i <= replications; i++) {
            logFactorial[i] = logFactorial[i - 1] + StrictMath.log(i);
        }
    }

    /**
     * The test for N ranks on {0, ..., L}.
     *
     * @param replications N, at least 1
     * @param draws L, at least 1
     */
    public static RankUniformity of(int replications, int draws) {
        if (replications < 1 || draws < 1) {
            throw new IllegalArgumentException(
                    "a rank test needs replications and draws, has " + replications + " and " + draws);
        }
        return new RankUniformity(replications, draws);
    }

    /** The probability that uniform ranks stray at least as far as these anywhere. */
    public double pValue(int[] ranks) {
        if (ranks.length != replications) {
            throw new IllegalArgumentException(ranks.length + " ranks for a test of " + replications);
        }
        int[] counts = new int[draws + 1];
        for (int rank : ranks) {
            counts[rank]++;
        }
        double worst = 1;
        int below = 0;
        for (int j = 1; j <= draws; j++) {
            below += counts[j - 1];
            worst = StrictMath.min(worst, tails(j)[below]);
        }
        // a hair's breadth, so that rounding does not part equal statistics
        return StrictMath.min(1, StrictMath.max(0, 1 - inside(worst * (1 + 1e-9))));
    }

    /**
     * The simultaneous band: for j = 1, ..., L the least and greatest number of ranks below j that uniform ranks keep to
     * everywhere with the given probability at least.
     *
     * @param probability in (0, 1)
     * @return {@code [lower or upper][j - 1]}
     */
    public int[][] band(double probability) {
        double low = 0;
        double high = 1;
        for (int halving = 0; halving < 40; halving++) {
            double middle = 0.5 * (low + high);
            if (inside(middle) >= probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        int[][] band = new int[2][draws];
        for (int j = 1; j <= draws; j++) {
            double[] tails = tails(j);
            int least = 0;
            while (tails[least] <= low) {
                least++;
            }
            int greatest = replications;
            while (tails[greatest] <= low) {
                greatest--;
            }
            band[0][j - 1] = least;
            band[1][j - 1] = greatest;
        }
        return band;
    }

    /** The probability that every count has a tail probability above a level. */
    private double inside(double level) {
        double[] reach = new double[replications + 1];
        reach[0] = 1;
        for (int j = 1; j <= draws; j++) {
            double[] tails = tails(j);
            double[] next = new double[replications + 1];
            double share = 1.0 / (draws + 2 - j);
            for (int from = 0; from <= replications; from++) {
                if (reach[from] == 0) {
                    continue;
                }
                for (int to = from; to <= replications; to++) {
                    if (tails[to] > level) {
                        next[to] += reach[from] * binomial(replications - from, to - from, share);
                    }
                }
            }
            reach = next;
        }
        double sum = 0;
        for (double probability : reach) {
            sum += probability;
        }
        return sum;
    }

    /** For each count the two-sided tail probability {@code 2 min(P(X <= x), P(X >= x))} of binomial(N, j/(L+1)). */
    private double[] tails(int j) {
        double share = (double) j / (draws + 1);
        double[] tails = new double[replications + 1];
        double sum = 0;
        for (int x = 0; x <= replications; x++) {
            sum += binomial(replications, x, share);
            tails[x] = sum;
        }
        sum = 0;
        for (int x = replications; x >= 0; x--) {
            sum += binomial(replications, x, share);
            tails[x] = 2 * StrictMath.min(tails[x], sum);
        }
        return tails;
    }

    private double binomial(int trials, int successes, double share) {
        return StrictMath.exp(logFactorial[trials]
                - logFactorial[successes]
                - logFactorial[trials - successes]
                + successes * StrictMath.log(share)
                + (trials - successes) * StrictMath.log1p(-share));
    }
}
