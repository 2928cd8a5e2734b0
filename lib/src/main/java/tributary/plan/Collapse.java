package tributary.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.consensus.Blocks;
import tributary.consensus.Factor;
import tributary.expr.Exprs;
import tributary.expr.Layout;
import tributary.expr.TreeEvaluator;
import tributary.hierarchy.GroupModel;
import tributary.hierarchy.GroupPosterior;
import tributary.hierarchy.GroupTable;
import tributary.hierarchy.HyperPosterior;
import tributary.hierarchy.SpreadPrior;
import tributary.infer.Draws;
import tributary.infer.nuts.Nuts;
import tributary.posterior.NormalHierarchy;
import tributary.posterior.NormalHierarchy.Coefficient;
import tributary.posterior.NormalHierarchy.Scale;
import tributary.posterior.NormalHierarchy.Slope;
import tributary.posterior.NormalHierarchy.Varying;
import tributary.posterior.Parametrisation;
import tributary.posterior.Posterior;
import tributary.posterior.Unknown;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * A hierarchy of normal rows by its sums: chains over the few numbers that all groups share, the groups integrated out
 * exactly, and then the groups given each draw; all of it in the coordinates of the model.
 */
final class Collapse {
    /** Coefficients that a group's sums are made of, their squares being kept. */
    private static final int MOST_COEFFICIENTS = 30;

    private final NormalHierarchy hierarchy;
    private final Layout layout;
    private final List<String> coordinates;
    private final GroupTable table;
    private final GroupModel model;
    private final double[][] predictors;

    private Collapse(
            NormalHierarchy hierarchy, Layout layout, List<String> coordinates, Posterior posterior, Blocks blocks) {
        this.hierarchy = hierarchy;
        this.layout = layout;
        this.coordinates = List.copyOf(coordinates);
        this.predictors = predictors(posterior);
        this.table = GroupMoments.of(posterior, hierarchy, blocks, predictors);
        this.model = model();
    }

    /** Reads the sums off the blocks. */
    static Collapse of(
            NormalHierarchy hierarchy, Factor factor, List<String> coordinates, Posterior posterior, Blocks blocks) {
        return new Collapse(hierarchy, factor.layout(), coordinates, posterior, blocks);
    }

    /** Why a structure is too large for one machine; empty where it is not. */
    static String tooLarge(NormalHierarchy hierarchy) {
        int coefficients = hierarchy.coefficients().size();
        return coefficients > MOST_COEFFICIENTS
                ? coefficients + " coefficients are more than " + MOST_COEFFICIENTS
                : "";
    }

    /** What is shared, sampled; throws {@link IllegalStateException} where no chain can start. */
    HyperPosterior hyper(Nuts nuts, StreamKey key) {
        return HyperPosterior.sample(table, model, nuts, key, Runnable::run);
    }

    private GroupModel model() {
        List<GroupModel.Coefficient> coefficients = new ArrayList<>();
        int column = 0;
        for (Coefficient coefficient : hierarchy.coefficients()) {
            Varying varying = coefficient.varying();
            List<GroupModel.Predictor> slopes = new ArrayList<>();
            if (varying != null) {
                for (Slope slope : varying.slopes()) {
                    slopes.add(new GroupModel.Predictor(
                            slope.location().unknown().name(),
                            column++,
                            slope.location().sd()));
                }
            }
            coefficients.add(new GroupModel.Coefficient(
                    coefficient.overall().unknown().name(),
                    coefficient.overall().mean(),
                    coefficient.overall().sd(),
                    varying == null ? null : prior(varying.spread()),
                    slopes));
        }
        return GroupModel.of(
                coefficients, 0, hierarchy.residual().map(Collapse::prior).orElse(null));
    }

    private static SpreadPrior prior(Scale scale) {
        return switch (scale.family()) {
            case HALF_NORMAL -> SpreadPrior.halfNormal(scale.scale());
            case HALF_CAUCHY -> SpreadPrior.halfCauchy(scale.scale());
            case EXPONENTIAL -> SpreadPrior.exponential(scale.scale());
        };
    }

    private double[][] predictors(Posterior posterior) {
        TreeEvaluator evaluator = new TreeEvaluator(
                new Layout(java.util.Map.of()),
                posterior.columns(posterior.data().withoutRows()));
        List<double[]> columns = new ArrayList<>();
        for (Coefficient coefficient : hierarchy.coefficients()) {
            Varying varying = coefficient.varying();
            if (varying != null) {
                for (Slope slope : varying.slopes()) {
                    columns.add(evaluator.values(
                            slope.values().plus(Exprs.fill(hierarchy.index().to(), 0)), new double[0]));
                }
            }
        }
        return columns.toArray(double[][]::new);
    }

