package tributary.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tributary.consensus.Blocks;
import tributary.dist.discrete.Bernoulli;
import tributary.dist.discrete.BernoulliLogit;
import tributary.infer.Describe;
import tributary.posterior.BindingException;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.posterior.Unknown;
import tributary.random.StreamKey;

/**
 * Posterior and prior predictive checks of a bound model (Gelman, Meng and Stern 1996): each outcome drawn afresh given its
 * observed causes, and statistics of these replicates against those of the data, over all rows and in each arm.
 *
 * <p>Two replicates share each draw theta of the posterior, so that the variance of a statistic T splits without bias:
 * {@code Cov(T1, T2) = Var(E[T | theta])} is what the parameters make, {@code E (T1 - T2)^2 / 2 = E Var(T | theta)} what
 * noise makes. The same split of single rows, averaged over them, stands as the statistic {@code row}.
 */
public final class ModelReplicates {
    /** Beyond this on either side a statistic of the data surprises. */
    public static final double SURPRISING = 0.005;

    private static final Map<String, Double> QUANTILES = quantiles();

    private ModelReplicates() {}

    private static Map<String, Double> quantiles() {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (double share : new double[] {0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99}) {
            shares.put(String.format(Locale.ROOT, "q%02d", Math.round(100 * share)), share);
        }
        return shares;
    }

    /**
     * The checks of every outcome, in two passes: one that measures the data, one that replicates them.
     *
     * @param analysis the model's name
     * @param treatments row variables whose levels tell arms apart where they cause the outcome
     * @param draws unconstrained draws of the posterior
     * @param prior unconstrained draws of the prior; none for no prior predictive
     * @param rows a note on the rows, such as that they are a sample; empty for none
     */
    public static List<PredictiveCheck> of(
            String analysis,
            Posterior posterior,
            Blocks blocks,
            Set<String> treatments,
            double[][] draws,
            double[][] prior,
            String rows,
            StreamKey key) {
        List<ReplicatedOutcome> outcomes = ReplicatedOutcome.of(posterior, treatments);
        if (outcomes.isEmpty()) {
            return List.of();
        }
        List<OutcomeMarks> marks = OutcomeMarks.of(blocks, outcomes);
        ReplicatePass pass = new ReplicatePass(
                outcomes, marks, posterior.rowColumns(), posterior.layout(), draws, prior, key.with("replicates"));
        List<ReplicatePass.Part> parts = blocks.map(pass);
        List<PredictiveCheck> checks = new ArrayList<>();
        for (int o = 0; o < outcomes.size(); o++) {
            ReplicatePass.Found all = parts.get(0).outcomes().get(o);
            for (ReplicatePass.Part part : parts.subList(1, parts.size())) {
                all = all.plus(part.outcomes().get(o));
            }
            checks.addAll(new Outcome(analysis, outcomes.get(o), marks.get(o), all, rows).checks());
        }
        return checks;
    }

    /** Draws of the prior in the coordinates of a posterior; none where a part of it is improper. */
    public static double[][] prior(Posterior posterior, int draws, StreamKey key) {
        if (posterior.unknowns().stream().anyMatch(u -> u.origin() == Unknown.Origin.FLAT)) {
            return new double[0][];
        }
        try {
            Simulation simulation = Simulation.of(posterior, posterior.model());
            double[][] positions = new double[draws][];
            for (int d = 0; d < draws; d++) {
                positions[d] = simulation.prior(key.with("prior draw").with(d));
            }
            return positions;
        } catch (IllegalStateException | BindingException e) {
            // A prior that needs what is not drawn yet, such as earlier outcomes, has no draws of its own.
            return new double[0][];
        }
    }

    private interface Statistic {
        double of(ReplicateSums sums, int replicate);
    }

