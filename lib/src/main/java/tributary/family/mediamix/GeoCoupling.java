package tributary.family.mediamix;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tributary.consensus.Coupling;
import tributary.dist.Bijector;
import tributary.dist.Support;
import tributary.dist.Univariate;
import tributary.dist.continuous.LogNormal;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.infer.LogSum;
import tributary.model.DrawnFrom;
import tributary.model.term.Term;
import tributary.model.text.ModelText;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.random.StreamKey;

/**
 * What ties the geos of a panel together although they lie in different shards: priors on what a channel returned or brought
 * in all geos, and lift tests that were in all geos at once.
 *
 * <p>Each is a function h of what shared unknowns phi and a sum over geos of their own effects say. For each draw of phi every
 * geo picks {@link #PICKS} of the points that its marginal likelihood m_g was estimated from, by their weights and apart from
 * all other geos; the shards' sums over their geos add up to those of the panel, once for each pick, and {@code prod m_g * mean
 * h} is an unbiased estimate of {@code int prod p(y_g, a_g | phi) h(phi, a) da}: a pick multiplied by m_g has the mean of what is
 * picked from under {@code p(y_g, a_g | phi)}, and geos are picked from independently. So the certificate's weights stay unbiased,
 * and a draw's own effects are those of one of its picks, by h (Andrieu and Roberts, 2009).
 *
 * <p>Shards know nothing of the tests, and take a log-normal prior of the coefficient in place of one on money: that which the
 * prior on money implies for it, by simulation. Only how many draws are worth something hangs on it.
 */
final class GeoCoupling implements Coupling, Serializable {
    private static final long serialVersionUID = 1L;
    /** Combinations of the geos' points that a draw is judged by. */
    static final int PICKS = 32;

    private static final int PRIOR_DRAWS = 500;

    private final ArrayList<Money> money = new ArrayList<>();
    private final ArrayList<Test> tests = new ArrayList<>();

    /** A family with its numbers. */
    private static final class Density implements Serializable {
        private static final long serialVersionUID = 1L;
        private final Univariate family;
        private final double[] arguments;

        Density(Univariate family, double... arguments) {
            this.family = family;
            this.arguments = arguments;
        }

        double log(double value) {
            return family.logDensity(value, arguments);
        }

        Support support() {
            return family.support(java.util.Arrays.stream(arguments)
                    .<Expr>mapToObj(Exprs::constant)
                    .toList());
        }
    }

    /**
     * A prior on money.
     *
     * @param channel counted from 0
     * @param id of the channel in the model's names
     * @param unknown what the whole model calls the unknown
     * @param per outcome that a return of one, or a share of one, is
     * @param density of the prior
     * @param at where the logarithm of the coefficient stands among what geos share
     * @param mean of it under the stand-in
     * @param sd of it
     */
    private record Money(
            int channel, String id, String unknown, double per, Density density, int at, double mean, double sd)
            implements Serializable {
        private double log(double[] draw, double brought) {
            double beta = StrictMath.exp(draw[at]);
            double value = brought / per;
            double log = density.log(value) + StrictMath.log(value / beta) - new LogNormal().logDensity(beta, mean, sd);
            return Double.isNaN(log) ? Double.NEGATIVE_INFINITY : log;
        }
    }

    /**
     * A lift test in all geos.
     *
     * @param number counted from 0 over all tests
     * @param channel counted from 0
     * @param lift scaled as the outcome
     * @param se its standard error
     */
    record Test(int number, int channel, double lift, double se) implements Serializable {
        private double log(double gain) {
            double off = (lift - gain) / se;
            return -0.5 * off * off - StrictMath.log(se) - 0.5 * StrictMath.log(2 * StrictMath.PI);
        }
    }

    private GeoCoupling() {}

    /** The lift tests of a model that were in all geos. */
    static List<Test> tests(MediaMixModel mix) {
        List<String> channels =
                mix.spec().channels().stream().map(ChannelSpec::name).toList();
        List<Test> national = new ArrayList<>();
        List<LiftTest> all = mix.liftTests();
        for (int j = 0; j < all.size(); j++) {
            LiftTest test = all.get(j);
            if (test.geo().isEmpty()) {
                national.add(new Test(
                        j, channels.indexOf(test.channel()), test.lift() / mix.kpiScale(), test.se() / mix.kpiScale()));
            }
        }
        return national;
    }

    /** What ties a model's geos together. */
    static GeoCoupling of(MediaMixModel mix, SharedModel shared) {
        GeoCoupling coupling = new GeoCoupling();
        coupling.tests.addAll(tests(mix));
        Map<String, double[]> standIns = shared.standIns();
        for (int c = 0; c < mix.spec().channels().size(); c++) {
            ChannelSpec channel = mix.spec().channels().get(c);
            String id = mix.id(channel.name());
            double[] standIn = standIns.get(id);
            if (standIn != null) {
                boolean roi = channel.effect().on() == EffectPrior.On.ROI;
                double per = roi
                        ? mix.panel().spend(channel.name()) / mix.panel().value()
                        : mix.panel().totalKpi();
                DrawnFrom drawn = drawn(channel.effect().prior()).orElseThrow();
                coupling.money.add(new Money(
                        c,
                        id,
                        (roi ? "roi_" : "share_") + id,
                        per,
                        new Density(family(drawn), arguments(drawn)),
                        shared.posterior().layout().offset("beta_" + id),
                        standIn[0],
                        standIn[1]));
            }
        }
        return coupling;
    }

