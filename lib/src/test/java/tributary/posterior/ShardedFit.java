package tributary.posterior;

import java.util.Optional;
import java.util.stream.IntStream;
import tributary.consensus.Blocks;
import tributary.consensus.Combiner;
import tributary.consensus.FactSearch;
import tributary.consensus.LocalBlocks;
import tributary.model.Model;
import tributary.plan.InferencePlan;
import tributary.plan.PathChoice;
import tributary.plan.PlanSettings;
import tributary.plan.PosteriorDraws;
import tributary.random.StreamKey;

/** A model fitted by certified consensus over shards dealt in turn. */
final class ShardedFit {
    private static final PlanSettings SETTINGS = new PlanSettings(
            PathChoice.CONSENSUS,
            4,
            2500,
            1000,
            2,
            300,
            1000,
            Combiner.PRECISION_WEIGHTED,
            10_000,
            4,
            200_000,
            0,
            20_000,
            0);

    private ShardedFit() {}

    /** The posterior's draws; empty if the rows hang together. */
    static Optional<PosteriorDraws> of(Model model, Data data, int shards) {
        int rows = data.rows("rows");
        Blocks blocks = new LocalBlocks(IntStream.range(0, shards)
                .mapToObj(s -> data.pick(
                        "rows",
                        IntStream.iterate(s, i -> i < rows, i -> i + shards).toArray()))
                .toList());
        try {
            Posterior posterior = FactSearch.bind(model, blocks).posterior();
            return Optional.of(
                    InferencePlan.of(posterior, blocks, SETTINGS, rows).run(StreamKey.of(2026)));
        } catch (BindingException e) {
            return Optional.empty();
        }
    }
}
