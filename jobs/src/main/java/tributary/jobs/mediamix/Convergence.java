package tributary.jobs.mediamix;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.family.mediamix.GeoConsensus;
import tributary.family.mediamix.MediaAnswers;
import tributary.infer.ChainDiagnostics;
import tributary.infer.Draws;
import tributary.infer.SampleStats;
import tributary.jobs.Counted;
import tributary.jobs.conf.MediaMixConf;
import tributary.jobs.table.WorstDiagnostics;
import tributary.posterior.InferenceStatus;

/**
 * Whether chains agree, or weighted draws are certified: the worst R-hat and effective sample sizes, of bulk and
 * tails, of unknowns and of what channels returned, and the share of divergent transitions.
 *
 * @param worst the worst figures
 * @param complaint what is wrong; empty if nothing
 */
record Convergence(WorstDiagnostics worst, String complaint) {
    /** What to do about chains that do not agree. */
    private static final String LONGER =
            "; let chains run longer (inference.warmup, run.draws), with smaller steps where they"
                    + " diverge (inference.target-acceptance = 0.95), or say more of what the data hardly tell (variance_inflation and"
                    + " prior_equals_posterior in data_quality); priors and lift tests that the data contradict end so too"
                    + " (prior_contradicted, lift_test_contradicted, data_contradict_lift_test)";

    static Convergence of(Told told, GeoConsensus.@Nullable Joined joined, MediaMixConf.Limits limits) {
        if (joined != null) {
            return certified(told, joined, limits);
        }
        Draws draws = told.draws;
        SampleStats stats = told.stats;
        if (draws == null || stats == null) {
            return new Convergence(WorstDiagnostics.NONE, "no chain could start: " + told.failures);
        }
        ChainDiagnostics found = ChainDiagnostics.of(MediaAnswers.judged(draws, told.returns));
        double share = (double) stats.divergences() / draws.size();
        List<String> complaints = new ArrayList<>();
        if (!told.failures.isEmpty()) {
            complaints.add(Counted.of(told.failures.size(), "chain") + " could not start");
        }
        if (!found.untold().isEmpty()) {
            complaints.add(
                    "R-hat of " + found.untold() + " cannot be told: there is one chain, or a draw is no number");
        }
        if (found.rHat() > limits.rHat()) {
            complaints.add(String.format(
                    java.util.Locale.ROOT,
                    "R-hat of %s is %.3f, above %.3f",
                    found.rHatOf(),
                    found.rHat(),
                    limits.rHat()));
        }
        if (found.bulk() < limits.ess()) {
            complaints.add(few("", found.bulkOf(), found.bulk(), limits));
        }
        if (found.tail() < limits.ess()) {
            complaints.add(few(" of the tails", found.tailOf(), found.tail(), limits));
        }
        if (share > limits.divergences()) {
            complaints.add(String.format(
                    java.util.Locale.ROOT,
                    "%.1f %% of transitions diverged, above %.1f %%",
                    100 * share,
                    100 * limits.divergences()));
        }
        return new Convergence(
                new WorstDiagnostics(found.rHat(), Double.isFinite(found.ess()) ? found.ess() : null, null, (long)
                        stats.divergences()),
                complaints.isEmpty() ? "" : String.join("; ", complaints) + LONGER);
    }

    private static String few(String where, String of, double ess, MediaMixConf.Limits limits) {
        return String.format(
                java.util.Locale.ROOT,
                "the smallest effective sample size%s is %.0f (%s), below %.0f",
                where,
                ess,
                of,
                limits.ess());
    }

    /** Weighted draws form no chains: their certificate speaks for them, and the effective size that is asked for. */
    private static Convergence certified(Told told, GeoConsensus.Joined joined, MediaMixConf.Limits limits) {
        WorstDiagnostics worst = new WorstDiagnostics(
                null,
                Double.isFinite(told.importanceEss) ? Double.valueOf(told.importanceEss) : null,
                Double.isFinite(told.kHat) ? Double.valueOf(told.kHat) : null,
                null);
        String complaint = "";
        if (told.draws == null) {
            complaint = "the posterior of what geos share has no maximum that could be found";
        } else if (told.status == InferenceStatus.UNCERTIFIED) {
            complaint = "the consensus of the geos is not certified: " + joined.words()
                    + "; take fewer shards (inference.shards), or inference.path = nuts; priors on roi or contribution and lift tests"
                    + " that the geos contradict end so too (prior_contradicted and lift_test_contradicted in data_quality)";
        } else if (told.importanceEss < limits.ess()) {
            complaint = String.format(
                    java.util.Locale.ROOT,
                    "the importance effective sample size is %.0f, below %.0f; weigh more draws"
                            + " (inference.importance-draws), take fewer shards (inference.shards), or inference.path = nuts",
                    told.importanceEss,
                    limits.ess());
        }
        return new Convergence(worst, complaint);
    }

    /** The worst of several. */
    static WorstDiagnostics worst(List<WorstDiagnostics> all) {
        Double rHat = null;
        Double ess = null;
        Double kHat = null;
        Long divergences = null;
        for (WorstDiagnostics w : all) {
            Double r = w.rHat();
            Double e = w.ess();
            Double k = w.kHat();
            Long d = w.divergences();
            rHat = r == null ? rHat : Double.valueOf(rHat == null ? r : Math.max(rHat, r));
            ess = e == null ? ess : Double.valueOf(ess == null ? e : Math.min(ess, e));
            kHat = k == null ? kHat : Double.valueOf(kHat == null ? k : Math.max(kHat, k));
            divergences = d == null ? divergences : Long.valueOf((divergences == null ? 0 : divergences) + d);
        }
        return new WorstDiagnostics(rHat, ess, kHat, divergences);
    }
}
