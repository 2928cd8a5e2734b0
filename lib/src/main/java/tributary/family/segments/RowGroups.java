package tributary.family.segments;

import tributary.hierarchy.GroupSums;
import tributary.hierarchy.GroupTable;
import tributary.hierarchy.Groups;

/** The rows of one segment as a group of their own, with the columns of each: for what is asked row by row. */
final class RowGroups {
    private final Groups groups;
    private final double[][] columns;
    private final double[] outcomes;
    private final double own;

    private RowGroups(Groups groups, double[][] columns, double[] outcomes, double own) {
        this.groups = groups;
        this.columns = columns;
        this.outcomes = outcomes;
        this.own = own;
    }

    /** Of rows of treatments, covariates and outcome, as they are. */
    static RowGroups of(SegmentDesign design, double[][] rows) {
        SegmentSpec spec = design.spec();
        SegmentScale scale = design.scale();
        int d = scale.variables();
        double[] means = new double[d];
        double[] centred = new double[d * (d + 1) / 2];
        double[][] shifted = new double[rows.length][d];
        for (int r = 0; r < rows.length; r++) {
            for (int i = 0; i < d; i++) {
                shifted[r][i] = rows[r][i] - (i < spec.arms().size() ? 0 : scale.mean(i));
                means[i] += shifted[r][i] / rows.length;
            }
        }
        for (double[] row : shifted) {
            for (int i = 0; i < d; i++) {
                for (int j = 0; j <= i; j++) {
                    centred[i * (i + 1) / 2 + j] += (row[i] - means[i]) * (row[j] - means[j]);
                }
            }
        }
        GroupSums sums = GroupSums.ofMoments(rows.length, means, centred);
        int predictors = spec.groupMeans() ? d - 1 : 0;
        double[] of = new double[predictors];
        for (int p = 0; p < predictors; p++) {
            of[p] = means[p] - (p < spec.arms().size() ? scale.mean(p) : 0);
        }
        boolean baseline = spec.hasBaseline();
        boolean fixed = spec.baseline() == SegmentSpec.Baseline.FIXED;
        int q = design.model().coefficients().size();
        GroupTable table = GroupTable.builder(q, predictors, baseline ? scale.outcomeMean() : 0)
                .add(fixed ? sums.without(0) : sums, of)
                .build();
        double[][] columns = new double[rows.length][];
        double[] outcomes = new double[rows.length];
        for (int r = 0; r < rows.length; r++) {
            columns[r] = new double[q];
            int at = 0;
            if (baseline) {
                columns[r][at++] = 1;
            }
            for (int i = 0; i < d - 1; i++) {
                columns[r][at++] = shifted[r][i] - (fixed ? means[i] : 0);
            }
            outcomes[r] = fixed ? shifted[r][d - 1] - means[d - 1] : rows[r][d - 1];
        }
        return new RowGroups(new SegmentGroups(design).latent(table), columns, outcomes, fixed ? 1.0 / rows.length : 0);
    }

    /** A table of this one group. */
    Groups groups() {
        return groups;
    }

    /** The columns of a row. */
    double[] columns(int row) {
        return columns[row];
    }

    /** The outcome of a row. */
    double outcome(int row) {
        return outcomes[row];
    }

    /** The leverage of each row on the segment's own level, where that has a flat prior; else 0. */
    double own() {
        return own;
    }
}
