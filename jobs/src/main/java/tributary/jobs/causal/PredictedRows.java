package tributary.jobs.causal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import tributary.estimand.Predictions;
import tributary.infer.Draws;
import tributary.jobs.conf.CausalConf;
import tributary.jobs.conf.InterventionConf;
import tributary.jobs.conf.PredictConf;
import tributary.jobs.shard.ModelTable;
import tributary.jobs.shard.NamedRows;
import tributary.jobs.table.PredictionsTable;
import tributary.model.Variable;
import tributary.model.term.Assignment;
import tributary.posterior.Posterior;
import tributary.random.StreamKey;

/** Predictions of every unit under interventions, computed where its row lies: no row passes through the driver. */
final class PredictedRows {
    private PredictedRows() {}

    /** The rows of predictions. */
    static Dataset<Row> of(
            CausalConf conf,
            PredictConf predict,
            ModelTable table,
            Posterior posterior,
            Draws unconstrained,
            StreamKey key) {
        double probability = conf.interval().probability();
        String model = conf.name();
        Predictions predictions = of(predict, posterior, probability, unconstrained.spread(predict.draws()));
        LinkedHashMap<String, String> interventions = new LinkedHashMap<>();
        predict.worlds().forEach((name, world) -> interventions.put(name, world.words()));
        return NamedRows.map(table, PredictionsTable.DEFINITION.rowSchema(), (rows, names) -> {
            List<Row> result = new ArrayList<>();
            for (Predictions.Prediction one : predictions.of(rows, names, key)) {
                result.add(PredictionsTable.row(
                        model, names.get(one.row()), interventions.getOrDefault(one.world(), ""), probability, one));
            }
            return result;
        });
    }

    /** Checks that the model says what becomes of each variable, before anything is sampled. */
    static void check(PredictConf predict, Posterior posterior) {
        predict.worlds()
                .forEach((name, world) -> variables(predict, posterior).stream()
                        .filter(variable -> reached(variable, world, posterior))
                        .forEach(variable -> UnitRows.check(
                                "The world " + name + " of the section predict",
                                variable,
                                world.settings(),
                                posterior)));
        of(predict, posterior, 0.5);
    }

    /** Whether a world may move a variable, unless it sets it; what is set and unknown is told of wherever it is asked. */
    private static boolean reached(String variable, InterventionConf world, Posterior posterior) {
        List<String> settings =
                world.settings().stream().map(Assignment::variable).toList();
        return !settings.contains(variable)
                && settings.stream()
                        .anyMatch(set -> !posterior.model().has(set)
                                || posterior
                                        .model()
                                        .dependencies()
                                        .descendants(set)
                                        .contains(variable));
    }

    private static Predictions of(PredictConf predict, Posterior posterior, double probability, double[]... positions) {
        Map<String, List<Assignment>> worlds = new LinkedHashMap<>();
        for (Map.Entry<String, InterventionConf> world : predict.worlds().entrySet()) {
            worlds.put(world.getKey(), world.getValue().settings());
        }
        return Predictions.of(posterior, variables(predict, posterior), worlds, probability, positions);
    }

    private static List<String> variables(PredictConf predict, Posterior posterior) {
        return predict.variables().isEmpty()
                ? posterior.model().variables().stream()
                        .filter(v -> v.kind() == Variable.Kind.OUTCOME)
                        .map(Variable::name)
                        .toList()
                : predict.variables();
    }
}
