package tributary.jobs.causal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import tributary.check.ModelReplicates;
import tributary.check.Rewrites;
import tributary.check.RewrittenBlocks;
import tributary.consensus.Blocks;
import tributary.identify.ModelIdentification;
import tributary.infer.Draws;
import tributary.jobs.conf.CausalConf;
import tributary.jobs.table.PredictiveChecksTable;
import tributary.posterior.Posterior;
import tributary.random.StreamKey;

/** Predictive checks of a model in rows of {@code predictive_checks}, computed where the rows lie. */
final class Replicated {
    private Replicated() {}

    /** The rows; none where conf asks for none. */
    static List<Row> checks(
            CausalConf conf,
            Posterior posterior,
            Blocks blocks,
            long rows,
            ModelIdentification identification,
            Draws unconstrained,
            StreamKey key) {
        if (conf.predictive().draws() == 0) {
            return List.of();
        }
        Set<String> treatments = new LinkedHashSet<>();
        identification
                .questions()
                .forEach(question -> question.effects()
                        .forEach(effect -> treatments.addAll(effect.asked().treatments())));
        long most = conf.predictive().rows();
        Blocks some = rows <= most
                ? blocks
                : new RewrittenBlocks(blocks, Rewrites.thinned((double) most / rows, key.with("rows")));
        return ModelReplicates.of(
                        conf.name(),
                        posterior,
                        some,
                        treatments,
                        unconstrained.spread(conf.predictive().draws()),
                        ModelReplicates.prior(posterior, conf.predictive().draws(), key),
                        rows <= most ? "" : "about " + most + " of " + rows + " rows were replicated",
                        key)
                .stream()
                .map(check -> PredictiveChecksTable.row(CausalJob.NAME, check))
                .toList();
    }
}
