package tributary.family.mediamix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tributary.infer.mode.Arrow;
import tributary.infer.mode.ArrowMatrix;
import tributary.infer.mode.ArrowRoot;
import tributary.infer.mode.Curvature;
import tributary.infer.mode.Lbfgs;
import tributary.infer.mode.Mode;
import tributary.math.LogDensity;
import tributary.model.Model;
import tributary.model.Variable;
import tributary.model.term.Term;
import tributary.posterior.Data;
import tributary.posterior.Parametrisation;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.posterior.Unknown;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * A media mix with all its effects standardised, {@code e = m + s u} with {@code u ~ normal(0, 1)}: the same law as any other
 * choice of coordinates, and the one to search in. Where effects are sampled as they are their density has no mode: it grows
 * without bound as the spread goes to 0 and all effects to their mean, and a search ends in that neck of a funnel, which no
 * chain leaves in reasonable time. Standardised, the density is bounded.
 */
final class StandardisedMix {
    /** Enough to come where spreads and noise have their size; the mode to the last digit is not needed. */
    private static final Lbfgs CLIMB = new Lbfgs(1000, 1e-2);
    /** No coordinate of a start lies farther from the mode: unknowns are of scale 1, and a curvature may be next to nothing. */
    private static final double FARTHEST = 2;

    /**
     * A start's log density lies below the mode's by so much a coordinate at most; at so many standard deviations as asked it is
     * about one of them.
     */
    private static final double FALL = 5;
    /** Where it lies lower, the way from the mode is halved, and at last not gone at all. */
    private static final int HALVINGS = 8;

    /** Of a value in which the data have no larger share, the mode says nothing that another spread could be asked about. */
    private static final double LITTLE = 0.1;

    /** Spreads drawn from their prior, of which a start takes one by what the effects say. */
    private static final int TRIED = 64;

    private final Posterior posterior;
    private final Model model;
    private final LogDensity density;
    private final Arrow geos;
    private final boolean tied;
    private final List<Effect> effects = new ArrayList<>();

    /**
     * An effect: an unknown with several values and a normal law about what other unknowns say.
     *
     * @param name its name
     * @param spread the unknown that is its standard deviation
     * @param from its first coordinate
     * @param value where its first value stands in {@link Posterior#names}
     * @param count of its values
     */
    record Effect(String name, String spread, int from, int value, int count) {}

    /** What the data alone say of an effect's values near a mode, apart from their prior: {@code told ~ normal(e, error)}. */
    static final class Told {
        private final Effect effect;
        private final double spread;
        private final double[] told;
        private final double[] errors;
        private final double[] shares;

        /**
         * Of the standardised values at a mode.
         *
         * @param spread the effect's spread there
         * @param mode the whole position
         * @param variances of the values, given all that is shared
         */
        private Told(Effect effect, double spread, double[] mode, double[] variances) {
            this.effect = effect;
            this.spread = spread;
            told = new double[variances.length];
            errors = new double[variances.length];
            shares = new double[variances.length];
            for (int k = 0; k < told.length; k++) {
                shares[k] = variances[k] > 0 && variances[k] < 1 ? 1 - variances[k] : 0;
                told[k] = spread * mode[effect.from() + k] / shares[k];
                errors[k] = spread * spread * (1 - shares[k]) / shares[k];
            }
        }

        Effect effect() {
            return effect;
        }

        /** How far the told values lie from 0 at most, or the mode's spread if that is more. */
        double reach() {
            double most = spread;
            for (int k = 0; k < told.length; k++) {
                most = Double.isFinite(errors[k]) ? StrictMath.max(most, StrictMath.abs(told[k])) : most;
            }
            return most;
        }

        /** The share of the data in a value at a spread: {@code s^2 / (s^2 + error)}. */
        double share(int k, double s) {
            return Double.isFinite(errors[k]) ? s * s / (s * s + errors[k]) : 0;
        }

        /** The same of all values, on average. */
        double share(double s) {
            double sum = 0;
            for (int k = 0; k < errors.length; k++) {
                sum += share(k, s);
            }
            return sum / errors.length;
        }

        /** The log likelihood of a spread, effects integrated out: {@code told_k ~ normal(0, s^2 + errors_k)}. */
        double logLikelihood(double s) {
            double sum = 0;
            for (int k = 0; k < told.length; k++) {
                if (Double.isFinite(errors[k])) {
                    double all = s * s + errors[k];
                    sum -= 0.5 * (StrictMath.log(all) + told[k] * told[k] / all);
                }
            }
            return sum;
        }
    }

