package tributary.family.mediamix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tributary.consensus.Certified;
import tributary.consensus.Consensus;
import tributary.consensus.Estimands;
import tributary.consensus.PriorDensity;
import tributary.consensus.ShardLikelihood;
import tributary.consensus.ShardedTarget;
import tributary.consensus.Workers;
import tributary.expr.BoundProgram;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Layout;
import tributary.expr.Program;
import tributary.infer.Draws;
import tributary.plan.PlanSettings;
import tributary.posterior.Parametrisation;
import tributary.posterior.Posterior;
import tributary.posterior.Unknown;
import tributary.random.StreamKey;

/**
 * A geo panel by sharded sampling and consensus: whole geos lie in shards, each shard samples what geos share, the shards'
 * answers are joined and certified, and each geo's own unknowns follow given them.
 *
 * <p>Why that is right. With phi what geos share (curves, mean effects and their spread, trend, season, noise) and a_g what
 * is a geo's own (level and channel effects), the sub-posterior of shard s of S is {@code p(phi)^(1/S) prod int p(y_g | a_g,
 * phi) p(a_g | phi) d a_g} over its own geos. A geo lies in one shard, so {@code p(a_g | phi)} is never split, and the
 * product over the shards is the posterior of phi, exactly. Shards sample the Laplace approximation of their integrals by
 * NUTS, which frees them from the funnel between effects and their spread (Neal, 2003); the join is a proposal for phi alone;
 * its draws are weighed by unbiased estimates of the integrals themselves, one pass over the shards, and certified or
 * refused ({@link GeoLikelihood}). Given a certified phi geos are independent, and each draws its own from the points that
 * the draw was weighed by: then draws of phi and of all geos' own follow the posterior of the whole panel.
 *
 * <p>Priors on what a channel returned in all geos, and lift tests in all geos at once, are no shard's to know: they enter where
 * draws are weighed ({@link GeoCoupling}). Student's t leaves the level no closed form: it is one more unknown that the points
 * are of ({@link TailedEffects}).
 *
 * <p>Shards of few geos tell little of how far geos differ, and the raw consensus is then off; what it would have been is
 * reported beside what was certified.
 */
public final class GeoConsensus {
    private final MediaMixModel mix;
    private final SharedModel shared;
    private final GeoCoupling coupling;
    private final List<GeoShard> shards = new ArrayList<>();

    /**
     * A consensus for a panel.
     *
     * @param count how many shards
     * @throws IllegalArgumentException if {@link #refusal} has a reason
     */
    public GeoConsensus(MediaMixModel mix, int count) {
        refusal(mix.spec(), mix.panel(), count).ifPresent(why -> {
            throw new IllegalArgumentException(why.problem() + " " + why.cause());
        });
        this.mix = mix;
        this.shared = new SharedModel(mix);
        this.coupling = GeoCoupling.of(mix, shared);
        for (int[] geos : deal(mix.panel().geos(), count)) {
            shards.add(GeoShard.of(mix, shared, coupling, geos));
        }
    }

    /**
     * Why a panel cannot be sampled in shards of geos.
     *
     * @param problem what was asked for
     * @param cause why it cannot be
     * @param remedy what can
     */
    public record Refusal(String problem, String cause, String remedy) {}

    /** Why not, if not. */
    public static Optional<Refusal> refusal(MediaMixSpec spec, MediaPanel panel, int count) {
        int geos = panel.geos().size();
        Optional<Refusal> ofSpec = refusal(spec);
        if (ofSpec.isPresent()) {
            return ofSpec;
        }
        if (count < 2 || count > geos) {
            return Optional.of(new Refusal(
                    count + " shards do not go with the " + geos + " geos of " + spec.name() + ".",
                    "Geos stay whole, so every shard needs at least one of its own, and there must be two shards.",
                    geos < 2
                            ? "Sample a panel of one geo on one machine (inference.path = nuts)."
                            : "Set inference.shards between 2 and " + geos + ", or inference.path = nuts."));
        }
        if (!panel.liftTests().isEmpty() && spec.outcome() == MediaMixSpec.Outcome.LOGNORMAL) {
            return Optional.of(new Refusal(
                    "outcome.distribution = lognormal with lift tests.",
                    "What a test measured is then no linear function of the geo's effects, which shards integrate out.",
                    "Set inference.path = nuts, or leave the tests out."));
        }
        return Optional.empty();
    }

    /** Why no panel of a spec can be, if none can. */
    public static Optional<Refusal> refusal(MediaMixSpec spec) {
        for (ChannelSpec channel : spec.channels()) {
            if (channel.effect().on() != EffectPrior.On.COEFFICIENT
                    && !GeoCoupling.knows(channel.effect().prior())) {
                return Optional.of(new Refusal(
                        "the prior " + channel.effect().prior() + " of " + channel.name() + " on "
                                + (channel.effect().on() == EffectPrior.On.ROI
                                        ? "its return."
                                        : "its share of the outcome."),
                        "It is put in where shards are joined, which takes a plain family of positive numbers, such as lognormal.",
                        "Give it such a prior, put it on the coefficient (effect.on = coefficient), or set inference.path ="
                                + " nuts."));
            }
        }
        return Optional.empty();
    }

