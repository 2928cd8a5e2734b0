package tributary.family.mediamix;

import java.util.ArrayList;
import java.util.List;
import tributary.infer.mode.ArrowMatrix;
import tributary.infer.mode.ArrowRoot;
import tributary.math.LogDensity;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Places where chains of a media mix start: about a mode, wider than the posterior, and in no neck of a funnel. */
final class MixStart {
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

    private final StandardisedMix mix;

    MixStart(StandardisedMix mix) {
        this.mix = mix;
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
    double[] position(Posterior other, double wider, double[] from, RandomStream random) {
        LogDensity density = mix.posterior().densities().get();
        double[] mode = mix.climb(from).position();
        ArrowMatrix curvature = mix.curvature(mode);
        double[] away = new double[mode.length];
        curvature.nearbyRoot().ifPresent(root -> disperse(away, root, wider, random));
        List<Settling> settlings = settlings(mix.told(mode, curvature), random);
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
                return mix.translate(start, other);
            }
            length = half < HALVINGS - 2 ? 0.5 * length : 0;
        }
        return mix.translate(mode, other);
    }

    /** How an effect is set: its spread, and its values as likely under it. */
    private static final class Settling {
        private final ToldEffect told;
        private final int place;
        private final double spread;
        private final double[] noise;

        /**
         * Of an effect.
         *
         * @param place the spread's coordinate
         */
        private Settling(ToldEffect told, int place, double spread, RandomStream random) {
            this.told = told;
            this.place = place;
            this.spread = spread;
            this.noise = new double[told.effect().count()];
            for (int k = 0; k < noise.length; k++) {
                noise[k] = random.nextGaussian();
            }
        }

        /** Draws the values to their mean, by as much as the spread asks, and adds so much of their noise. */
        void apply(double[] start, double length) {
            for (int k = 0; k < noise.length; k++) {
                int at = told.effect().from() + k;
                double share = told.share(k, spread);
                double mean =
                        told.shareAtMode(k) > LITTLE ? share / told.shareAtMode(k) * told.spread() * start[at] : 0;
                start[at] = mean / spread + length * StrictMath.sqrt(1 - share) * noise[k];
            }
            start[place] = StrictMath.log(spread);
        }
    }

    private List<Settling> settlings(List<ToldEffect> told, RandomStream random) {
        Simulation world = Simulation.of(mix.posterior(), mix.posterior().model());
        StreamKey key = StreamKey.of(random.nextLong());
        double[][] tried = new double[TRIED][];
        for (int i = 0; i < TRIED; i++) {
            tried[i] = world.prior(key.with(i));
        }
        List<Settling> settlings = new ArrayList<>();
        for (ToldEffect one : told) {
            int place = mix.posterior().layout().offset(one.effect().spread());
            double[] logs = new double[TRIED];
            for (int i = 0; i < TRIED; i++) {
                logs[i] = one.logLikelihood(StrictMath.exp(tried[i][place]));
            }
            double spread = StrictMath.exp(tried[ToldEffect.quantile(logs, random.nextDouble())][place]);
            settlings.add(new Settling(one, place, spread, random));
        }
        return settlings;
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
}
