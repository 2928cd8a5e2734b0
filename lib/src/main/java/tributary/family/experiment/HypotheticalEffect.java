package tributary.family.experiment;

import java.io.Serializable;
import tributary.decide.Scale;
import tributary.random.RandomStream;

/**
 * An effect that an experiment might have: a number, or a normal distribution of numbers.
 *
 * @param name for tables
 * @param scale absolute or relative to the baseline
 * @param mean its mean
 * @param sd its standard deviation; 0 for a number
 */
public record HypotheticalEffect(String name, Scale scale, double mean, double sd) implements Serializable {
    private static final long serialVersionUID = 1L;

    public HypotheticalEffect {
        if (!Double.isFinite(mean) || !(sd >= 0) || Double.isInfinite(sd)) {
            throw new IllegalArgumentException("an effect needs a finite mean and an sd of at least 0");
        }
    }

    /** One absolute effect on this baseline. */
    double sample(double baseline, RandomStream stream) {
        double effect = mean + sd * stream.nextGaussian();
        return scale == Scale.ABSOLUTE ? effect : effect * baseline;
    }
}