    private StandardisedMix(Model model, Posterior posterior, Map<String, String> spreads) {
        this.model = model;
        this.posterior = posterior;
        this.density = posterior.densities().get();
        this.geos = Arrow.of(density.dimension(), posterior.coordinates("geo"));
        this.tied = geos.blocks() > 1 && !fits(density, geos);
        for (Unknown unknown : posterior.unknowns()) {
            String spread = spreads.get(unknown.name());
            if (spread != null) {
                effects.add(new Effect(
                        unknown.name(),
                        spread,
                        posterior.layout().offset(unknown.parameters().get(0).name()),
                        posterior.names().indexOf(unknown.labels().get(0)),
                        unknown.labels().size()));
            }
        }
    }

    /** The same model and data. */
    static StandardisedMix of(Model model, Data data) {
        Map<String, String> spreads = spreads(model);
        Map<String, Parametrisation> all = new LinkedHashMap<>();
        spreads.keySet().forEach(name -> all.put(name, Parametrisation.NON_CENTRED));
        return new StandardisedMix(model, Posterior.of(model, data, all), spreads);
    }

    /** By effect, the unknown that is its standard deviation. */
    static Map<String, String> spreads(Model model) {
        Map<String, String> spreads = new LinkedHashMap<>();
        for (Variable variable : model.variables()) {
            Term.Call law = variable.distribution();
            if (variable.unknown()
                    && !variable.plates().isEmpty()
                    && law != null
                    && law.function().equals("normal")
                    && law.arguments().get(1).value() instanceof Term.Name spread) {
                spreads.put(variable.name(), spread.name());
            }
        }
        return spreads;
    }

    /** Priors on money and lift tests of all geos tie geos together otherwise than by what they share. */
    private static boolean fits(LogDensity density, Arrow arrow) {
        RandomStream random = StreamKey.of(0).with("arrow").stream();
        double[] position = new double[arrow.dimension()];
        double[] direction = new double[arrow.dimension()];
        for (int i = 0; i < position.length; i++) {
            position[i] = 0.3 * random.nextGaussian();
            direction[i] = random.nextGaussian();
        }
        ArrowMatrix curvature = Curvature.negativeHessian(density, position, arrow);
        return curvature.isFinite() && Curvature.fits(density, position, curvature, direction);
    }

    Posterior posterior() {
        return posterior;
    }

    /** The effects, in the order of the position. */
    List<Effect> effects() {
        return List.copyOf(effects);
    }

    /** The zeros of its Hessian: none between coordinates of different geos, unless geos are tied. */
    Arrow zeros() {
        return tied ? Arrow.whole(geos.dimension()) : geos;
    }

    /** Whether geos touch otherwise than by what they share. */
    boolean tied() {
        return tied;
    }

    /** A mode uphill from a position. */
    Mode climb(double... from) {
        return CLIMB.search(density, from);
    }

    /** The negative Hessian. */
    ArrowMatrix curvature(double... position) {
        return Curvature.negativeHessian(density, position, zeros());
    }

    /**
     * What the data alone say near a mode, {@code e = s u / w} with the variance {@code s^2 (1 - w) / w}, where w, the share of
     * the data, is what the curvature given all that is shared has beside the prior's.
     */
    List<Told> told(double[] mode, ArrowMatrix curvature) {
        double[] values = posterior.constrain(mode);
        double[] byGeo = variancesByGeo(curvature);
        List<Told> all = new ArrayList<>();
        for (Effect effect : effects) {
            double spread = values[posterior.names().indexOf(effect.spread())];
            int end = effect.from() + effect.count();
            double[] variances = ofGeos(effect)
                    ? Arrays.copyOfRange(byGeo, effect.from(), end)
                    : curvature.variancesGivenOthers(
                            IntStream.range(effect.from(), end).toArray());
            all.add(new Told(effect, spread, mode, variances));
        }
        return all;
    }

    private boolean ofGeos(Effect effect) {
        return posterior.coordinates("geo").stream()
                .flatMapToInt(Arrays::stream)
                .anyMatch(i -> i == effect.from());
    }

    /** The variance of each coordinate of a geo given all that geos share: by the other effects of its geo alone. */
    private double[] variancesByGeo(ArrowMatrix curvature) {
        double[] variances = new double[density.dimension()];
        for (int[] geo : posterior.coordinates("geo")) {
            double[] own = curvature.variancesGivenOthers(geo);
            for (int i = 0; i < own.length; i++) {
                variances[geo[i]] = own[i];
            }
        }
        return variances;
    }

