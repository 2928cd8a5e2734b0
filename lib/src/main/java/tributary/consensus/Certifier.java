package tributary.consensus;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.infer.Psis;
import tributary.infer.Resampling;
import tributary.posterior.InferenceStatus;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * Turns a proposal into certified draws: draw, weigh every draw against every row, smooth the weights, and either accept
 * or refit and go round again.
 *
 * <p>The ladder, one rung after the other, until {@link Certificate#certifies} holds:
 *
 * <ol>
 *   <li>rounds of a single Student t (5, then 7 degrees of freedom), refitted to tempered weights;
 *   <li>heavier tails (3 degrees of freedom) and twice the draws;
 *   <li>mixtures of 2 to 5 components fitted by weighted EM.
 * </ol>
 *
 * What no rung certifies is returned as UNCERTIFIED, with its figures; {@link Ladder} goes on from there.
 */
public final class Certifier {
    private final Weigher weigher;
    private final Estimands estimands;
    private final Settings settings;
    private final StreamKey key;
    private final String origin;

    /**
     * How hard to try.
     *
     * @param draws importance draws a round, M
     * @param rounds rounds of the first rung
     * @param moreRounds rounds of each further rung
     * @param output certified draws to return
     * @param surrogateRows rows that the surrogate posterior is sampled from; 0 leaves it out
     * @param sweeps sweeps of delayed acceptance, each one pass over the data; 0 leaves it out
     * @param sampledRows rows that the certificate is estimated from; 0 counts every row
     */
    public record Settings(
            int draws, int rounds, int moreRounds, int output, int surrogateRows, int sweeps, int sampledRows) {
        /** Every row counts in the certificate; 20,000 rows in the surrogate, 200 sweeps at most. */
        public Settings(int draws, int rounds, int moreRounds, int output) {
            this(draws, rounds, moreRounds, output, 20_000, 200, 0);
        }

        /** 2000 draws a round (4000 above 60 parameters), 4 + 2 + 2 rounds, 4000 draws out. */
        public static Settings standard(int dimension) {
            return new Settings(dimension > 60 ? 4000 : 2000, 4, 2, 4000);
        }

        /** Checks the ranges. */
        public Settings {
            if (draws < 100 || rounds < 1 || moreRounds < 0 || output < 1) {
                throw new IllegalArgumentException("the certifier needs at least 100 draws and one round");
            }
            if (surrogateRows < 0 || sweeps < 0 || sampledRows < 0) {
                throw new IllegalArgumentException("rows and sweeps are not negative");
            }
        }
    }

    /**
     * A certifier of one posterior.
     *
     * @param estimands the means that are vouched for
     * @param key names the streams
     * @param origin where the first proposal is from, in words
     */
    Certifier(Weigher weigher, Estimands estimands, Settings settings, StreamKey key, String origin) {
        this.weigher = weigher;
        this.estimands = estimands;
        this.settings = settings;
        this.key = key.with("certify");
        this.origin = origin;
    }

    /**
     * Certifies, beginning from normal approximations of the posterior.
     *
     * @param start the Gaussian product of the shards, or a Laplace approximation; of several modes, one each
     * @param weights the share of each, adding to one
     * @param passesSoFar passes over the data already made, for the record
     */
    Certified certify(List<Gaussian> start, double[] weights, int passesSoFar) {
        Evidence evidence = new Evidence();
        Proposal proposal = new Proposal(start, weights, 5);
        int most = settings.rounds() + 2 * settings.moreRounds();
        double least = Math.max(50, 3.0 * start.get(0).dimension());
        Certified best = null;
        for (int round = 0; round < most; round++) {
            boolean first = round < settings.rounds();
            int count = first ? settings.draws() : 2 * settings.draws();
            double[][] fresh = proposal.sample(count, key.with("round").with(round));
            evidence.add(proposal, fresh, weigher.weigh(fresh));
            String path = proposal.components() > 1
                    ? "mixture of " + proposal.components()
                    : first ? "Student t" : "Student t, heavy tails";
            Certified now = judge(evidence, round + 1, passesSoFar + weigher.passes(), path + " from " + origin);
            if (best == null || better(now.certificate(), best.certificate())) {
                best = now;
            }
            if (now.certificate().status() != InferenceStatus.UNCERTIFIED) {
                return now;
            }
            Proposal next = next(evidence, least, round + 1, start.size());
            if (next == null) {
                break;
            }
            proposal = next;
        }
        if (best == null) {
            throw new IllegalStateException("the certifier makes at least one round");
        }
        return best;
    }

    static boolean better(Certificate one, Certificate other) {
        return one.ess() / one.draws() > other.ess() / other.draws();
    }

    private @Nullable Proposal next(Evidence evidence, double least, int round, int modes) {
        double[] weights = evidence.temperedWeights(least);
        int extra = round - settings.rounds() - settings.moreRounds();
        if (extra >= 0 || modes > 1) {
            int components = Math.min(5, Math.max(modes, 2 + 2 * Math.max(0, extra)));
            Proposal mixture = WeightedFit.mixture(evidence, weights, components, 5);
            if (mixture != null) {
                return mixture;
            }
        }
        Gaussian fitted = WeightedFit.normal(evidence.draws(), weights);
        return fitted == null ? null : Proposal.of(fitted, round < settings.rounds() ? 7 : 3);
    }

    private Certified judge(Evidence evidence, int rounds, int passes, String path) {
        double[] ratios = evidence.logRatios();
        Psis psis = Psis.smooth(ratios);
        double[] weights = psis.weights();
        Certificate certificate = Certificate.weighed(
                weigher.claim(),
                psis,
                Evidence.effective(weights),
                ratios,
                estimands.shapes(evidence.draws(), ratios, 1),
                rounds,
                passes,
                path);
        return new Certified(certificate, resample(evidence, weights, rounds), moments(evidence, weights));
    }

    private double[][] resample(Evidence evidence, double[] weights, int rounds) {
        return resample(
                evidence.draws(),
                weights,
                settings.output(),
                key.with("resample").with(rounds));
    }

    /** Systematic resampling, then a keyed shuffle: neighbours in the output are exchangeable, so they deal into chains. */
    static double[][] resample(double[][] from, double[] weights, int count, StreamKey key) {
        RandomStream random = key.stream();
        int[] chosen = Resampling.systematic(weights, count, random.nextDouble());
        double[][] draws = new double[count][];
        for (int t = 0; t < count; t++) {
            draws[t] = from[chosen[t]].clone();
        }
        for (int t = count - 1; t > 0; t--) {
            int other = random.nextInt(t + 1);
            double[] swapped = draws[t];
            draws[t] = draws[other];
            draws[other] = swapped;
        }
        return draws;
    }

    private static @Nullable Gaussian moments(Evidence evidence, double[] weights) {
        return WeightedFit.normal(evidence.draws(), weights);
    }
}
