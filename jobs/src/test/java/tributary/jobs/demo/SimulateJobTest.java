package tributary.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.PublishedViews;
import tributary.jobs.SharedSpark;

/** {@code simulate} leaves a warehouse of five tables, and a dry run leaves nothing. */
class SimulateJobTest {
    @Test
    void theWarehouseHasItsTables(@TempDir Path folder) throws IOException {
        Path conf = Files.writeString(
                folder.resolve("simulate.conf"),
                "run { results = \"%s/results\" }\nsimulate { warehouse = \"%s/warehouse\", units = 800 }\n"
                        .formatted(folder, folder));
        assertThat(CommandRun.of("simulate", "--config", conf.toString(), "--dry-run")
                        .exitCode())
                .isZero();
        assertThat(folder.resolve("warehouse")).doesNotExist();
        CommandRun run = CommandRun.of("simulate", "--config", conf.toString());
        assertThat(run.exitCode()).as(run.log()).isZero();
        assertThat(count(folder, "experiment_units")).isEqualTo(800);
        assertThat(count(folder, "exposures")).isGreaterThan(800);
        assertThat(count(folder, "experiment_truth")).isEqualTo(10 * 3 * 4);
        assertThat(count(folder, "metric_facts")).isPositive();
        assertThat(count(folder, "experiment_daily")).isPositive();
        assertThat(count(folder, "visits")).isEqualTo(80);
    }

    private static long count(Path folder, String table) {
        return SharedSpark.session()
                .read()
                .format("delta")
                .load(folder.resolve("warehouse").resolve(table).toString())
                .count();
    }

