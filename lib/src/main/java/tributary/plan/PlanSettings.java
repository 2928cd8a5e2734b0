package tributary.plan;

import tributary.consensus.Certifier;
import tributary.consensus.Combiner;
import tributary.consensus.Consensus;
import tributary.infer.nuts.Nuts;

/**
 * How a posterior may be answered.
 *
 * @param path the path that is asked for
 * @param chains chains of the answer
 * @param draws draws a chain
 * @param warmup transitions before the draws, on one machine
 * @param shardChains chains in each shard
 * @param shardWarmup transitions before a shard's draws
 * @param shardDraws draws of each chain in a shard
 * @param combiner how raw consensus draws are made
 * @param importanceDraws draws that are weighed against all rows in each round
 * @param rounds rounds of weighing before heavier tails are tried
 * @param cells the most distinct rows that come to one machine
 * @param fewRows a table of at most so many rows is sampled whole
 * @param surrogateRows rows that come to one machine as a surrogate of all
 * @param sampledRows rows that a certificate is estimated from; 0 counts every row
 */
public record PlanSettings(
        PathChoice path,
        int chains,
        int draws,
        int warmup,
        int shardChains,
        int shardWarmup,
        int shardDraws,
        Combiner combiner,
        int importanceDraws,
        int rounds,
        int cells,
        int fewRows,
        int surrogateRows,
        int sampledRows) {
    /** 4 chains of 1000; two chains of 300 + 1000 a shard; 2000 importance draws, 4 rounds. */
    public static final PlanSettings STANDARD = new PlanSettings(
            PathChoice.AUTO,
            4,
            1000,
            1000,
            2,
            300,
            1000,
            Combiner.PRECISION_WEIGHTED,
            2000,
            4,
            200_000,
            20_000,
            20_000,
            0);

    /** Draws that a shard sends back, at most. */
    private static final int KEPT = 2000;
    /** Passes that the anchor may take. */
    static final int ANCHOR_PASSES = 60;
    /** Passes that chains over all rows may take, where nothing else certifies. */
    private static final int SWEEPS = 200;
    /** From so many unknowns on a round weighs more draws. */
    private static final int MANY_UNKNOWNS = 60;

    private static final int DRAWS_OF_MANY = 4000;

    /** Checks the ranges. */
    public PlanSettings {
        if (chains < 1 || draws < 4 || warmup < 0 || shardChains < 2 || shardWarmup < 50 || shardDraws < 50) {
            throw new IllegalArgumentException(
                    "chains from 1, draws from 4, in shards at least 2 chains of at least 50 + 50");
        }
        if (importanceDraws < 500 || rounds < 1 || cells < 1 || fewRows < 0) {
            throw new IllegalArgumentException("at least 500 importance draws, one round, one cell");
        }
        if (surrogateRows < 1000 || (sampledRows != 0 && sampledRows < 1000)) {
            throw new IllegalArgumentException("samples of rows hold at least 1000");
        }
    }

    /** How a consensus on so many unknowns is run. */
    public Consensus.Settings consensus(int unknowns) {
        return new Consensus.Settings(
                Nuts.DEFAULT.withChains(shardChains).withLengths(shardWarmup, shardDraws),
                combiner,
                KEPT,
                ANCHOR_PASSES,
                certifier(unknowns));
    }

    /** How hard draws of so many unknowns are certified. */
    Certifier.Settings certifier(int unknowns) {
        return new Certifier.Settings(
                Math.max(importanceDraws, unknowns > MANY_UNKNOWNS ? DRAWS_OF_MANY : 0),
                rounds,
                2,
                chains * draws,
                surrogateRows,
                SWEEPS,
                sampledRows);
    }

    /** With this path. */
    public PlanSettings withPath(PathChoice value) {
        return new PlanSettings(
                value,
                chains,
                draws,
                warmup,
                shardChains,
                shardWarmup,
                shardDraws,
                combiner,
                importanceDraws,
                rounds,
                cells,
                fewRows,
                surrogateRows,
                sampledRows);
    }
}
