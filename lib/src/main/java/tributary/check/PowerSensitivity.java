package tributary.check;

import java.util.List;

/**
 * How far one quantity moves with the powers of prior and likelihood.
 *
 * @param prior distance a doubling of the prior's power, from 0
 * @param likelihood distance a doubling of the likelihood's power, from 0
 * @param most the unknown whose own prior moves it most; empty where the prior does not move it
 * @param cells the quantity under the powers that are shown
 */
public record PowerSensitivity(double prior, double likelihood, String most, List<Cell> cells) {
    /** Copies its list. */
    public PowerSensitivity {
        cells = List.copyOf(cells);
    }

    /**
     * The quantity under one power.
     *
     * @param component what is raised to it
     * @param cell the figures; NaN where the weights cannot be trusted
     * @param kHat Pareto's shape of the weights
     */
    public record Cell(PowerScaling.Component component, SensitivityCell cell, double kHat) {}

    /** What the two sensitivities together say. */
    public enum Diagnosis {
        /** The prior does not move it. */
        NONE,
        /** Both move it: they pull in different directions, or the prior is narrow where the rows speak. */
        PRIOR_DATA_CONFLICT,
        /** The prior moves it and the rows do not. */
        STRONG_PRIOR
    }

    /** The sensitivity to what is raised. */
    public double to(PowerScaling.Component component) {
        return component == PowerScaling.Component.PRIOR ? prior : likelihood;
    }

    /** What is wrong, if anything. */
    public Diagnosis diagnosis() {
        if (!(prior >= PowerScaling.SENSITIVE)) {
            return Diagnosis.NONE;
        }
        return likelihood >= PowerScaling.SENSITIVE ? Diagnosis.PRIOR_DATA_CONFLICT : Diagnosis.STRONG_PRIOR;
    }

    /** The diagnosis for people; empty without one. */
    public String words() {
        String mostly = most.isEmpty() ? "" : ", mostly that of " + most;
        return switch (diagnosis()) {
            case NONE -> "";
            case PRIOR_DATA_CONFLICT ->
                "possible prior-data conflict: the priors" + mostly + ", move it, and so do the rows";
            case STRONG_PRIOR ->
                "strong prior or weak likelihood: the priors" + mostly + ", move it, and the rows hardly do";
        };
    }
}
