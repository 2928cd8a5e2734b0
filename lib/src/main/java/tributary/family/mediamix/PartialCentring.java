package tributary.family.mediamix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tributary.math.LogDensity;
import tributary.posterior.Parametrisation;
import tributary.posterior.Posterior;
import tributary.posterior.Unknown;

/**
 * The coordinates in which a media mix is sampled: each effect of mean zero as far between itself and its standardised twin as the
 * data tell of it. Let {@code e ~ normal(0, s^2)} be an effect, {@code u = e / s}, and w in [0, 1] the share of the data in it; it
 * is sampled as {@code x = e s^(w - 1) = u s^w} (Papaspiliopoulos, Roberts and Skoeld, 2007; Gorinova, Moore and Hoffman, 2020),
 * which is the effect itself where w is one, standardised where it is zero, and in between goes together with log s as little as
 * may be. The posterior is the same, with {@code |d base / d x| = s^(-p)}; nothing but the sampler sees these coordinates.
 */
final class PartialCentring {
    private final int dimension;
    private final List<Scaled> effects;

    /** An effect's values in a posterior's position, which are {@code x s^(-power)}. */
    private static final class Scaled {
        private final int logSpread;
        private final int from;
        private final double[] powers;

        private Scaled(int logSpread, int from, double[] powers) {
            this.logSpread = logSpread;
            this.from = from;
            this.powers = powers;
        }
    }

    private PartialCentring(int dimension, List<Scaled> effects) {
        this.dimension = dimension;
        this.effects = effects;
    }

    /**
     * Of a posterior's positions.
     *
     * @param shares by effect, the share of the data in each of its values; other effects stay as the posterior has them
     */
    static PartialCentring of(Posterior posterior, StandardisedMix mix, Map<String, double[]> shares) {
        Map<String, Unknown> unknowns = new LinkedHashMap<>();
        posterior.unknowns().forEach(unknown -> unknowns.put(unknown.name(), unknown));
        List<Scaled> effects = new ArrayList<>();
        for (StandardisedMix.Effect effect : mix.effects()) {
            double[] powers = shares.get(effect.name());
            Unknown unknown = unknowns.get(effect.name());
            if (powers != null && unknown != null) {
                powers = powers.clone();
                for (int k = 0; k < powers.length; k++) {
                    powers[k] -= unknown.parametrisation() == Parametrisation.NON_CENTRED ? 0 : 1;
                }
                effects.add(new Scaled(
                        posterior.layout().offset(effect.spread()),
                        posterior.layout().offset(unknown.parameters().get(0).name()),
                        powers));
            }
        }
        return new PartialCentring(posterior.layout().dimension(), effects);
    }

    /** The posterior's position that is sampled as x. */
    void toPosterior(double[] x, double[] position) {
        System.arraycopy(x, 0, position, 0, dimension);
        for (Scaled effect : effects) {
            for (int k = 0; k < effect.powers.length; k++) {
                position[effect.from + k] *= StrictMath.exp(-effect.powers[k] * x[effect.logSpread]);
            }
        }
    }

    /** What the posterior's position is sampled as. */
    double[] ofPosterior(double... position) {
        double[] x = position.clone();
        for (Scaled effect : effects) {
            for (int k = 0; k < effect.powers.length; k++) {
                x[effect.from + k] *= StrictMath.exp(effect.powers[k] * position[effect.logSpread]);
            }
        }
        return x;
    }

    /** The density of x. */
    Supplier<LogDensity> densities(Supplier<? extends LogDensity> posterior) {
        return effects.isEmpty() ? posterior::get : () -> new Recentred(this, posterior.get());
    }

    /** {@code log p(x) = log p(base(x)) - sum p_k log s}. */
    private static final class Recentred implements LogDensity {
        private final PartialCentring centring;
        private final LogDensity posterior;
        private final double[] position;

        Recentred(PartialCentring centring, LogDensity posterior) {
            this.centring = centring;
            this.posterior = posterior;
            this.position = new double[centring.dimension];
        }

        @Override
        public int dimension() {
            return centring.dimension;
        }

        @Override
        public double evaluate(double[] x, double[] gradient) {
            centring.toPosterior(x, position);
            double value = posterior.evaluate(position, gradient);
            for (Scaled effect : centring.effects) {
                double log = x[effect.logSpread];
                double slope = 0;
                double volume = 0;
                for (int k = 0; k < effect.powers.length; k++) {
                    int at = effect.from + k;
                    double power = effect.powers[k];
                    slope -= power * gradient[at] * position[at];
                    volume -= power;
                    // x = 0 stays where it is, so that the factor is told by the power and not by a quotient.
                    gradient[at] *= StrictMath.exp(-power * log);
                }
                gradient[effect.logSpread] += slope + volume;
                value += volume * log;
            }
            return value;
        }
    }
}
