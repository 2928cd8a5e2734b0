package tributary.check;

/**
 * What is believed of the bias that unmeasured confounding leaves in an estimate: effect = estimate - bias, bias ~
 * normal(mean, sd).
 *
 * @param name what the belief is called
 * @param mean the bias expected, in units of the estimand; positive where the estimate is too high
 * @param sd how uncertain that is, not negative
 */
public record BiasPrior(String name, double mean, double sd) {
    /** Rejects what is no belief. */
    public BiasPrior {
        if (!Double.isFinite(mean) || !(sd >= 0) || !Double.isFinite(sd)) {
            throw new IllegalArgumentException(
                    "a bias has a finite mean and a sd that is not negative, not " + mean + " and " + sd);
        }
    }

    /** The belief in words. */
    public String words() {
        return "bias ~ normal(" + mean + ", " + sd + ")";
    }
}