    private static CommandRun simulate(Path folder, String name, String text, String... more) throws IOException {
        Path conf = Files.writeString(
                folder.resolve(name + ".conf"),
                ("run { results = \"%s/results\", seed = 3 }\nsimulate { model = \"%s/m.model\", table = \"%s/" + name
                                + "\"\n" + text + "\n}\n")
                        .formatted(folder, folder, folder));
        List<String> arguments = new ArrayList<>(List.of("simulate", "--config", conf.toString()));
        for (String one : more) {
            arguments.addAll(List.of("--set", one));
        }
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static List<Row> sql(Path folder, String query) {
        for (String table : List.of("set", "set_truth", "free", "free_truth", "again", "onrows")) {
            if (Files.exists(folder.resolve(table))) {
                SharedSpark.session()
                        .read()
                        .format("delta")
                        .load(folder.resolve(table).toString())
                        .createOrReplaceTempView(table);
            }
        }
        return SharedSpark.session().sql(query).collectAsList();
    }

    /** Everything set is a simulator: the moments are those that were set, and the seed alone decides the bits. */
    @Test
    void aModelIsDrawnFromWhateverTheCutOfTheTable(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("m.model"), """
                row x, t, y
                latent u
                group g
                a, b ~ normal(0, 1)
                tau ~ half_normal(1)
                effect[g] ~ normal(0, tau)
                u ~ normal(0, 1)
                x ~ normal(u, 1)
                t ~ bernoulli_logit(u)
                y ~ normal(a + b * t + 2 * u + effect[g], 0.5)
                estimands { ate = "E[y | do(t = 1)] - E[y | do(t = 0)]" }
                """);
        String set = "rows = 4000, groups { g = [north, south] }, do { a = 1, b = -2, tau = 0.1, t = 1 }";
        CommandRun run = simulate(folder, "set", set);
        assertThat(run.exitCode()).as(run.log()).isZero();
        // Of 4,000 rows; five standard errors of each.
        Row row = sql(
                        folder,
                        "SELECT count(*), avg(y), var_samp(x), avg(t), avg(t_natural), corr(u, x), min(row_id),"
                                + " count(DISTINCT g), covar_samp(y, u) FROM set")
                .get(0);
        assertThat(row.getLong(0)).isEqualTo(4000);
        assertThat(row.getDouble(1)).isCloseTo(-1, within(0.5 + 5 * 2.1 / Math.sqrt(4000)));
        assertThat(row.getDouble(2)).isCloseTo(2, within(5 * 2 * Math.sqrt(2.0 / 4000)));
        assertThat(row.getDouble(3)).isEqualTo(1);
        assertThat(row.getDouble(4)).isCloseTo(0.5, within(5 * 0.5 / Math.sqrt(4000)));
        assertThat(row.getDouble(5)).isCloseTo(Math.sqrt(0.5), within(5 * 0.5 / Math.sqrt(4000)));
        assertThat(row.getLong(7)).isEqualTo(2);
        assertThat(row.getDouble(8)).isCloseTo(2, within(5 * 3 / Math.sqrt(4000)));
        assertThat(sql(folder, "SELECT parameter, value FROM set_truth WHERE parameter IN ('a', 'b', 'tau') ORDER BY 1")
                        .toString())
                .isEqualTo("[[a,1.0], [b,-2.0], [tau,0.1]]");
        assertThat(sql(folder, "SELECT count(*) FROM set_truth").toString()).isEqualTo("[[5]]");
        // Another cut of the numbers: the same rows to the bit, in a table of the same name elsewhere.
        SharedSpark.session().conf().set("spark.sql.leafNodeDefaultParallelism", "7");
        try {
            assertThat(simulate(folder, "again", set).exitCode()).isZero();
        } finally {
            SharedSpark.session().conf().unset("spark.sql.leafNodeDefaultParallelism");
        }
        assertThat(sql(folder, "SELECT count(*) FROM (SELECT * FROM set EXCEPT SELECT * FROM again)")
                        .toString())
                .isEqualTo("[[0]]");
        // Nothing set: each draw has its own parameters, and the truth says which.
        assertThat(simulate(folder, "free", "rows = 500, draws = 3, groups { g = [north, south] }")
                        .exitCode())
                .isZero();
        assertThat(sql(folder, "SELECT count(*), count(DISTINCT draw), count(DISTINCT row_id) FROM free")
                        .toString())
                .isEqualTo("[[1500,3,500]]");
        for (Row one : sql(
                folder,
                "SELECT f.draw, avg(f.y - 2 * f.u - b.value * f.t - e.value), max(a.value) FROM free f"
                        + " JOIN free_truth a ON a.draw = f.draw AND a.parameter = 'a'"
                        + " JOIN free_truth b ON b.draw = f.draw AND b.parameter = 'b'"
                        + " JOIN free_truth e ON e.draw = f.draw AND e.parameter = concat('effect[', f.g, ']') GROUP BY f.draw")) {
            assertThat(one.getDouble(1)).isCloseTo(one.getDouble(2), within(5 * 0.5 / Math.sqrt(500)));
        }
        refused(folder);
    }

    private static void refused(Path folder) throws IOException {
        for (String[] fault : new String[][] {
            {"rows = 10", "The group \"g\" has no levels", "simulate.groups.g"},
            {"rows = 10, groups { g = [n, s], h = [n] }", "simulate.groups names what is no group", "[h]"},
            {"rows = 10, groups { g = [n, s] }, do { aa = 1 }", "`aa` is not declared", "simulate.do"},
            {"rows = 10, groups { g = [n, s] }, do { a = \"1 +\" }", "is no intervention", "simulate"},
            {"groups { g = [n, s] }", "simulate.rows", "1000"}
        }) {
            CommandRun run = simulate(folder, "bad", fault[0]);
            assertThat(run.exitCode()).as(run.log()).isEqualTo(2);
            assertThat(run.log()).contains(fault[1], fault[2]);
        }
        assertThat(folder.resolve("bad")).doesNotExist();
    }

