package tributary.jobs.conf;

import java.util.Optional;
import tributary.consensus.Combiner;
import tributary.plan.PathChoice;
import tributary.plan.PlanSettings;
import tributary.plan.ShardCount;

/**
 * How groups are sampled in shards and joined, where {@code inference.path = consensus}.
 *
 * @param shards how many; empty where the number of groups decides
 * @param plan chains and lengths, in shards and of the answer, and how hard it is certified
 */
public record ConsensusConf(Optional<Integer> shards, PlanSettings plan) {
    private static final int FEWEST = 4;
    /** Groups that make a shard, where nobody says: with fewer, shards hardly tell how far groups differ. */
    private static final long GROUPS = 200;

    /**
     * Reads the settings of {@code inference}; empty where another path is asked for.
     *
     * @param words the paths of the command, as the conf spells them
     * @param otherwise the command's own path
     */
    static <E extends Enum<E>> Optional<ConsensusConf> read(
            ConfReader inference, RunSettings run, Class<E> words, E otherwise) {
        boolean asked = inference.choice("path", words).orElse(otherwise) != otherwise;
        Optional<Integer> shards = inference
                .integer("shards")
                .must("be between 2 and " + ShardCount.MOST, s -> s >= 2 && s <= ShardCount.MOST)
                .optional(8);
        ConfReader shard = inference.section("shard");
        PlanSettings standard = PlanSettings.STANDARD;
        PlanSettings plan = inference.make(
                () -> new PlanSettings(
                        PathChoice.CONSENSUS,
                        run.chains(),
                        run.draws(),
                        standard.warmup(),
                        shard.integer("chains").orElse(standard.shardChains()),
                        shard.integer("warmup").orElse(standard.shardWarmup()),
                        shard.integer("draws").orElse(standard.shardDraws()),
                        inference.choice("combiner", Combiner.class).orElse(standard.combiner()),
                        inference.integer("importance-draws").orElse(standard.importanceDraws()),
                        inference.integer("rounds").orElse(standard.rounds()),
                        standard.cells(),
                        standard.fewRows(),
                        standard.surrogateRows(),
                        0),
                () -> standard);
        if (!asked && shards.isPresent()) {
            inference.error(
                    "shards", "goes with path = consensus, and no shards are sampled otherwise", "path = consensus");
        }
        return asked ? Optional.of(new ConsensusConf(shards, plan)) : Optional.empty();
    }

    /** The number of shards for so many groups, which depends on data and conf alone. */
    public int shards(long groups) {
        return shards.orElse((int) Math.max(Math.min(FEWEST, groups), Math.min(ShardCount.MOST, groups / GROUPS)));
    }
}