    /** The geos of each shard by number: dealt round the shards in the order of their names' hash. */
    static List<int[]> deal(List<String> geos, int count) {
        StreamKey key = StreamKey.of(0).with("deal");
        Map<Integer, Double> hash = new HashMap<>();
        for (int g = 0; g < geos.size(); g++) {
            hash.put(g, key.with(geos.get(g)).stream().nextDouble());
        }
        List<Integer> order = IntStream.range(0, geos.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(hash::get).thenComparing(geos::get))
                .toList();
        return IntStream.range(0, count)
                .mapToObj(s -> IntStream.range(0, order.size())
                        .filter(i -> i % count == s)
                        .map(order::get)
                        .sorted()
                        .toArray())
                .toList();
    }

    /** The shards, to be opened where they are sampled. */
    public List<GeoShard> shards() {
        return List.copyOf(shards);
    }

    /** What ties geos of different shards together. */
    GeoCoupling coupling() {
        return coupling;
    }

    /** The prior of what geos share. */
    PriorDensity prior() {
        Program program = shared.prior();
        Columns columns = shared.posterior().columns(mix.data().withoutRows());
        return () -> program.bind(columns);
    }

    /** What the coordinates of what geos share are called. */
    public List<String> coordinates() {
        return shared.posterior().coordinates();
    }

    /**
     * What came of it.
     *
     * @param positions draws of the whole model, as positions of {@link MediaMixModel#plain}; null where nothing could be
     *     proposed
     * @param result the shards, their join and the certificate
     * @param coordinates what each coordinate of the shards tells of
     */
    public record Joined(@Nullable Draws positions, Consensus.Result result, List<String> coordinates) {
        /** Copies its list. */
        public Joined {
            coordinates = List.copyOf(coordinates);
        }

        /** How far the raw consensus is from the certified answer, in words. */
        public String words() {
            return result.words(coordinates);
        }
    }

    /**
     * Samples, joins, certifies, and draws each geo's own.
     *
     * @param workers of {@link #shards}, each opened
     * @param settings of shards, certificate and answer
     * @param key names the streams
     */
    public Joined sample(Workers workers, PlanSettings settings, StreamKey key) {
        Posterior posterior = shared.posterior();
        int dimension = posterior.layout().dimension();
        Estimands estimands = new Estimands(posterior.names(), draws -> {
            Draws values = posterior.constrain(Draws.ofRows(posterior.coordinates(), new double[][][] {draws}));
            return posterior.names().stream().map(values::values).toArray(double[][]::new);
        });
        ShardedTarget target =
                new ShardedTarget(prior(), workers, null, estimands, coupling.isEmpty() ? null : coupling);
        Consensus.Result result = new Consensus(target, settings.consensus(dimension), key).run(start());
        Certified certified = result.certified();
        Draws draws = certified == null ? null : certified.dealt(coordinates(), settings.chains(), settings.draws());
        return new Joined(draws == null ? null : whole(draws, workers, key.with("own")), result, coordinates());
    }

    /** The middle of every transform, at the intercept's prior mean. */
    private double[] start() {
        double[] start = new double[shared.posterior().layout().dimension()];
        start[shared.posterior().layout().offset("intercept")] =
                mix.spec().baseline().interceptMean();
        return start;
    }

    private Draws whole(Draws draws, Workers workers, StreamKey key) {
        double[][] positions = new double[draws.size()][draws.names().size()];
        for (int d = 0; d < positions.length; d++) {
            draws.row(d, positions[d]);
        }
        List<GeoLikelihood.Own> own = workers.map(new OwnTask(positions, picks(positions, workers, key), key));
        Posterior all = mix.plain();
        Placement placement = new Placement(mix, shared.posterior(), all, coupling);
        double[][][] rows = new double[draws.chains()][draws.draws()][];
        for (int d = 0; d < positions.length; d++) {
            rows[d / draws.draws()][d % draws.draws()] = placement.whole(positions[d], own, d);
        }
        return Draws.ofRows(all.coordinates(), rows);
    }

    /** Which of its picks each draw takes: by what the sums over all geos are worth. */
    private int[] picks(double[][] positions, Workers workers, StreamKey key) {
        if (coupling.isEmpty()) {
            return new int[0];
        }
        List<double[][]> parts = workers.map(new SumsTask(positions));
        int[] picks = new int[positions.length];
        for (int d = 0; d < picks.length; d++) {
            double[] sums = new double[GeoCoupling.PICKS * coupling.width()];
            for (double[][] part : parts) {
                for (int k = 0; k < sums.length; k++) {
                    sums[k] += part[d][k];
                }
            }
            picks[d] = coupling.choose(
                    positions[d], sums, key.with("pick").with(d).stream().nextDouble());
        }
        return picks;
    }

    private static final class SumsTask implements Workers.ShardTask<double[][]> {
        private static final long serialVersionUID = 1L;
        private final double[][] draws;