    private static Optional<DrawnFrom> drawn(String prior) {
        return DrawnFrom.of((Term.Call) ModelText.question(prior), new ArrayList<>());
    }

    private static Univariate family(DrawnFrom drawn) {
        if (drawn.family() instanceof Univariate univariate) {
            return univariate;
        }
        throw new IllegalStateException("the prior is no family of numbers");
    }

    private static double[] arguments(DrawnFrom drawn) {
        return drawn.arguments().stream()
                .mapToDouble(a -> a instanceof Term.Literal literal ? literal.value() : Double.NaN)
                .toArray();
    }

    /** Whether a prior on money is one that can be put in: a family of positive numbers, its arguments written out. */
    static boolean knows(String prior) {
        DrawnFrom drawn = drawn(prior).orElse(null);
        if (drawn == null) {
            return false;
        }
        boolean plain = drawn.family() instanceof Univariate
                && drawn.lower() == null
                && drawn.upper() == null
                && !drawn.increasing();
        double[] arguments = arguments(drawn);
        return plain
                && java.util.Arrays.stream(arguments).allMatch(Double::isFinite)
                && !new Density(family(drawn), arguments).support().contains(-1e-9);
    }

    /**
     * For each channel whose prior is on money, the mean and standard deviation of the logarithm of its coefficient under the
     * prior, by simulation.
     */
    static Map<String, double[]> standIns(MediaMixModel mix) {
        Map<String, double[]> standIns = new HashMap<>();
        List<ChannelSpec> channels = mix.spec().channels().stream()
                .filter(c -> c.effect().on() != EffectPrior.On.COEFFICIENT)
                .toList();
        if (channels.isEmpty()) {
            return standIns;
        }
        MediaMixModel untested = MediaMixModel.of(mix.spec(), mix.panel().withLiftTests(List.of()));
        Posterior posterior = untested.plain();
        Simulation world = Simulation.of(posterior, untested.model());
        StreamKey key = StreamKey.of(0).with("what priors on money say of coefficients");
        double[][] positions = new double[PRIOR_DRAWS][];
        for (int d = 0; d < PRIOR_DRAWS; d++) {
            positions[d] = world.prior(key.with(d));
        }
        Draws draws = posterior.constrain(Draws.ofRows(posterior.coordinates(), new double[][][] {positions}));
        for (ChannelSpec channel : channels) {
            String id = mix.id(channel.name());
            double[] logs = java.util.Arrays.stream(draws.values("beta_" + id))
                    .map(StrictMath::log)
                    .filter(Double::isFinite)
                    .toArray();
            standIns.put(id, new double[] {Describe.mean(logs), Math.max(0.1, Describe.sd(logs))});
        }
        return standIns;
    }

    /** Whether there is nothing. */
    boolean isEmpty() {
        return money.isEmpty() && tests.isEmpty();
    }

    /** How many numbers each pick has: what channels of priors on money brought, then what tests gained. */
    int width() {
        return money.size() + tests.size();
    }

    /** The channel of each prior on money. */
    int[] channels() {
        return money.stream().mapToInt(Money::channel).toArray();
    }

    /** The tests in all geos. */
    List<Test> tests() {
        return List.copyOf(tests);
    }

    /** The log of the factor of one pick, less that of stand-ins. */
    double log(double[] draw, double[] sums, int pick) {
        double log = 0;
        for (int k = 0; k < money.size(); k++) {
            log += money.get(k).log(draw, sums[pick * width() + k]);
        }
        for (int k = 0; k < tests.size(); k++) {
            log += tests.get(k).log(sums[pick * width() + money.size() + k]);
        }
        return log;
    }

    private double[] logs(double[] draw, double[] sums) {
        double[] logs = new double[PICKS];
        for (int pick = 0; pick < PICKS; pick++) {
            logs[pick] = log(draw, sums, pick);
        }
        return logs;
    }

    @Override
    public double log(double[] draw, double[] sums) {
        double[] logs = logs(draw, sums);
        return LogSum.of(logs) - StrictMath.log(PICKS);
    }

    /** One of the picks by h. */
    int choose(double[] draw, double[] sums, double uniform) {
        double[] logs = logs(draw, sums);
        double all = LogSum.of(logs);
        double left = uniform;
        int chosen = 0;
        for (int pick = 0; pick < PICKS && left >= 0; pick++) {
            double weight = StrictMath.exp(logs[pick] - all);
            chosen = weight > 0 ? pick : chosen;
            left -= weight;
        }
        return chosen;
    }

    /** The coordinate of each unknown on money in the whole model, by name, given what each channel brought. */
    Map<String, Double> coordinates(double[] brought) {
        Map<String, Double> coordinates = new HashMap<>();
        for (Money one : money) {
            double[] u = new double[1];
            Bijector.onto(one.density().support(), 1)
                    .inverse(new double[] {brought[one.channel()] / one.per()}, 0, u, 0);
            coordinates.put(one.unknown(), u[0]);
        }
        return coordinates;
    }
}
