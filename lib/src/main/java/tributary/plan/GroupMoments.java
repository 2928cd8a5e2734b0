package tributary.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tributary.consensus.Blocks;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Index;
import tributary.expr.Layout;
import tributary.expr.Program;
import tributary.hierarchy.GroupTable;
import tributary.posterior.Data;
import tributary.posterior.NormalHierarchy;
import tributary.posterior.Posterior;
import tributary.posterior.RowColumns;

/**
 * Counts, means and centred cross-products of regressors and outcome by group, in one pass over the shards.
 *
 * <p>Inside a shard about the group's own means, in two sweeps; shards are merged in their order by the pairwise formula
 * (Chan, Golub and LeVeque 1983). Where the residual deviation is known, rows are divided by it.
 */
final class GroupMoments implements Blocks.BlockTask<GroupMoments.Part> {
    private static final long serialVersionUID = 1L;

    private final Program program;
    private final RowColumns recipe;
    private final Index index;
    private final int width;
    private final boolean scaled;

    private GroupMoments(Posterior posterior, NormalHierarchy hierarchy) {
        List<Expr> outputs = new ArrayList<>();
        Expr rows = Exprs.fill(hierarchy.index().from(), 0);
        hierarchy.coefficients().forEach(c -> outputs.add(c.regressor().plus(rows)));
        outputs.add(hierarchy.response().plus(rows));
        this.width = outputs.size();
        hierarchy.knownResidual().ifPresent(sd -> outputs.add(sd.plus(rows)));
        this.scaled = outputs.size() > width;
        this.program = Program.compile(new Layout(java.util.Map.of()), outputs.toArray(Expr[]::new));
        this.recipe = posterior.rowColumns();
        this.index = hierarchy.index();
    }

    /** What all groups of all blocks are known by; predictors of the groups come by coefficient, then by slope. */
    static GroupTable of(Posterior posterior, NormalHierarchy hierarchy, Blocks blocks, double[][] predictors) {
        GroupMoments task = new GroupMoments(posterior, hierarchy);
        Part all = new Part(hierarchy.index().to().size(), task.width);
        blocks.map(task).forEach(all::merge);
        boolean constant = hierarchy.coefficients().get(0).regressor().equals(Exprs.constant(1)) && !task.scaled;
        return all.table(constant, predictors);
    }

    @Override
    public String words() {
        return "sums of groups";
    }

    @Override
    public Part run(int shard, Data rows) {
        var columns = recipe.of(rows);
        int count = rows.rows(index.from().name());
        double[][] values = program.bind(columns).outputs(new double[0]);
        int[] groups = columns.levels(index);
        double[] weights = rows.hasNumbers(index.from().name(), Blocks.WEIGHT)
                ? rows.numbers(index.from().name(), Blocks.WEIGHT)
                : new double[0];
        Part part = new Part(index.to().size(), width);
        double[] row = new double[width];
        for (int i = 0; i < count; i++) {
            part.addToMean(groups[i], weights.length == 0 ? 1 : weights[i], at(values, i, row));
        }
        part.finishMeans();
        for (int i = 0; i < count; i++) {
            part.addToProducts(groups[i], weights.length == 0 ? 1 : weights[i], at(values, i, row));
        }
        return part;
    }

    private double[] at(double[][] values, int i, double[] row) {
        double scale = scaled ? 1 / values[width][i] : 1;
        for (int k = 0; k < width; k++) {
            row[k] = scale * values[k][i];
        }
        return row;
    }

    /** The moments of some rows. */
    static final class Part implements Serializable {
        private static final long serialVersionUID = 1L;
        private final int width;
        private final double[] counts;
        private final double[] means;
        /** The lower triangle by rows, group after group. */
        private final double[] products;

        Part(int groups, int width) {
            this.width = width;
            this.counts = new double[groups];
            this.means = new double[Math.multiplyExact(groups, width)];
            this.products = new double[Math.multiplyExact(groups, triangle(width))];
        }

        private static int triangle(int width) {
            return width * (width + 1) / 2;
        }

        void addToMean(int group, double weight, double[] row) {
            counts[group] += weight;
            for (int k = 0; k < width; k++) {
                means[group * width + k] += weight * row[k];
            }
        }

        void finishMeans() {
            for (int i = 0; i < means.length; i++) {
                means[i] = counts[i / width] > 0 ? means[i] / counts[i / width] : 0;
            }
        }

        void addToProducts(int group, double weight, double[] row) {
            int at = group * triangle(width);
            for (int i = 0; i < width; i++) {
                double gap = weight * (row[i] - means[group * width + i]);
                for (int j = 0; j <= i; j++) {
                    products[at++] += gap * (row[j] - means[group * width + j]);
                }
            }
        }

        void merge(Part other) {
            double[] gap = new double[width];
            for (int g = 0; g < counts.length; g++) {
                double both = counts[g] + other.counts[g];
                if (other.counts[g] == 0) {
                    continue;
                }
                for (int k = 0; k < width; k++) {
                    gap[k] = other.means[g * width + k] - means[g * width + k];
                }
                int at = g * triangle(width);
                double between = counts[g] * other.counts[g] / both;
                for (int i = 0; i < width; i++) {
                    for (int j = 0; j <= i; j++, at++) {
                        products[at] += other.products[at] + between * gap[i] * gap[j];
                    }
                    means[g * width + i] += gap[i] * other.counts[g] / both;
                }
                counts[g] = both;
            }
        }

        /** As sums about zero, the outcome about its mean over all rows where a constant coefficient takes it up. */
        GroupTable table(boolean constant, double[][] predictors) {
            int q = width - 1;
            double centre = constant ? centre() : 0;
            GroupTable.Builder table = GroupTable.builder(q, predictors.length, centre);
            for (int g = 0; g < counts.length; g++) {
                double[] mean = Arrays.copyOfRange(means, g * width, (g + 1) * width);
                mean[q] -= centre;
                double[] gram = new double[q * q];
                double[] cross = new double[q];
                double square = 0;
                int at = g * triangle(width);
                for (int i = 0; i < width; i++) {
                    for (int j = 0; j <= i; j++, at++) {
                        double sum = products[at] + counts[g] * mean[i] * mean[j];
                        if (i < q) {
                            gram[i * q + j] = sum;
                            gram[j * q + i] = sum;
                        } else if (j < q) {
                            cross[j] = sum;
                        } else {
                            square = sum;
                        }
                    }
                }
                int group = g;
                table.add(
                        counts[g],
                        gram,
                        cross,
                        square,
                        Arrays.stream(predictors).mapToDouble(of -> of[group]).toArray());
            }
            return table.build();
        }

        private double centre() {
            double rows = 0;
            double sum = 0;
            for (int g = 0; g < counts.length; g++) {
                rows += counts[g];
                sum += counts[g] * means[(g + 1) * width - 1];
            }
            return rows > 0 ? sum / rows : 0;
        }
    }
}
