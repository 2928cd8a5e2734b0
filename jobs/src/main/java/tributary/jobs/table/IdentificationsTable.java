package tributary.jobs.table;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import scala.jdk.javaapi.CollectionConverters;
import tributary.identify.Assumption;
import tributary.identify.EffectIdentification;
import tributary.identify.QuestionIdentification;
import tributary.identify.Route;

/** Table {@code identifications}: what the causal graph says about how an estimand can be told from data. */
public final class IdentificationsTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "identifications",
                    "One way from the observed law to one estimand, by the causal graph alone; or why there is none")
            .gatedBy("analysis")
            .key("job", "The command")
            .key("analysis", "The analysis: the model")
            .key("estimand", "The estimand, by its name in the model file")
            .key("effect", DataTypes.IntegerType, "Which of the effects that the estimand is made of, 0-based")
            .key("rank", DataTypes.IntegerType, "Which way, 0-based; the preferred one first")
            .text("treatment", "What is set")
            .text("outcome", "What is averaged")
            .key("identified", DataTypes.BooleanType, "Whether the graph alone identifies the effect")
            .text(
                    "strategy",
                    "randomised, back-door, front-door, instrument, mediation, functional; NULL where there is no way")
            .column("uses", DataTypes.createArrayType(DataTypes.StringType), "Covariates, mediators or instruments")
            .text("formula", "The effect in terms of the observed law")
            .text("latex", "The same as LaTeX")
            .column(
                    "assumptions",
                    DataTypes.createArrayType(DataTypes.StringType),
                    "What must hold, each with whether data can tell")
            .column("minimal_sets", DataTypes.createArrayType(DataTypes.StringType), "The minimal adjustment sets")
            .text("optimal_set", "The adjustment set of least asymptotic variance, where known")
            .text("graph", "The graph of one row as far as it is seen: an edge or arc a line")
            .text("reason", "What a reader must know, such as the hedge that forbids identification")
            .build();

    private IdentificationsTable() {}

    /** The rows of one question of {@code job}, for {@code Results.write}: one for each way, or one that says why none. */
    public static List<Row> rows(String job, String analysis, QuestionIdentification question, String graph) {
        List<Row> rows = new ArrayList<>();
        for (int effect = 0; effect < question.effects().size(); effect++) {
            EffectIdentification found = question.effects().get(effect);
            for (int rank = 0; rank < Math.max(1, found.routes().size()); rank++) {
                Route route = found.routes().isEmpty() ? null : found.routes().get(rank);
                rows.add(RowFactory.create(
                        job,
                        analysis,
                        question.question(),
                        effect,
                        rank,
                        String.join(", ", found.asked().treatments()),
                        Cells.text(String.join(", ", found.asked().outcomes())),
                        found.identified(),
                        route == null ? null : route.strategy().word(),
                        route == null ? null : texts(List.copyOf(route.uses())),
                        route == null ? null : route.text(),
                        route == null ? null : route.latex(),
                        route == null
                                ? null
                                : texts(route.assumptions().stream()
                                        .map(IdentificationsTable::words)
                                        .toList()),
                        texts(found.minimal().stream()
                                .map(set -> "{" + String.join(", ", set) + "}")
                                .toList()),
                        found.optimal()
                                .map(set -> "{" + String.join(", ", set) + "}")
                                .orElse(null),
                        Cells.text(graph),
                        Cells.text(found.reason())));
            }
        }
        return rows;
    }

    private static String words(Assumption assumption) {
        return assumption.words() + (assumption.testable() ? " (data can tell)" : " (untestable)");
    }

    private static Object texts(List<String> texts) {
        return CollectionConverters.asScala(texts).toSeq();
    }
}
