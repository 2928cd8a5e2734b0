package tributary.check;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tributary.consensus.Blocks;
import tributary.posterior.Data;

/**
 * Where replicates of an outcome are measured: about its mean, at values that the observed ones are spread over, and at
 * the levels of its treatments. Found in one pass over the rows; parts are merged in the order of the shards.
 */
final class OutcomeMarks implements Serializable {
    private static final long serialVersionUID = 1L;
    /** Levels of a treatment up to which each is an arm. */
    static final int MOST_ARMS = 4;
    /** Shares at which a distribution is marked; those of the published quantiles are among them. */
    private static final double[] SHARES = {
        0.002, 0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65,
        0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.965, 0.98, 0.99, 0.995, 0.998
    };
    /** Places of a shard's sorted values that stand for all of them. */
    private static final int POINTS = 512;
    /** So many different values are marked each. */
    private static final int FEW = 32;

    private final double centre;
    private final double[] values;
    private final ArrayList<double[]> levels;

    private OutcomeMarks(double centre, double[] values, List<double[]> levels) {
        this.centre = centre;
        this.values = values;
        this.levels = new ArrayList<>(levels);
    }

    /** The observed mean. */
    double centre() {
        return centre;
    }

    /** The marked values, rising. */
    double[] values() {
        return values.clone();
    }

    /** The levels of a treatment, rising; none where there are too many to tell arms apart. */
    double[] levels(int treatment) {
        return levels.get(treatment).clone();
    }

    /** Marks for each outcome. */
    static List<OutcomeMarks> of(Blocks blocks, List<ReplicatedOutcome> outcomes) {
        List<ReplicatedOutcome> asked = List.copyOf(outcomes);
        List<Parts> parts = blocks.map(new Survey(asked));
        List<OutcomeMarks> marks = new ArrayList<>();
        for (int o = 0; o < asked.size(); o++) {
            Part all = parts.get(0).outcomes().get(o);
            for (Parts part : parts.subList(1, parts.size())) {
                all = all.plus(part.outcomes().get(o));
            }
            marks.add(all.marks());
        }
        return marks;
    }

    private static final class Survey implements Blocks.BlockTask<Parts> {
        private static final long serialVersionUID = 1L;
        private final ArrayList<ReplicatedOutcome> outcomes;

        Survey(List<ReplicatedOutcome> outcomes) {
            this.outcomes = new ArrayList<>(outcomes);
        }

        @Override
        public Parts run(int shard, Data rows) {
            ArrayList<Part> parts = new ArrayList<>();
            for (ReplicatedOutcome outcome : outcomes) {
                parts.add(Part.of(outcome, rows));
            }
            return new Parts(parts);
        }

        @Override
        public String words() {
            return "measuring what was observed";
        }
    }

    /** What one shard tells of all outcomes. */
    private record Parts(ArrayList<Part> outcomes) implements Serializable {}

    /** What one shard tells: weighted values, and levels of treatments. */
    private record Part(TreeMap<Double, Double> weights, double sum, double total, ArrayList<TreeSet<Double>> levels)
            implements Serializable {
        static Part of(ReplicatedOutcome outcome, Data rows) {
            double[] values = rows.numbers(outcome.table(), outcome.name());
            double[] weight = ReplicatedOutcome.weights(rows, outcome.table());
            TreeMap<Double, Double> weights = new TreeMap<>();
            double sum = 0;
            double total = 0;
            for (int i = 0; i < values.length; i++) {
                weights.merge(values[i], weight[i], Double::sum);
                sum += weight[i] * values[i];
                total += weight[i];
            }
            ArrayList<TreeSet<Double>> levels = new ArrayList<>();
            for (String treatment : outcome.treatments()) {
                TreeSet<Double> found = new TreeSet<>();
                for (double level : rows.numbers(outcome.table(), treatment)) {
                    if (found.size() <= MOST_ARMS) {
                        found.add(level);
                    }
                }
                levels.add(found);
            }
            return new Part(thinned(weights, POINTS), sum, total, levels);
        }

        Part plus(Part other) {
            TreeMap<Double, Double> both = new TreeMap<>(weights);
            other.weights.forEach((value, weight) -> both.merge(value, weight, Double::sum));
            ArrayList<TreeSet<Double>> found = new ArrayList<>();
            for (int t = 0; t < levels.size(); t++) {
                TreeSet<Double> all = new TreeSet<>(levels.get(t));
                all.addAll(other.levels.get(t));
                found.add(all);
            }
            return new Part(both, sum + other.sum, total + other.total, found);
        }

        /** So many values at even ranks, each with the weight of those it stands for; all where they are few. */
        private static TreeMap<Double, Double> thinned(TreeMap<Double, Double> all, int most) {
            if (all.size() <= most) {
                return all;
            }
            double total =
                    all.values().stream().mapToDouble(Double::doubleValue).sum();
            TreeMap<Double, Double> some = new TreeMap<>();
            double before = 0;
            double held = 0;
            for (Map.Entry<Double, Double> one : all.entrySet()) {
                held += one.getValue();
                before += one.getValue();
                if (held >= total / most || before >= total) {
                    some.merge(one.getKey(), held, Double::sum);
                    held = 0;
                }
            }
            return some;
        }

        OutcomeMarks marks() {
            boolean few = weights.size() <= FEW;
            TreeSet<Double> chosen = new TreeSet<>();
            double before = 0;
            int next = 0;
            for (Map.Entry<Double, Double> one : weights.entrySet()) {
                before += one.getValue();
                boolean reached = false;
                while (next < SHARES.length && before >= SHARES[next] * total) {
                    reached = true;
                    next++;
                }
                if (few || reached) {
                    chosen.add(one.getKey());
                }
            }
            ArrayList<double[]> arms = new ArrayList<>();
            for (TreeSet<Double> found : levels) {
                boolean tell = found.size() > 1 && found.size() <= MOST_ARMS;
                arms.add(tell ? numbers(found) : new double[0]);
            }
            return new OutcomeMarks(sum / total, numbers(chosen), arms);
        }

        private static double[] numbers(TreeSet<Double> set) {
            double[] numbers = set.stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(numbers);
            return numbers;
        }
    }
}
