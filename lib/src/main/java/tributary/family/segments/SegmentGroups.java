package tributary.family.segments;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import tributary.hierarchy.CellTable;
import tributary.hierarchy.GroupSums;
import tributary.hierarchy.GroupTable;
import tributary.hierarchy.Groups;
import tributary.hierarchy.LatentTable;
import tributary.hierarchy.NestedTable;
import tributary.hierarchy.SpreadPrior;

/** From the moments and cells of segments to the tables that the collapsed densities read. */
final class SegmentGroups {
    private final SegmentDesign design;
    private final SegmentSpec spec;
    private final SegmentScale scale;

    SegmentGroups(SegmentDesign design) {
        this.design = design;
        this.spec = design.spec();
        this.scale = design.scale();
    }

    Groups of(SegmentMoments moments) {
        Groups alone = alone(moments);
        List<String> parents = design.parents();
        return parents.isEmpty()
                ? alone
                : NestedTable.of(
                        alone,
                        IntStream.range(0, moments.segments())
                                .map(s -> design.parent(moments.parent(s)))
                                .toArray(),
                        parents.size(),
                        design.parentSpreads());
    }

    private Groups alone(SegmentMoments moments) {
        if (spec.cells()) {
            return cells(moments, Objects.requireNonNull(moments.cells(), "rows in cells"));
        }
        if (spec.outcome().counted()) {
            return arms(moments);
        }
        GroupTable.Builder table = GroupTable.builder(
                design.model().coefficients().size(), predictors(), spec.hasBaseline() ? scale.outcomeMean() : 0);
        for (int s = 0; s < moments.segments(); s++) {
            table.add(told(moments, s), predictors(moments, s));
        }
        return latent(table.build());
    }

    /** Blocks one after the other. */
    Groups concat(List<Groups> blocks) {
        if (!design.parents().isEmpty()) {
            return NestedTable.concat(
                    blocks.stream().map(NestedTable.class::cast).toList());
        }
        if (spec.outcome().quadrature()) {
            return CellTable.concat(blocks.stream().map(CellTable.class::cast).toList());
        }
        if (spec.baseline() == SegmentSpec.Baseline.LATENT) {
            return latent(GroupTable.concat(
                    blocks.stream().map(block -> ((LatentTable) block).table()).toList()));
        }
        return GroupTable.concat(blocks.stream().map(GroupTable.class::cast).toList());
    }

    private int predictors() {
        return spec.groupMeans() ? spec.variables() - 1 : 0;
    }

    private double[] predictors(SegmentMoments moments, int segment) {
        double[] of = new double[predictors()];
        for (int p = 0; p < of.length; p++) {
            of[p] = moments.count(segment) > 0 ? design.centredMean(moments, segment, p) : 0;
        }
        return of;
    }

    /** The table itself, or beside it the treatment's equation that shares a latent. */
    Groups latent(GroupTable table) {
        if (spec.baseline() != SegmentSpec.Baseline.LATENT) {
            return table;
        }
        double unit = scale.outcomeDeviation();
        double spread = scale.deviation(0) > 0 ? scale.deviation(0) : 1;
        return LatentTable.of(
                table,
                new LatentTable.Treatment(
                        scale.mean(0),
                        SegmentDesign.WIDE * spread,
                        SpreadPrior.halfNormal(spread),
                        SpreadPrior.exponential(spread),
                        SegmentDesign.WIDE * unit));
    }

    /** Rows and sums of control and arms: an arm's sum is its cross-product with the outcome. */
    private CellTable arms(SegmentMoments moments) {
        int arms = spec.arms().size();
        CellTable.Builder table = CellTable.builder(spec.outcome().likelihood(), 1 + arms, predictors(), 0);
        double[] columns = new double[1 + arms];
        for (int s = 0; s < moments.segments(); s++) {
            long[] rows = design.rows(moments, s);
            double n = moments.count(s);
            double rest = n == 0 ? 0 : StrictMath.rint(n * design.mean(moments, s, arms));
            columns[0] = 1;
            for (int a = 0; a < arms && n > 0; a++) {
                double sum = StrictMath.rint(
                        moments.centred(s, arms, a) + n * design.mean(moments, s, a) * design.mean(moments, s, arms));
                columns[1 + a] = 1;
                table.cell((double) rows[1 + a], sum, 0, columns);
                columns[1 + a] = 0;
                rest -= sum;
            }
            table.cell((double) rows[0], rest, 0, columns);
            table.endGroup(predictors(moments, s));
        }
        return table.build();
    }

    /** Cells of rows that share treatments and covariates. */
    private CellTable cells(SegmentMoments moments, SegmentCells cells) {
        int arms = spec.arms().size();
        int covariates = spec.covariates().size();
        double centre = spec.outcome().linked() ? 0 : scale.outcomeMean();
        CellTable.Builder table =
                CellTable.builder(spec.outcome().likelihood(), 1 + arms + covariates, predictors(), centre);
        double[] columns = new double[1 + arms + covariates];
        columns[0] = 1;
        int at = 0;
        for (int s = 0; s < moments.segments(); s++) {
            if (at < cells.segments() && cells.name(at).equals(moments.name(s))) {
                for (int c = cells.first(at); c < cells.first(at + 1); c++) {
                    for (int i = 0; i < arms + covariates; i++) {
                        columns[1 + i] = cells.x(c, i) - (i < arms ? 0 : scale.mean(i));
                    }
                    double n = cells.rows(c);
                    table.cell(n, n * (cells.sum(c) / n - centre), cells.logs(c), columns);
                }
                at++;
            }
            table.endGroup(predictors(moments, s));
        }
        if (at < cells.segments()) {
            throw new IllegalStateException("cells of a segment without moments: " + cells.name(at));
        }
        return table.build();
    }

    /** The sums of a segment that inform the model's coefficients. */
    private GroupSums told(SegmentMoments moments, int segment) {
        GroupSums sums = design.sums(moments, segment);
        if (spec.residual() == SegmentSpec.Residual.OWN && spec.form() == SegmentSpec.Form.ROWS) {
            double variance = sums.regression().residualVariance();
            // Without a residual variance of its own a segment tells nothing about its effect.
            sums = variance > 0 ? sums.scaled(StrictMath.sqrt(variance)) : sums.silent();
        }
        if (spec.form() == SegmentSpec.Form.ESTIMATES || spec.hasBaseline()) {
            return sums;
        }
        if (spec.baseline() == SegmentSpec.Baseline.FIXED) {
            return sums.without(0);
        }
        int arms = spec.arms().size();
        return sums.without(IntStream.concat(IntStream.of(0), IntStream.range(arms + 1, sums.columns()))
                .toArray());
    }
}
