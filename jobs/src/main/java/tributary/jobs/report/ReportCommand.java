package tributary.jobs.report;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.HoconText;
import tributary.jobs.run.HadoopText;
import tributary.jobs.run.RootOption;
import tributary.jobs.run.RunId;
import tributary.jobs.run.RunReport;
import tributary.jobs.run.Session;
import tributary.jobs.table.ResultsRoot;
import tributary.jobs.table.RootAccess;
import tributary.jobs.table.TableStore;

/** {@code report}: remakes {@code report.html} and {@code decision.md} from the published tables. */
@Command(
        mixinStandardHelpOptions = true,
        description =
                "Remakes report.html and decision.md from the published tables of one run, or of the latest results.")
public final class ReportCommand implements tributary.jobs.run.Command {
    /** Where the results are: one of the three. */
    static final class Root extends RootOption {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "A conf file that names the results root (run.results or run.results-schema).")
        @Nullable
        String config;
    }

    @ArgGroup(multiplicity = "1")
    Root root;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Overrides one key of the conf; may be repeated, later ones win.")
    List<String> overrides = new ArrayList<>();

    @Option(names = "--run-id", paramLabel = "ID", description = "The run to report; by default the latest results.")
    @Nullable
    String runId;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where to write; by default reports/RUN or reports/latest under the results root.")
    @Nullable
    String out;

    @Override
    public RunReport execute(Session session) {
        Optional<String> id = Optional.ofNullable(runId).map(RunId::sanitised);
        ResultsRoot results = results();
        String folder = folder(results, id);
        SparkSession spark = session.spark();
        RootAccess.requireThere(spark, results);
        PublishedResults published = new PublishedResults(spark, new TableStore(spark, results));
        List<String> files =
                ReportFiles.write(spark, folder, id.map(published::ofRun).orElseGet(published::latest));
        return new RunReport(
                "report",
                id,
                Optional.empty(),
                "SUCCEEDED",
                "the report was written",
                ExitCode.DONE,
                List.of(),
                String.join("\n", files));
    }

    private ResultsRoot results() {
        if (root.config == null) {
            return root.root();
        }
        String file = root.config;
        Config conf = HoconText.parse(HadoopText.read(file), file, overrides);
        try {
            return conf.hasPath("run.results-schema")
                    ? ResultsRoot.schema(conf.getString("run.results-schema"))
                    : ResultsRoot.path(conf.getString("run.results"));
        } catch (ConfigException e) {
            throw new JobFailure(
                    ExitCode.USAGE,
                    "The conf " + JobFailure.quote(file) + " names no results root.",
                    JobFailure.rootMessage(e),
                    "Set run.results to a folder, or give --results instead of --config.",
                    e);
        }
    }

    private String folder(ResultsRoot results, Optional<String> id) {
        if (out != null) {
            return out;
        }
        if (results.schema()) {
            throw JobFailure.usage(
                    "There is no place for the report.", "A results schema is no folder.", "Name a folder with --out.");
        }
        return results.name() + "/reports/" + id.orElse("latest");
    }
}