        SumsTask(double[][] draws) {
            this.draws = draws;
        }

        @Override
        public String words() {
            return "what ties geos together";
        }

        @Override
        public double[][] run(int shard, ShardLikelihood likelihood) {
            return likelihood.coupled(draws);
        }
    }

    private static final class OwnTask implements Workers.ShardTask<GeoLikelihood.Own> {
        private static final long serialVersionUID = 1L;
        private final double[][] draws;
        private final int[] picks;
        private final StreamKey key;

        OwnTask(double[][] draws, int[] picks, StreamKey key) {
            this.picks = picks;
            this.draws = draws;
            this.key = key;
        }

        @Override
        public String words() {
            return "the geos' own effects";
        }

        @Override
        public GeoLikelihood.Own run(int shard, ShardLikelihood likelihood) {
            if (likelihood instanceof GeoLikelihood geos) {
                return geos.own(draws, picks, key);
            }
            throw new IllegalStateException("the shards are not of geos");
        }
    }

    /** Where in a position of the whole model each unknown of the shards and of the geos stands. */
    static final class Placement {
        private final MediaMixModel mix;
        private final Layout from;
        private final Layout to;
        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<String> common = new ArrayList<>();
        private final GeoCoupling coupling;
        /** Where each channel's effects stand in the whole, then the levels; whether they are standardised there. */
        private final int[] places;

        private final boolean[] standardised;
        /** Of each channel's effects, then of the levels. */
        private final BoundProgram spreads;

        private final double[][] spread;

        Placement(MediaMixModel mix, Posterior shared, Posterior all, GeoCoupling coupling) {
            this.coupling = coupling;
            this.mix = mix;
            this.from = shared.layout();
            this.to = all.layout();
            List<String> geos = mix.panel().geos();
            geos.forEach(geo -> numbers.put(geo, all.levels("geo").position(geo)));
            Map<String, Unknown> known = new HashMap<>();
            all.unknowns().forEach(u -> known.put(u.name(), u));
            for (Unknown unknown : shared.unknowns()) {
                Unknown same = known.get(unknown.name());
                if (same != null
                        && (!same.sizes().equals(unknown.sizes())
                                || same.parametrisation() != unknown.parametrisation())) {
                    throw new IllegalStateException(unknown.name() + " is sampled otherwise in shards");
                }
            }
            from.names().stream().filter(to.names()::contains).forEach(common::add);
            List<String> own = new ArrayList<>();
            List<Expr> scales = new ArrayList<>();
            for (ChannelSpec channel : mix.spec().channels()) {
                own.add("log_relative_" + mix.id(channel.name()));
                scales.add(shared.expression(shared.model(), "spread_" + mix.id(channel.name())));
            }
            own.add("geo_level");
            scales.add(shared.expression(shared.model(), "geo_spread"));
            this.places = own.stream().mapToInt(to::offset).toArray();
            this.standardised = new boolean[places.length];
            for (int k = 0; k < places.length; k++) {
                Unknown unknown = known.get(own.get(k));
                standardised[k] = unknown != null && unknown.parametrisation() == Parametrisation.NON_CENTRED;
            }
            this.spreads = Program.compile(from, scales.toArray(Expr[]::new)).bind(shared.columns());
            this.spread = new double[places.length][1];
        }

        /** The log of the volume of the whole's coordinates in effects that are standardised and levels that are not. */
        double logScale(double[] position) {
            spreads.outputs(position, spread);
            int last = places.length - 1;
            double sum = standardised[last] ? StrictMath.log(spread[last][0]) : 0;
            for (int c = 0; c < last; c++) {
                sum -= standardised[c] ? 0 : StrictMath.log(spread[c][0]);
            }
            return numbers.size() * sum;
        }

        /** The position of the whole. */
        double[] whole(double[] position, List<GeoLikelihood.Own> shards, int draw) {
            double[] whole = new double[to.dimension()];
            for (String name : common) {
                System.arraycopy(position, from.offset(name), whole, to.offset(name), to.size(name));
            }
            spreads.outputs(position, spread);
            double intercept = position[from.offset("intercept")];
            int weeks = mix.panel().weeks().size();
            int channels = places.length - 1;
            double[] brought = new double[channels];
            for (GeoLikelihood.Own own : shards) {
                for (int g = 0; g < own.geos().size(); g++) {
                    int number = numbers.getOrDefault(own.geos().get(g), -1);
                    double[] of = own.of(draw, g);
                    for (int c = 0; c < channels; c++) {
                        whole[places[c] + number] = standardised[c] ? of[c] : spread[c][0] * of[c];
                    }
                    whole[places[channels] + number] = standardised[channels]
                            ? of[channels] / spread[channels][0]
                            : intercept + of[channels + 1] / weeks + of[channels];
                    for (int c = 0; c < channels; c++) {
                        brought[c] += of[channels + 2 + c];
                    }
                }
            }
            coupling.coordinates(brought).forEach((name, u) -> whole[to.offset(name)] = u);
            return whole;
        }
    }
}
