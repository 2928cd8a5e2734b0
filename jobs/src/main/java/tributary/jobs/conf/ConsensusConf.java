package tributary.jobs.conf;

import java.util.Optional;
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
        ShardConf shard = ShardConf.read(inference, 2);
        PlanSettings standard = PlanSettings.STANDARD;
        PlanSettings plan = inference.make(
                () -> new PlanSettings(
                        PathChoice.CONSENSUS,
                        run.chains(),
                        run.draws(),
                        standard.warmup(),
                        shard.chains(),
                        shard.warmup(),
                        shard.draws(),
                        shard.combiner(),
                        shard.importanceDraws(),
                        shard.rounds(),
                        standard.cells(),
                        standard.fewRows(),
                        standard.surrogateRows(),
                        0),
                () -> standard);
        if (!asked) {
            ShardConf.refuse(inference);
            return Optional.empty();
        }
        return Optional.of(new ConsensusConf(shard.shards(), plan));
    }

    /** The number of shards for so many groups, which depends on data and conf alone. */
    public int shards(long groups) {
        return shards.orElse((int) Math.max(Math.min(FEWEST, groups), Math.min(ShardCount.MOST, groups / GROUPS)));
    }
}
