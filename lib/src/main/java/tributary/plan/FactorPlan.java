package tributary.plan;

import org.jspecify.annotations.Nullable;
import tributary.consensus.Factor;
import tributary.posterior.Data;
import tributary.posterior.InferencePath;

/**
 * How one factor is answered.
 *
 * @param factor what is answered
 * @param path the way
 * @param why the reason, in words
 * @param passes passes over the data, in words
 * @param cost what it takes, in words
 * @param cells the distinct rows with their counts where one machine answers; null where shards do
 */
public record FactorPlan(
        Factor factor,
        InferencePath path,
        String why,
        String passes,
        String cost,
        @Nullable Data cells) {
    /** One line for people. */
    public String words() {
        return String.join(", ", factor.names()) + ": " + path + ", because " + why + "; passes over the data: "
                + passes + "; cost: " + cost;
    }
}