    /**
     * A place to start from in the coordinates of another posterior of the same model and data: the mode uphill from a position,
     * about it a draw from the normal of its curvature, wider than the posterior (Gelman and Rubin, 1992), and spreads and
     * effects as they are likely together. The mode's own spreads are far too wide: there standardised effects have the least
     * to pay, but next to no room, and a chain would have to leave that neck first. So each spread is drawn from its prior and
     * chosen by what the data say of its effects, which then are drawn to their mean as it asks. The way from the mode is halved
     * as long as the density there is far too low: a start that falls from such a height leaves all numbers behind.
     *
     * @param wider factor of the standard deviations
     */
    double[] start(Posterior other, double wider, double[] from, RandomStream random) {
        double[] mode = climb(from).position();
        ArrowMatrix curvature = curvature(mode);
        double[] away = new double[mode.length];
        curvature.nearbyRoot().ifPresent(root -> disperse(away, root, wider, random));
        List<Settling> settlings = settlings(told(mode, curvature), random);
        double[] gradient = new double[mode.length];
        double least = density.evaluate(mode, gradient) - FALL * mode.length;
        double length = 1;
        for (int half = 0; half < HALVINGS; half++) {
            double[] start = mode.clone();
            for (int i = 0; i < start.length; i++) {
                start[i] += length * away[i];
            }
            for (Settling settling : settlings) {
                settling.apply(start, length);
            }
            if (density.evaluate(start, gradient) >= least) {
                return translate(start, other);
            }
            length = half < HALVINGS - 2 ? 0.5 * length : 0;
        }
        return translate(mode, other);
    }

    /** How an effect is set: its spread, and its values as likely under it. */
    private static final class Settling {
        private final Told told;
        private final int place;
        private final double spread;
        private final double[] noise;

        /**
         * Of an effect.
         *
         * @param place the spread's coordinate
         */
        private Settling(Told told, int place, double spread, RandomStream random) {
            this.told = told;
            this.place = place;
            this.spread = spread;
            this.noise = new double[told.effect.count()];
            for (int k = 0; k < noise.length; k++) {
                noise[k] = random.nextGaussian();
            }
        }

        /** Draws the values to their mean, by as much as the spread asks, and adds so much of their noise. */
        void apply(double[] start, double length) {
            for (int k = 0; k < noise.length; k++) {
                int at = told.effect.from() + k;
                double share = told.share(k, spread);
                double mean = told.shares[k] > LITTLE ? share / told.shares[k] * told.spread * start[at] : 0;
                start[at] = mean / spread + length * StrictMath.sqrt(1 - share) * noise[k];
            }
            start[place] = StrictMath.log(spread);
        }
    }

    private List<Settling> settlings(List<Told> told, RandomStream random) {
        Simulation world = Simulation.of(posterior, model);
        StreamKey key = StreamKey.of(random.nextLong());
        double[][] tried = new double[TRIED][];
        for (int i = 0; i < TRIED; i++) {
            tried[i] = posterior.constrain(world.prior(key.with(i)));
        }
        List<Settling> settlings = new ArrayList<>();
        for (Told one : told) {
            int column = posterior.names().indexOf(one.effect().spread());
            double[] logs = new double[TRIED];
            for (int i = 0; i < TRIED; i++) {
                logs[i] = one.logLikelihood(tried[i][column]);
            }
            double spread = tried[chosen(logs, random.nextDouble())][column];
            settlings.add(
                    new Settling(one, posterior.layout().offset(one.effect().spread()), spread, random));
        }
        return settlings;
    }

    /** One of some weights, told by their logarithms, in proportion. */
    private static int chosen(double[] logs, double uniform) {
        double highest = Arrays.stream(logs).max().orElse(0);
        double total = 0;
        for (double log : logs) {
            total += StrictMath.exp(log - highest);
        }
        double left = uniform * total;
        int i = 0;
        while (i < logs.length - 1 && left > StrictMath.exp(logs[i] - highest)) {
            left -= StrictMath.exp(logs[i] - highest);
            i++;
        }
        return i;
    }

    private static void disperse(double[] away, ArrowRoot precision, double wider, RandomStream random) {
        double[] normal = new double[away.length];
        double[] scaled = new double[away.length];
        for (int i = 0; i < normal.length; i++) {
            normal[i] = random.nextGaussian();
        }
        precision.times(normal, scaled);
        // L'^-1 z = (L L')^-1 L z
        precision.solve(scaled, normal, new double[precision.arrow().widthShared()]);
        for (int i = 0; i < away.length; i++) {
            away[i] = StrictMath.max(-FARTHEST, StrictMath.min(FARTHEST, wider * normal[i]));
        }
    }

    /** The position of another posterior of the same model and data that has the same values. */
    double[] translate(double[] position, Posterior other) {
        double[] translated = position.clone();
        double[] values = posterior.constrain(position);
        Map<String, Unknown> unknowns = new LinkedHashMap<>();
        other.unknowns().forEach(unknown -> unknowns.put(unknown.name(), unknown));
        for (Effect effect : effects) {
            Unknown its = unknowns.get(effect.name());
            if (its != null && its.parametrisation() != Parametrisation.NON_CENTRED) {
                System.arraycopy(values, effect.value(), translated, effect.from(), effect.count());
            }
        }
        return translated;
    }
}
