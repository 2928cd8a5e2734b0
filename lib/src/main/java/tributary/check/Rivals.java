package tributary.check;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tributary.consensus.Blocks;
import tributary.expr.BoundProgram;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Layout;
import tributary.expr.Program;
import tributary.model.Plate;
import tributary.posterior.Data;
import tributary.posterior.Likelihood;
import tributary.posterior.Posterior;
import tributary.posterior.RowColumns;

/**
 * Models of one table compared by what they predict of a row that is left out: outcome by outcome, and of all outcomes
 * together where all models have the same ones. What predicts better need not be causal: a common effect of treatment and
 * outcome predicts both.
 */
public final class Rivals {
    /** The name of all outcomes together. */
    public static final String JOINT = "joint";

    private static final int TOGETHER = 512;

    private Rivals() {}

    /** One model with draws of its posterior. */
    public static final class Fitted {
        private final Posterior posterior;
        private final double[][] positions;

        /**
         * A model.
         *
         * @param positions unconstrained draws
         */
        public Fitted(Posterior posterior, double[][] positions) {
            this.posterior = posterior;
            this.positions = positions;
        }
    }

    /**
     * Compares models of the same rows, in one pass.
     *
     * @return by outcome; empty where the models have none in common
     */
    public static Map<String, LeftOutSums> compare(List<Fitted> models, Blocks blocks) {
        TreeSet<Set<String>> common = new TreeSet<>(java.util.Comparator.comparing(Object::toString));
        boolean same = true;
        for (int m = 0; m < models.size(); m++) {
            TreeSet<Set<String>> own = new TreeSet<>(java.util.Comparator.comparing(Object::toString));
            rows(models.get(m).posterior).forEach(l -> own.add(new TreeSet<>(l.outcomes())));
            same &= m == 0 || own.equals(common);
            if (m == 0) {
                common.addAll(own);
            } else {
                common.retainAll(own);
            }
        }
        if (common.isEmpty()) {
            return Map.of();
        }
        List<String> names = new ArrayList<>();
        common.forEach(outcomes -> names.add(String.join(", ", outcomes)));
        boolean joint = same && names.size() > 1;
        List<Task.Model> tasks = new ArrayList<>();
        for (Fitted model : models) {
            List<Expr> densities = new ArrayList<>();
            for (Set<String> outcomes : common) {
                densities.add(rows(model.posterior).stream()
                        .filter(l -> new TreeSet<>(l.outcomes()).equals(outcomes))
                        .findFirst()
                        .orElseThrow()
                        .rows());
            }
            tasks.add(
                    new Task.Model(model.posterior.layout(), model.posterior.rowColumns(), densities, model.positions));
        }
        List<Part> parts = blocks.map(new Task(tasks, joint));
        if (joint) {
            names.add(JOINT);
        }
        Map<String, LeftOutSums> compared = new LinkedHashMap<>();
        for (int k = 0; k < names.size(); k++) {
            int at = k;
            compared.put(
                    names.get(k),
                    parts.stream()
                            .map(part -> part.outcomes().get(at))
                            .reduce(LeftOutSums::merge)
                            .orElseThrow());
        }
        return compared;
    }

    private static List<Likelihood> rows(Posterior posterior) {
        return posterior.likelihoods().stream()
                .filter(l -> l.plate().equals(Plate.ROWS))
                .toList();
    }

    private record Part(ArrayList<LeftOutSums> outcomes) implements Serializable {}

    private static final class Task implements Blocks.BlockTask<Part> {
        private static final long serialVersionUID = 1L;
        private final ArrayList<Model> models;
        private final boolean joint;

        /** A model on its way to the rows. */
        static final class Model implements Serializable {
            private static final long serialVersionUID = 1L;
            private final Layout layout;
            private final RowColumns recipe;
            private final ArrayList<Expr> densities;
            private final double[][] positions;

            Model(Layout layout, RowColumns recipe, List<Expr> densities, double[][] positions) {
                this.layout = layout;
                this.recipe = recipe;
                this.densities = new ArrayList<>(densities);
                this.positions = positions;
            }
        }

        Task(List<Model> models, boolean joint) {
            this.models = new ArrayList<>(models);
            this.joint = joint;
        }

        @Override
        public String words() {
            return "leaving out each row to compare models";
        }

        @Override
        public Part run(int shard, Data rows) {
            int outcomes = models.get(0).densities.size();
            List<LeftOutSums.Collector> all = new ArrayList<>();
            for (int k = 0; k < outcomes + (joint ? 1 : 0); k++) {
                all.add(new LeftOutSums.Collector(models.size()));
            }
            int size = rows.rows(Plate.ROWS);
            for (int from = 0; from < size; from += TOGETHER) {
                int[] places = new int[Math.min(TOGETHER, size - from)];
                for (int i = 0; i < places.length; i++) {
                    places[i] = from + i;
                }
                some(rows.pick(Plate.ROWS, places), places.length, all);
            }
            ArrayList<LeftOutSums> sums = new ArrayList<>();
            all.forEach(one -> sums.add(one.sums()));
            return new Part(sums);
        }

        private void some(Data rows, int size, List<LeftOutSums.Collector> all) {
            double[] weights = ReplicatedOutcome.weights(rows, Plate.ROWS);
            List<double[][][]> logs = new ArrayList<>();
            for (Model model : models) {
                logs.add(logs(model, rows, size));
            }
            for (int i = 0; i < size; i++) {
                for (int k = 0; k < all.size(); k++) {
                    boolean together = k == models.get(0).densities.size();
                    for (int m = 0; m < logs.size(); m++) {
                        all.get(k).take(m, together ? sum(logs.get(m), i) : logs.get(m)[k][i]);
                    }
                    all.get(k).finish((long) weights[i]);
                }
            }
        }

        private static double[] sum(double[][][] logs, int row) {
            double[] all = logs[0][row].clone();
            for (int k = 1; k < logs.length; k++) {
                for (int d = 0; d < all.length; d++) {
                    all[d] += logs[k][row][d];
                }
            }
            return all;
        }

        /** {@code [outcome][row][draw]}. */
        private static double[][][] logs(Model model, Data rows, int size) {
            Columns columns = model.recipe.of(rows);
            BoundProgram program = Program.compile(model.layout, model.densities.toArray(Expr[]::new))
                    .bind(columns);
            double[][] into =
                    Arrays.stream(program.sizes()).mapToObj(double[]::new).toArray(double[][]::new);
            double[][][] logs = new double[into.length][size][model.positions.length];
            for (int d = 0; d < model.positions.length; d++) {
                program.outputs(model.positions[d], into);
                for (int k = 0; k < into.length; k++) {
                    for (int i = 0; i < size; i++) {
                        logs[k][i][d] = into[k][into[k].length == 1 ? 0 : i];
                    }
                }
            }
            return logs;
        }
    }
}
