package tributary.check;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.infer.Draws;

/** What one simulated data set gave: the quantities as they are, and posterior draws of them; or why there are none. */
public final class Replication {
    private final double[] truth;
    private final @Nullable Draws draws;
    private final @Nullable String reason;

    private Replication(double[] truth, @Nullable Draws draws, @Nullable String reason) {
        this.truth = truth;
        this.draws = draws;
        this.reason = reason;
    }

    /**
     * A fit.
     *
     * @param truth the quantities at the parameters that made the data
     * @param draws of the same quantities in the same order
     */
    public static Replication of(double[] truth, Draws draws) {
        if (truth.length != draws.names().size()) {
            throw new IllegalArgumentException(
                    truth.length + " true values for draws of " + draws.names().size() + " quantities");
        }
        return new Replication(truth.clone(), draws, null);
    }

    /** A data set whose fit failed. */
    public static Replication failed(String reason) {
        return new Replication(new double[0], null, reason);
    }

    /** Why there is no fit; empty if there is one. */
    public Optional<String> failure() {
        return Optional.ofNullable(reason);
    }

    /** True value of a quantity. */
    double truth(int quantity) {
        return truth[quantity];
    }

    /** The draws; empty if the fit failed. */
    Optional<Draws> draws() {
        return Optional.ofNullable(draws);
    }
}
