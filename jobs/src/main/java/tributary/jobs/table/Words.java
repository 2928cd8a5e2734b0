package tributary.jobs.table;

import java.util.List;

/** The words that stand in several tables, so that each has one spelling. */
final class Words {
    static final List<String> PATHS =
            List.of("EXACT", "CELLS", "COLLAPSE", "ANCHOR", "CONSENSUS", "NUTS", "KALMAN", "VARIATIONAL");
    static final List<String> STATUSES =
            List.of("EXACT", "CERTIFIED", "CERTIFIED_SAMPLED", "MCMC", "AMORTISED", "UNCERTIFIED");
    static final List<String> INTERVALS = List.of("hdi", "eti");
    static final List<String> ACTIONS =
            List.of("launch", "hold", "roll_back", "keep_testing", "not_decisive", "reallocate");

    private Words() {}
}
