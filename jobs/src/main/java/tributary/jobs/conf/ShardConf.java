package tributary.jobs.conf;

import java.util.List;
import java.util.Optional;
import tributary.consensus.Combiner;
import tributary.plan.PlanSettings;
import tributary.plan.ShardCount;

/**
 * How shards are cut, sampled and joined, as the section {@code inference} of every command with a consensus says it.
 *
 * @param shards how many; empty where the command chooses
 * @param chains chains in each shard
 * @param warmup transitions before a shard's draws
 * @param draws draws of each chain in a shard
 * @param combiner how raw consensus draws are made
 * @param importanceDraws draws that are weighed in each round of the certificate
 * @param rounds rounds before heavier tails are tried
 */
record ShardConf(
        Optional<Integer> shards,
        int chains,
        int warmup,
        int draws,
        Combiner combiner,
        int importanceDraws,
        int rounds) {
    private static final List<String> KEYS = List.of("shards", "shard", "combiner", "importance-draws", "rounds");

    /** Reads the keys; {@link PlanSettings} judges the ranges of all but the first. */
    static ShardConf read(ConfReader inference, int fewestShards) {
        PlanSettings standard = PlanSettings.STANDARD;
        ConfReader shard = inference.section("shard");
        return new ShardConf(
                inference
                        .integer("shards")
                        .must(
                                "be between " + fewestShards + " and " + ShardCount.MOST,
                                s -> s >= fewestShards && s <= ShardCount.MOST)
                        .optional(8),
                shard.integer("chains").orElse(standard.shardChains()),
                shard.integer("warmup").orElse(standard.shardWarmup()),
                shard.integer("draws").orElse(standard.shardDraws()),
                inference.choice("combiner", Combiner.class).orElse(standard.combiner()),
                inference.integer("importance-draws").orElse(standard.importanceDraws()),
                inference.integer("rounds").orElse(standard.rounds()));
    }

    /** Notes an error for every key that is given though no shard is sampled. */
    static void refuse(ConfReader inference) {
        for (String key : KEYS) {
            if (inference.has(key)) {
                inference.error(
                        key, "goes with path = consensus, and no shards are sampled otherwise", "path = consensus");
            }
        }
    }
}