    /** Draws of all coordinates of the factor: of what is shared as sampled, of the groups given it. */
    Draws draws(HyperPosterior hyper, StreamKey key) {
        Draws positions = hyper.positions();
        int chains = positions.chains();
        int length = positions.size() / chains;
        double[][] columns = new double[layout.dimension()][positions.size()];
        double[] row = new double[layout.dimension()];
        double[] position = new double[positions.names().size()];
        double[] natural = new double[hyper.draws().names().size()];
        GroupPosterior groups = new GroupPosterior(table, model);
        for (int t = 0; t < positions.size(); t++) {
            int chain = t / length;
            positions.row(t, position);
            hyper.draws().row(t, natural);
            groups.condition(position);
            Shared shared = shared(natural, row);
            RandomStream stream = key.with("groups").with(chain).with(t % length).stream();
            double[] own = new double[table.coefficients()];
            for (int g = 0; g < table.groups(); g++) {
                groups.draw(g, stream, own);
                for (int j = 0; j < own.length; j++) {
                    place(hierarchy.coefficients().get(j).varying(), shared, g, j, own[j], row);
                }
            }
            for (int i = 0; i < row.length; i++) {
                columns[i][t] = row[i];
            }
        }
        return Draws.ofColumns(coordinates, chains, columns);
    }

    /** What the groups' coordinates are made of. */
    private static final class Shared {
        /** By coefficient. */
        private final double[] overall;
        /** Of the predictors, all coefficients' one after the other. */
        private final double[] slopes;
        /** By coefficient; 1 where it does not vary. */
        private final double[] spreads;

        Shared(int coefficients, int predictors) {
            overall = new double[coefficients];
            slopes = new double[predictors];
            spreads = new double[coefficients];
        }
    }

    /** Takes the shared numbers off a draw in the order of {@link GroupModel}'s names, and puts them into a row. */
    private Shared shared(double[] natural, double[] row) {
        List<Coefficient> coefficients = hierarchy.coefficients();
        Shared shared = new Shared(coefficients.size(), predictors.length);
        int at = 0;
        int slope = 0;
        for (int j = 0; j < coefficients.size(); j++) {
            shared.overall[j] = natural[at];
            row[place(coefficients.get(j).overall().unknown())] = natural[at++];
            Varying varying = coefficients.get(j).varying();
            for (int k = 0; varying != null && k < varying.slopes().size(); k++) {
                shared.slopes[slope++] = natural[at];
                row[place(varying.slopes().get(k).location().unknown())] = natural[at++];
            }
        }
        for (int j = 0; j < coefficients.size(); j++) {
            Varying varying = coefficients.get(j).varying();
            shared.spreads[j] = varying == null ? 1 : natural[at];
            if (varying != null) {
                row[place(varying.spread().unknown())] = StrictMath.log(natural[at++]);
            }
        }
        Scale residual = hierarchy.residual().orElse(null);
        if (residual != null) {
            row[place(residual.unknown())] = StrictMath.log(natural[at]);
        }
        return shared;
    }

    private int place(Unknown unknown) {
        return layout.offset(unknown.parameters().get(0).name());
    }

    /** A group's coefficient as the coordinate of its effect: about its mean or not, in its standard deviation or not. */
    private void place(@Nullable Varying varying, Shared shared, int group, int j, double coefficient, double[] row) {
        if (varying == null) {
            return;
        }
        double effect = varying.whole() ? coefficient : coefficient - shared.overall[j];
        if (varying.effects().parametrisation() == Parametrisation.NON_CENTRED) {
            double mean = varying.whole() ? shared.overall[j] : 0;
            int first = firstSlope(j);
            for (int k = 0; k < varying.slopes().size(); k++) {
                mean += shared.slopes[first + k] * predictors[first + k][group];
            }
            effect = (effect - mean) / shared.spreads[j];
        }
        row[place(varying.effects()) + group] = effect;
    }

    private int firstSlope(int coefficient) {
        int first = 0;
        for (int j = 0; j < coefficient; j++) {
            Varying varying = hierarchy.coefficients().get(j).varying();
            first += varying == null ? 0 : varying.slopes().size();
        }
        return first;
    }
}
