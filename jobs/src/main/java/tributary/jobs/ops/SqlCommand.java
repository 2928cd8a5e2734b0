package tributary.jobs.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.run.HadoopText;
import tributary.jobs.run.RootOption;
import tributary.jobs.run.RunReport;
import tributary.jobs.run.Session;
import tributary.jobs.table.RootAccess;
import tributary.jobs.table.RowPrinter;
import tributary.jobs.table.TableStore;
import tributary.jobs.table.Views;

/** {@code sql "select ..."}: one question over the result tables and views of a results root. */
@Command(
        mixinStandardHelpOptions = true,
        description = "Answers a question in SQL over the result tables, published_* and latest_* views.")
public final class SqlCommand implements tributary.jobs.run.Command {
    @ArgGroup(multiplicity = "1")
    RootOption root;

    @Option(
            names = "--format",
            defaultValue = "table",
            description = "table, markdown, csv or json (an object a line, NULL left out); table by default.")
    RowPrinter.Format format;

    @Option(
            names = "--limit",
            defaultValue = "1000",
            description = "The most rows to print; ${DEFAULT-VALUE} by default.")
    int limit;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "A file of queries, asked before those of the command line; may be repeated.")
    List<String> files = new ArrayList<>();

    @Parameters(
            paramLabel = "SQL",
            arity = "0..*",
            description = "The queries, answered one after the other; one text may hold several, with semicolons.")
    List<String> queries = new ArrayList<>();

    @Override
    public RunReport execute(Session session) {
        if (limit < 0) {
            throw JobFailure.usage(
                    "--limit is " + limit + ".",
                    "It is the most rows to print.",
                    "Give 0 or more, such as --limit 100.");
        }
        SparkSession spark = session.spark();
        RootAccess.requireThere(spark, root.root());
        TableStore store = new TableStore(spark, root.root());
        List<String> answers = new ArrayList<>();
        List<String> statements = Stream.concat(
                        files.stream().map(file -> HadoopText.read("SQL file", "Name another with --file", file)),
                        queries.stream())
                .flatMap(text -> SqlStatements.of(text).stream())
                .toList();
        if (statements.isEmpty()) {
            throw JobFailure.usage(
                    "There is no query.",
                    "Nothing was given, or comments and blanks alone.",
                    "Give one, such as \"select * from latest_decisions\", or a file of queries with --file.");
        }
        for (String query : statements) {
            Views.registerFor(query, spark, store);
            answers.add(answer(spark, query));
        }
        return new RunReport(
                "sql",
                Optional.empty(),
                Optional.empty(),
                "SUCCEEDED",
                statements.size() == 1 ? "the query was answered" : "the queries were answered",
                ExitCode.DONE,
                List.of(),
                String.join("\n\n", answers));
    }

    private String answer(SparkSession spark, String query) {
        try {
            return RowPrinter.print(spark.sql(query), format, limit);
        } catch (Exception e) { // Spark throws AnalysisException undeclared
            if (e instanceof AnalysisException) {
                throw new JobFailure(
                        ExitCode.USAGE,
                        "The query cannot be understood.",
                        JobFailure.rootMessage(e),
                        "Correct it; scripts/sql \"show views\" lists what there is.",
                        e);
            }
            if (failsOnValues(e)) {
                throw new JobFailure(
                        ExitCode.USAGE,
                        "The query fails on the values it meets.",
                        JobFailure.rootMessage(e),
                        "Correct it; try_divide, try_cast and the like give NULL where there is no answer.",
                        e);
            }
            throw e;
        }
    }

    /** Whether the query divides by zero, casts a word to a number and the like: SQL's class 22, data exceptions. */
    private static boolean failsOnValues(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SparkThrowable told
                    && told.getSqlState() != null
                    && told.getSqlState().startsWith("22")) {
                return true;
            }
        }
        return false;
    }
}
