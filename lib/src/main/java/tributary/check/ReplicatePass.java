package tributary.check;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tributary.consensus.Blocks;
import tributary.expr.BoundProgram;
import tributary.expr.Expr;
import tributary.expr.Layout;
import tributary.expr.Program;
import tributary.posterior.Data;
import tributary.posterior.RowColumns;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * One pass over the rows that draws every outcome afresh given its observed causes, at every position: twice at each of
 * the posterior, so that noise and parameters can be told apart, once at each of the prior. What comes back does not grow
 * with the rows. Noise is named by outcome, shard, position and copy.
 */
final class ReplicatePass implements Blocks.BlockTask<ReplicatePass.Part> {
    private static final long serialVersionUID = 1L;

    private final ArrayList<ReplicatedOutcome> outcomes;
    private final ArrayList<OutcomeMarks> marks;
    private final RowColumns recipe;
    private final Layout layout;
    private final double[][] posterior;
    private final double[][] prior;
    private final StreamKey key;

    ReplicatePass(
            List<ReplicatedOutcome> outcomes,
            List<OutcomeMarks> marks,
            RowColumns recipe,
            Layout layout,
            double[][] posterior,
            double[][] prior,
            StreamKey key) {
        this.outcomes = new ArrayList<>(outcomes);
        this.marks = new ArrayList<>(marks);
        this.recipe = recipe;
        this.layout = layout;
        this.posterior = posterior;
        this.prior = prior;
        this.key = key;
    }

    /**
     * What is known of one outcome's replicates, arm by arm, everybody first.
     *
     * @param observed of the data, one replicate
     * @param once of the posterior, a replicate for each position
     * @param again of the same positions with other noise
     * @param prior a replicate for each position of the prior; none where there are none
     * @param rowNoise the sum over rows of the variance that noise makes
     * @param rowParameters the sum over rows of the variance that the parameters make
     */
    record Found(
            ArrayList<ReplicateSums> observed,
            ArrayList<ReplicateSums> once,
            ArrayList<ReplicateSums> again,
            ReplicateSums prior,
            double rowNoise,
            double rowParameters)
            implements Serializable {
        Found plus(Found other) {
            return new Found(
                    plus(observed, other.observed),
                    plus(once, other.once),
                    plus(again, other.again),
                    prior.plus(other.prior),
                    rowNoise + other.rowNoise,
                    rowParameters + other.rowParameters);
        }

        private static ArrayList<ReplicateSums> plus(List<ReplicateSums> one, List<ReplicateSums> other) {
            ArrayList<ReplicateSums> both = new ArrayList<>();
            for (int arm = 0; arm < one.size(); arm++) {
                both.add(one.get(arm).plus(other.get(arm)));
            }
            return both;
        }
    }

    /** What one shard tells of all outcomes. */
    record Part(ArrayList<Found> outcomes) implements Serializable {}

    @Override
    public Part run(int shard, Data rows) {
        ArrayList<Found> found = new ArrayList<>();
        for (int o = 0; o < outcomes.size(); o++) {
            found.add(new Task(outcomes.get(o), marks.get(o), shard, rows).found());
        }
        return new Part(found);
    }

    @Override
    public String words() {
        return "replicating the outcomes for predictive checks";
    }

    /** One outcome over one block. */
    private final class Task {
        private final ReplicatedOutcome outcome;
        private final OutcomeMarks mark;
        private final StreamKey own;
        private final int[] row;
        private final int[][] arms;
        private final int armCount;
        private final double[] seen;
        private final BoundProgram law;
        private final double[][] arguments;
        private final double[] numbers;
        private final double[] drawn = new double[1];

