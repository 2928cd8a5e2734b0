package tributary.family.mediamix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * chain leaves in reasonable time. Standardised, the density is bounded.
 */
final class StandardisedMix {
    /** Enough to come where spreads and noise have their size; the mode to the last digit is not needed. */
    private static final Lbfgs CLIMB = new Lbfgs(300, 1e-2);
    /** No coordinate of a start lies farther from the mode: unknowns are of scale 1, and a curvature may be next to nothing. */
    private static final double FARTHEST = 2;

    private final Posterior posterior;
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

    private StandardisedMix(Posterior posterior, Map<String, String> spreads) {
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
        return new StandardisedMix(Posterior.of(model, data, all), spreads);
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
     * A place to start from in the coordinates of another posterior of the same model and data: the mode uphill from a position,
     * and about it a draw from the normal of its curvature, wider than the posterior (Gelman and Rubin, 1992).
     *
     * @param wider factor of the standard deviations
     */
    double[] start(Posterior other, double wider, double[] from, RandomStream random) {
        double[] start = climb(from).position();
        curvature(start).nearbyRoot().ifPresent(root -> disperse(start, root, wider, random));
        return translate(start, other);
    }

    private static void disperse(double[] start, ArrowRoot precision, double wider, RandomStream random) {
        double[] normal = new double[start.length];
        double[] scaled = new double[start.length];
        for (int i = 0; i < normal.length; i++) {
            normal[i] = random.nextGaussian();
        }
        precision.times(normal, scaled);
        // L'^-1 z = (L L')^-1 L z
        precision.solve(scaled, normal, new double[precision.arrow().widthShared()]);
        for (int i = 0; i < start.length; i++) {
            start[i] += StrictMath.max(-FARTHEST, StrictMath.min(FARTHEST, wider * normal[i]));
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