    /** What is no finite number is counted and said; a table of another run is replaced only when asked. */
    @Test
    void whatHasNoNumberIsCountedAndWhatIsThereIsKept(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("m.model"), "row x, y\nx ~ normal(0, 1)\ny ~ lognormal(800 * x, 1)\n");
        CommandRun run = simulate(folder, "free", "rows = 200");
        assertThat(run.exitCode()).as(run.log()).isZero();
        long missing =
                sql(folder, "SELECT count_if(y IS NULL) FROM free").get(0).getLong(0);
        // exp(800 x) overflows beyond x = 0.89: 19 % of rows; five standard errors.
        assertThat(missing / 200.0).isCloseTo(0.187, within(5 * Math.sqrt(0.187 * 0.813 / 200)));
        assertThat(run.log()).contains("drawn NaN or infinite are NULL", missing + " of y");
        assertThat(run.out()).contains("NULL, because no finite number was drawn: " + missing + " of y");
        List<Row> checks = PublishedViews.rows(
                folder.resolve("results"),
                "SELECT metric, rows_affected, passed FROM data_quality WHERE check_name = 'non_finite' ORDER BY metric");
        assertThat(checks.toString()).isEqualTo("[[x,0,true], [y," + missing + ",false]]");

        CommandRun other = simulate(folder, "free", "rows = 100");
        assertThat(other.exitCode()).as(other.log()).isEqualTo(2);
        assertThat(other.log()).contains("free\" exists already", "simulate.overwrite = true");
        assertThat(sql(folder, "SELECT count(*) FROM free").toString()).isEqualTo("[[200]]");
        assertThat(simulate(folder, "free", "rows = 200").exitCode())
                .as("finished before")
                .isZero();
        // What an attempt of the same run left may be replaced.
        assertThat(CommandRun.of(
                                "simulate",
                                "--config",
                                folder.resolve("free.conf").toString(),
                                "--force")
                        .exitCode())
                .isZero();
        CommandRun over = simulate(folder, "free", "rows = 100", "simulate.overwrite=true");
        assertThat(over.exitCode()).as(over.log()).isZero();
        assertThat(sql(folder, "SELECT count(*) FROM free").toString()).isEqualTo("[[100]]");
    }

    /** A table gives what the model takes as given; its key names the rows. */
    @Test
    void rowsOfATableAreDrawnForTheirCauses(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("m.model"), """
                row x, y
                group shop
                column size[shop]
                a, b ~ normal(0, 1)
                level[shop] ~ normal(size[shop], 0.01)
                y ~ normal(a + b * x + level[shop], 0.1)
                """);
        SharedSpark.session()
                .range(600)
                .selectExpr("id", "id % 7 AS dose", "concat('s', id % 3) shop", "10 * (id % 3) AS size")
                .write()
                .format("delta")
                .save(folder.resolve("rows").toString());
        String given = "do { a = 0, b = 2 }\n}\ninput { rows { path = \"" + folder
                + "/rows\" }, columns { x = dose }, key = id";
        CommandRun run = simulate(folder, "onrows", given);
        assertThat(run.exitCode()).as(run.log()).isZero();
        Row row = sql(folder, "SELECT count(*), max(abs(y - 2 * x - 10 * (cast(row_id AS INT) % 3))) FROM onrows")
                .get(0);
        assertThat(row.getLong(0)).isEqualTo(600);
        assertThat(row.getDouble(1)).isLessThan(0.6);
        CommandRun shared = simulate(folder, "shared", given.replace("key = id", "key = dose"));
        assertThat(shared.exitCode()).as(shared.log()).isEqualTo(3);
        assertThat(shared.log()).contains("does not tell rows apart", "remedy:");
        CommandRun onItself = simulate(folder, "rows", given);
        assertThat(onItself.exitCode()).as(onItself.log()).isEqualTo(2);
        assertThat(onItself.log()).contains("is the table that input.rows reads", "remedy:");
        CommandRun without = simulate(folder, "bad", "rows = 10, groups { shop = [a] }, do { a = 0, b = 2 }");
        assertThat(without.exitCode()).as(without.log()).isEqualTo(2);
        assertThat(without.log()).contains("says nothing of where these come from: x, size", "input.rows");
    }
}