        Task(ReplicatedOutcome outcome, OutcomeMarks mark, int shard, Data rows) {
            this.outcome = outcome;
            this.mark = mark;
            this.own = key.with(outcome.name()).with(shard);
            this.seen = rows.numbers(outcome.table(), outcome.name());
            this.row = copies(ReplicatedOutcome.weights(rows, outcome.table()));
            int count = 1;
            List<int[]> all = new ArrayList<>();
            for (int t = 0; t < outcome.treatments().size(); t++) {
                double[] levels = mark.levels(t);
                double[] values =
                        rows.numbers(outcome.table(), outcome.treatments().get(t));
                int[] places = new int[values.length];
                for (int i = 0; i < places.length && levels.length > 0; i++) {
                    places[i] = count + Arrays.binarySearch(levels, values[i]);
                }
                if (levels.length > 0) {
                    all.add(places);
                }
                count += levels.length;
            }
            this.arms = all.toArray(int[][]::new);
            this.armCount = count;
            this.law = Program.compile(layout, outcome.arguments().toArray(Expr[]::new))
                    .bind(recipe.of(rows));
            this.arguments = Arrays.stream(law.sizes()).mapToObj(double[]::new).toArray(double[][]::new);
            this.numbers = new double[arguments.length];
        }

        private static int[] copies(double[] weights) {
            int total = 0;
            for (double weight : weights) {
                total = Math.addExact(total, Math.toIntExact((long) weight));
            }
            int[] row = new int[total];
            int at = 0;
            for (int i = 0; i < weights.length; i++) {
                for (long copy = 0; copy < (long) weights[i]; copy++) {
                    row[at++] = i;
                }
            }
            return row;
        }

        Found found() {
            List<ReplicateSums> observed = sums(1);
            for (int i : row) {
                add(observed, 0, i, seen[i]);
            }
            List<ReplicateSums> once = sums(posterior.length);
            List<ReplicateSums> again = sums(posterior.length);
            double[] first = new double[row.length];
            double[] second = new double[row.length];
            double[] products = new double[row.length];
            double[] gaps = new double[row.length];
            double[][] values = new double[2][row.length];
            for (int d = 0; d < posterior.length; d++) {
                law.outputs(posterior[d], arguments);
                draw("once", d, once, values[0]);
                draw("again", d, again, values[1]);
                for (int i = 0; i < row.length; i++) {
                    double one = values[0][i] - mark.centre();
                    double other = values[1][i] - mark.centre();
                    first[i] += one;
                    second[i] += other;
                    products[i] += one * other;
                    gaps[i] += 0.5 * (one - other) * (one - other);
                }
            }
            double noise = 0;
            double parameters = 0;
            double draws = posterior.length;
            for (int i = 0; i < row.length; i++) {
                noise += gaps[i] / draws;
                parameters += (products[i] - first[i] * second[i] / draws) / (draws - 1);
            }
            ReplicateSums before = new ReplicateSums(prior.length, mark.centre(), mark.values());
            for (int d = 0; d < prior.length; d++) {
                law.outputs(prior[d], arguments);
                draw("prior", d, List.of(before), values[0]);
            }
            return new Found(
                    new ArrayList<>(observed),
                    new ArrayList<>(once),
                    new ArrayList<>(again),
                    before,
                    noise,
                    parameters);
        }

        private List<ReplicateSums> sums(int replicates) {
            ArrayList<ReplicateSums> sums = new ArrayList<>();
            for (int arm = 0; arm < armCount; arm++) {
                sums.add(new ReplicateSums(replicates, mark.centre(), mark.values()));
            }
            return sums;
        }

        private void draw(String copy, int position, List<ReplicateSums> into, double[] values) {
            RandomStream stream = own.with(copy).with(position).stream();
            for (int at = 0; at < row.length; at++) {
                int i = row[at];
                for (int k = 0; k < numbers.length; k++) {
                    numbers[k] = arguments[k][arguments[k].length == 1 ? 0 : i];
                }
                outcome.family().sample(stream, numbers, drawn);
                values[at] = drawn[0];
                add(into, position, i, drawn[0]);
            }
        }

        private void add(List<ReplicateSums> into, int replicate, int i, double value) {
            into.get(0).add(replicate, value);
            if (into.size() > 1) {
                for (int[] places : arms) {
                    into.get(places[i]).add(replicate, value);
                }
            }
        }
    }
}