    private record Outcome(
            String analysis, ReplicatedOutcome outcome, OutcomeMarks marks, ReplicatePass.Found found, String rows) {
        List<PredictiveCheck> checks() {
            List<PredictiveCheck> checks = new ArrayList<>();
            Map<String, Statistic> statistics = statistics();
            List<String> arms = arms();
            for (int arm = 0; arm < arms.size(); arm++) {
                int place = arm;
                if (found.observed().get(arm).count() > 1) {
                    statistics.forEach((name, statistic) ->
                            posterior(arms.get(place), place, name, statistic).ifPresent(checks::add));
                }
            }
            checks.add(row());
            if (found.prior().replicates() > 1) {
                statistics.forEach((name, statistic) -> prior(name, statistic).ifPresent(checks::add));
            }
            return checks;
        }

        private List<String> arms() {
            List<String> arms = new ArrayList<>(List.of("all"));
            for (int t = 0; t < outcome.treatments().size(); t++) {
                for (double level : marks.levels(t)) {
                    arms.add(outcome.treatments().get(t) + " = " + number(level));
                }
            }
            return arms;
        }

        private Map<String, Statistic> statistics() {
            Map<String, Statistic> all = new LinkedHashMap<>();
            all.put("mean", ReplicateSums::mean);
            if (outcome.family() instanceof Bernoulli || outcome.family() instanceof BernoulliLogit) {
                return all;
            }
            all.put("sd", ReplicateSums::sd);
            all.put("zero_share", ReplicateSums::zeroShare);
            all.put("min", ReplicateSums::least);
            all.put("max", ReplicateSums::most);
            QUANTILES.forEach((name, share) -> all.put(
                    name, (sums, r) -> sums.quantile(r, share, outcome.family().discrete())));
            return all;
        }

        private Optional<PredictiveCheck> posterior(String arm, int place, String name, Statistic statistic) {
            double seen = statistic.of(found.observed().get(place), 0);
            int draws = found.once().get(place).replicates();
            double[] once = new double[draws];
            double[] again = new double[draws];
            double[] all = new double[2 * draws];
            double noise = 0;
            for (int d = 0; d < draws; d++) {
                once[d] = statistic.of(found.once().get(place), d);
                again[d] = statistic.of(found.again().get(place), d);
                all[2 * d] = once[d];
                all[2 * d + 1] = again[d];
                noise += 0.5 * (once[d] - again[d]) * (once[d] - again[d]) / draws;
            }
            double parameters = 0;
            double mean = Describe.mean(once);
            double other = Describe.mean(again);
            for (int d = 0; d < draws; d++) {
                parameters += (once[d] - mean) * (again[d] - other) / (draws - 1);
            }
            double above = Describe.probabilityAbove(all, seen);
            boolean constant = Arrays.stream(all).allMatch(v -> v == all[0]);
            if (constant && seen == all[0] && name.equals("zero_share")) {
                return Optional.empty(); // nothing is zero and nothing could be
            }
            boolean passed = constant ? seen == all[0] : above >= SURPRISING && above <= 1 - SURPRISING;
            String note = passed
                    ? ""
                    : "the model hardly ever makes such a " + words(name)
                            + "; its answers lean on a law that these rows" + " do not follow";
            return Optional.of(
                    check("posterior", arm, name, seen, all, above, noise, Math.max(0, parameters), passed, note));
        }

        private PredictiveCheck row() {
            double count = found.observed().get(0).count();
            double noise = found.rowNoise() / count;
            double parameters = Math.max(0, found.rowParameters() / count);
            double mean = 0;
            int draws = found.once().get(0).replicates();
            for (int d = 0; d < draws; d++) {
                mean += found.once().get(0).mean(d) / draws;
            }
            double none = Double.NaN;
            return new PredictiveCheck(
                    analysis,
                    outcome.name(),
                    "all",
                    "all",
                    "posterior",
                    "row",
                    none,
                    mean,
                    StrictMath.sqrt(noise + parameters),
                    none,
                    none,
                    none,
                    none,
                    none,
                    none,
                    noise,
                    parameters,
                    true,
                    String.format(
                            Locale.ROOT,
                            "one row given its causes, averaged over rows: %.3g %% of its predictive variance would go if the"
                                    + " parameters were known, the rest is noise%s",
                            100 * parameters / (noise + parameters),
                            rows.isEmpty() ? "" : "; " + rows));
        }

        private Optional<PredictiveCheck> prior(String name, Statistic statistic) {
            double seen = statistic.of(found.observed().get(0), 0);
            double[] all = new double[found.prior().replicates()];
            for (int d = 0; d < all.length; d++) {
                all[d] = statistic.of(found.prior(), d);
            }
            if (Arrays.stream(all).allMatch(v -> v == all[0]) && seen == all[0]) {
                return Optional.empty();
            }
            return Optional.of(check(
                    "prior",
                    "all",
                    name,
                    seen,
                    all,
                    Describe.probabilityAbove(all, seen),
                    Double.NaN,
                    Double.NaN,
                    true,
                    "what the priors alone say, given the observed causes"));
        }

        private PredictiveCheck check(
                String phase,
                String arm,
                String name,
                double seen,
                double[] all,
                double above,
                double noise,
                double parameters,
                boolean passed,
                String note) {
            double[] q = Describe.quantiles(all, 0.025, 0.25, 0.5, 0.75, 0.975);
            boolean finite = Arrays.stream(all).allMatch(Double::isFinite);
            return new PredictiveCheck(
                    analysis,
                    outcome.name(),
                    arm,
                    "all",
                    phase,
                    name,
                    seen,
                    Describe.mean(all),
                    Describe.sd(all),
                    q[0],
                    q[1],
                    q[2],
                    q[3],
                    q[4],
                    above,
                    noise,
                    parameters,
                    passed,
                    finite ? note : "some replicates are beyond every number" + (note.isEmpty() ? "" : "; " + note));
        }

        private static String words(String statistic) {
            return statistic.replace('_', ' ');
        }

        private static String number(double level) {
            return level == Math.rint(level) && Math.abs(level) < 1e15
                    ? Long.toString((long) level)
                    : Double.toString(level);
        }
    }
}
