package tributary.jobs.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.PublishedViews;
import tributary.jobs.SharedSpark;

/** The same rows in one file and shuffled over seven: every number of every unit has the same bits. */
class PartitionsTest {
    private static final String[] TABLES = {
        "parameter_draws", "estimand_draws", "unit_effects", "predictions", "predictive_checks", "sensitivity"
    };

    @TempDir
    static Path folder;

    private static CommandRun causal(String id, Dataset<Row> rows) throws IOException {
        rows.write().format("delta").save(folder.resolve(id).toString());
        Path model = Files.writeString(folder.resolve("m.model"), """
                row t, x, y
                a, b, c ~ normal(0, 1)
                s ~ half_normal(1)
                t ~ bernoulli_logit(a)
                y ~ normal(b * t + c * x, s)
                estimands { ate = "E[y | do(t = 1)] - E[y | do(t = 0)]" }
                """);
        Path conf = Files.writeString(folder.resolve(id + ".conf"), """
                run { results = "%s/results", seed = 7, draws = 500, chains = 2 }
                model { file = "%s" }
                input { rows { path = "%s/%s" } }
                inference { warmup = 300 }
                predictive { draws = 50 }
                sensitivity { power-draws = 200 }
                units { outcome = y, do { t = 1 }, instead { t = 0 }, draws = 100 }
                predict { worlds { on { t = 1, x = "min(x, 1)" }, as_it_was {} }, draws = 50 }
                """.formatted(folder, model, folder, id));
        return CommandRun.of("causal", "--config", conf.toString(), "--run-id", id);
    }

    private static String told(String table, String id) {
        String columns = PublishedViews.rows(folder.resolve("results"), "DESCRIBE published_" + table).stream()
                .map(row -> row.getString(0))
                .filter(column -> !List.of("run_id", "attempt_id").contains(column))
                .collect(Collectors.joining(", "));
        return PublishedViews.rows(
                        folder.resolve("results"),
                        "SELECT " + columns + " FROM published_" + table + " WHERE run_id = '" + id + "'")
                .stream()
                .map(Row::toString)
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    @Test
    void unitsAreToldAlikeHoweverTheTableIsCut() throws IOException {
        // Every row is there twice: what has no key is named by its content, and equal rows are told alike.
        Dataset<Row> rows = SharedSpark.session()
                .range(240)
                .selectExpr("id % 120 id")
                .selectExpr(
                        "cast(pmod(hash(id, 4), 2) as double) t",
                        "(pmod(hash(id, 1), 2001) - 1000) / 500.0D x",
                        "pmod(hash(id, 3), 1000) / 1000.0D y");
        CommandRun one = causal("one", rows.coalesce(1));
        assertThat(one.exitCode()).as(one.log()).isZero();
        CommandRun seven = causal("seven", rows.repartition(7, hash(col("x"), col("y"))).sortWithinPartitions("y"));
        assertThat(seven.exitCode()).as(seven.log()).isZero();
        for (String table : TABLES) {
            assertThat(told(table, "seven")).as(table).isNotEmpty().isEqualTo(told(table, "one"));
        }
        assertThat(PublishedViews.rows(
                                folder.resolve("results"),
                                "SELECT count(*), count(DISTINCT unit), count(DISTINCT unit, effect) FROM"
                                        + " published_unit_effects WHERE run_id = 'one'")
                        .toString())
                .isEqualTo("[[240,120,120]]");
    }
}
