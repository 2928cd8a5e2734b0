package tributary.jobs.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.SimulationConf;
import tributary.jobs.scan.OpenRows;
import tributary.jobs.shard.ModelTable;
import tributary.jobs.shard.Sharding;
import tributary.jobs.shard.SparkBlocks;
import tributary.jobs.shard.TableSummary;
import tributary.model.Model;
import tributary.posterior.Data;
import tributary.posterior.Facts;
import tributary.posterior.GroupFacts;
import tributary.posterior.Levels;

/**
 * Where the rows of a simulation come from before outcomes are drawn: a table, or nothing but numbers.
 *
 * @param columns the columns that are given, without rows
 * @param facts what a model reads of its groups
 * @param drawn the rows with their outcomes drawn
 */
record SimulationSource(Data columns, Facts facts, Function<SimulatedRows, Dataset<Row>> drawn) {
    /** Shards in which facts of groups are gathered. */
    private static final int SHARDS = 8;

    /** The table where there is one, else numbered rows. */
    static SimulationSource of(
            SparkSession spark,
            SimulationConf conf,
            Model model,
            @Nullable OpenRows input,
            List<String> given,
            List<String> groups) {
        return input == null
                ? numbered(spark, conf, given, groups)
                : input.reading(() -> table(input, conf, model, given, groups));
    }

    private static Data head(List<String> given, List<String> groups) {
        Data.Builder columns = Data.builder();
        given.forEach(columns::numbers);
        groups.forEach(columns::categories);
        return columns.build();
    }

    /** Rows that are nothing but numbers, groups dealt to them. */
    private static SimulationSource numbered(
            SparkSession spark, SimulationConf conf, List<String> given, List<String> groups) {
        Map<String, Levels> levels = new LinkedHashMap<>();
        Map<String, List<String>> names = new LinkedHashMap<>();
        groups.forEach(group -> {
            Levels known = Levels.of(conf.groups().getOrDefault(group, List.of()));
            levels.put(group, known);
            names.put(group, known.names());
        });
        return new SimulationSource(
                head(given, groups),
                Facts.of(levels, Map.of(), Map.of()),
                rows -> rows.numbered(spark.range(conf.rows()), names));
    }

    /** Rows of a table, each named by its key. */
    private static SimulationSource table(
            OpenRows open, SimulationConf conf, Model model, List<String> given, List<String> groups) {
        Map<String, Column> numbers = new LinkedHashMap<>();
        Map<String, Column> categories = new LinkedHashMap<>();
        given.forEach(name -> numbers.put(name, open.column(conf.column(name))));
        groups.forEach(name -> categories.put(name, open.column(conf.column(name))));
        ModelTable table = ModelTable.of(open.rows(), numbers, categories, open.column(String.valueOf(conf.key())));
        requireUsable(table, conf);
        return new SimulationSource(head(given, groups), facts(table, model, groups), rows -> rows.keyed(table));
    }

    /** What the table tells of groups; without groups a pass over it would tell nothing. */
    private static Facts facts(ModelTable table, Model model, List<String> groups) {
        if (groups.isEmpty()) {
            return Facts.of(Map.of(), Map.of(), Map.of());
        }
        try (SparkBlocks blocks = Sharding.cut(table, SHARDS, Optional.empty(), false)) {
            return blocks.map((shard, rows) -> GroupFacts.of(model, rows)).stream()
                    .reduce(GroupFacts::plus)
                    .orElseThrow()
                    .facts();
        }
    }

    /** A value that is not there causes nothing, and rows of one key would share their noise. */
    private static void requireUsable(ModelTable table, SimulationConf conf) {
        TableSummary summary = table.summary();
        if (summary.rows() == 0) {
            throw JobFailure.inputAbsent(
                    "input.rows is empty.", "The table has no row.", "Run again when the input has arrived.");
        }
        String missing = summary.missing(conf::column, null);
        if (!missing.isEmpty()) {
            throw new JobFailure(
                    ExitCode.DATA_GATE,
                    "input.rows has values that are NULL, NaN or infinite: " + missing + " of " + summary.rows()
                            + " rows.",
                    "Nothing can be drawn from a cause that is not there.",
                    "Repair or filter the table.");
        }
        table.sharedKeys().ifPresent(shared -> {
            throw new JobFailure(
                    ExitCode.DATA_GATE,
                    "The key " + JobFailure.quote(String.valueOf(conf.key())) + " does not tell rows apart: "
                            + shared.rows() + " share theirs, such as " + JobFailure.quote(shared.example()) + ".",
                    "It is NULL, or several rows have it, and their noise would be the same.",
                    "Name a column with input.key that is there once for each row.");
        });
    }
}
