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
import tributary.posterior.Unknown;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * A media mix with all its effects standardised, {@code e = m + s u} with {@code u ~ normal(0, 1)}: the same law as any other
 * choice of coordinates, and the one to search in. Where effects are sampled as they are their density has no mode: it grows
 * without bound as the spread goes to 0 and all effects to their mean, and a search ends in that neck of a funnel, which no
 * chain leaves in reasonable time. Standardised, the density is bounded. Chains share it.
 */
final class StandardisedMix {
    /** Enough to come where spreads and noise have their size; the mode to the last digit is not needed. */
    private static final Lbfgs CLIMB = new Lbfgs(100, 1e-2);
    /** Climbs with the curvature where the last one ended, before it is given up. */
    private static final int CURVED = 8;

    private final Posterior posterior;
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
     * @param aboutZero whether its mean is zero
     */
    record Effect(String name, String spread, int from, int value, int count, boolean aboutZero) {}

    private StandardisedMix(Model model, Posterior posterior, Map<String, String> spreads) {
        this.posterior = posterior;
        this.geos = Arrow.of(posterior.layout().dimension(), posterior.coordinates("geo"));
        this.tied = geos.blocks() > 1 && !fits(posterior.densities().get(), geos);
        Map<String, String> transforms = new LinkedHashMap<>();
        posterior.unknowns().forEach(unknown -> transforms.put(unknown.name(), unknown.transform()));
        for (Unknown unknown : posterior.unknowns()) {
            String spread = spreads.get(unknown.name());
            if (spread != null && "exp".equals(transforms.get(spread))) {
                effects.add(new Effect(
                        unknown.name(),
                        spread,
                        posterior.layout().offset(unknown.parameters().get(0).name()),
                        posterior.names().indexOf(unknown.labels().get(0)),
                        unknown.labels().size(),
                        aboutZero(model, unknown.name())));
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

    private static boolean aboutZero(Model model, String effect) {
        return model.variables().stream()
                .filter(variable -> variable.name().equals(effect))
                .map(Variable::distribution)
                .anyMatch(law -> law != null
                        && law.arguments().get(0).value() instanceof Term.Literal mean
                        && mean.value() == 0);
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

    /**
     * A mode uphill from a position. What data tell of geos makes narrow ridges between standardised effects and what geos share;
     * the curvature knows them.
     */
    Mode climb(double... from) {
        LogDensity density = posterior.densities().get();
        Mode mode = CLIMB.search(density, from);
        for (int k = 0; k < CURVED && mode.ending() != Mode.Ending.CONVERGED; k++) {
            ArrowRoot precision = curvature(mode.position()).nearbyRoot().orElse(null);
            if (precision == null) {
                return mode;
            }
            Mode next = CLIMB.search(density, mode.position(), precision);
            if (!(next.logDensity() > mode.logDensity())) {
                return mode;
            }
            mode = next;
        }
        return mode;
    }

    /** The negative Hessian. */
    ArrowMatrix curvature(double... position) {
        return Curvature.negativeHessian(posterior.densities().get(), position, zeros());
    }

    /**
     * What the data alone say near a mode, {@code e = s u / w} with the variance {@code s^2 (1 - w) / w}, where w, the share of
     * the data, is what the curvature given all that is shared has beside the prior's.
     */
    List<ToldEffect> told(double[] mode, ArrowMatrix curvature) {
        double[] values = posterior.constrain(mode);
        double[] byGeo = variancesByGeo(curvature);
        List<ToldEffect> all = new ArrayList<>();
        for (Effect effect : effects) {
            double spread = values[posterior.names().indexOf(effect.spread())];
            int end = effect.from() + effect.count();
            double[] variances = ofGeos(effect)
                    ? Arrays.copyOfRange(byGeo, effect.from(), end)
                    : curvature.variancesGivenOthers(
                            IntStream.range(effect.from(), end).toArray());
            all.add(new ToldEffect(effect, spread, mode, variances));
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
        double[] variances = new double[posterior.layout().dimension()];
        for (int[] geo : posterior.coordinates("geo")) {
            double[] own = curvature.variancesGivenOthers(geo);
            for (int i = 0; i < own.length; i++) {
                variances[geo[i]] = own[i];
            }
        }
        return variances;
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
