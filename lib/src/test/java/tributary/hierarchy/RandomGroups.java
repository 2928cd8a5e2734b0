package tributary.hierarchy;

import java.util.ArrayList;
import java.util.List;
import tributary.random.RandomStream;
import tributary.stats.CrossProducts;

/** Rows of groups drawn from a model with an intercept and a treatment that vary and a covariate that does not. */
record RandomGroups(List<double[][]> rows, double[] predictor) {
    /** The model: correlated intercept and effect, the group's predictor explaining the intercept. */
    static GroupModel model() {
        return GroupModel.of(
                List.of(
                        new GroupModel.Coefficient(
                                "intercept",
                                1,
                                2,
                                SpreadPrior.halfNormal(1),
                                List.of(new GroupModel.Predictor("slope_z", 0, 1))),
                        GroupModel.Coefficient.of("effect", 0, 1, SpreadPrior.exponential(0.5)),
                        GroupModel.Coefficient.of("covariate", 0, 1, null)),
                2,
                SpreadPrior.halfNormal(1));
    }

    /** Groups of these sizes, the coefficients of each given, treatment assigned by turns. */
    static RandomGroups draw(int[] sizes, double[][] coefficients, double[] z, double sigma, RandomStream stream) {
        List<double[][]> rows = new ArrayList<>();
        for (int g = 0; g < sizes.length; g++) {
            double[][] group = new double[sizes[g]][];
            for (int i = 0; i < sizes[g]; i++) {
                double treated = i % 2;
                double x = stream.nextGaussian();
                double[] b = coefficients[g];
                group[i] = new double[] {treated, x, b[0] + b[1] * treated + b[2] * x + sigma * stream.nextGaussian()};
            }
            rows.add(group);
        }
        return new RandomGroups(rows, z);
    }

    GroupTable table(double centre) {
        GroupTable.Builder builder = GroupTable.builder(3, 1, centre);
        for (int g = 0; g < rows.size(); g++) {
            builder.rows(CrossProducts.of(rows.get(g), 3), predictor[g]);
        }
        return builder.build();
    }
}
