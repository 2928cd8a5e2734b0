package tributary.jobs.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import tributary.consensus.Combination;
import tributary.consensus.Consensus;
import tributary.consensus.SubPosterior;

/** Table {@code shard_diagnostics}: how the sub-posterior of one shard was sampled, and how far it lies from the rest. */
public final class ShardDiagnosticsTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "shard_diagnostics", "How the sub-posterior of one shard was sampled")
            .gatedBy("analysis")
            .key("job", "The command")
            .key("analysis", "The model")
            .key("factor", DataTypes.IntegerType, "The factor of the posterior, 0-based")
            .key("parameters", "The unknowns of the factor")
            .key("shard", DataTypes.IntegerType, "The shard, 0-based")
            .count("rows", "Rows of the table in the shard")
            .word(
                    "origin",
                    List.of("sampled", "rerun", "laplace"),
                    "As planned, sampled again and longer, or replaced by its Laplace approximation")
            .count("draws", "Draws sent back")
            .number("r_hat", "Largest R-hat of a coordinate")
            .size("ess_bulk", "Smallest bulk effective sample size")
            .count("divergences", "Divergent transitions")
            .size("e_bfmi", "Smallest energy Bayesian fraction of missing information of a chain")
            .size("variance_low", "Smallest variance in units of its Laplace approximation's")
            .size("variance_high", "Largest variance in units of its Laplace approximation's")
            .size(
                    "distance",
                    "Its share of the shards' heterogeneity; about the number of parameters where shards agree")
            .text("reason", "What was wrong with its first sampling; NULL where nothing was")
            .build();

    private ShardDiagnosticsTable() {}

    /**
     * A row for each shard of a consensus.
     *
     * @param factor the number of the part of the analysis that it is of
     * @param parameters the unknowns that were joined
     */
    public static List<Row> rows(
            String job, String analysis, int factor, List<String> parameters, Consensus.Result result) {
        Combination raw = result.raw();
        List<Row> rows = new ArrayList<>();
        for (SubPosterior shard : result.shards()) {
            SubPosterior.Quality quality = shard.quality();
            rows.add(RowFactory.create(
                    job,
                    analysis,
                    factor,
                    String.join(", ", parameters),
                    shard.shard(),
                    shard.rows(),
                    quality.origin().name().toLowerCase(Locale.ROOT),
                    (long) shard.size(),
                    finite(quality.rHat()),
                    finite(quality.ess()),
                    (long) quality.divergences(),
                    finite(quality.energyFraction()),
                    finite(quality.metricLow()),
                    finite(quality.metricHigh()),
                    raw == null ? null : finite(Math.max(0, raw.distance(shard.shard()))),
                    quality.reason().isEmpty() ? null : quality.reason()));
        }
        return rows;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
