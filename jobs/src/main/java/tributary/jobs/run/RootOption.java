package tributary.jobs.run;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tributary.jobs.table.ResultsRoot;

/** Where the results are: one of the two. */
public class RootOption {
    @Option(names = "--results", paramLabel = "FOLDER", description = "The results root, a folder.")
    @Nullable
    String folder;

    @Option(names = "--results-schema", paramLabel = "SCHEMA", description = "The results root, a schema.")
    @Nullable
    String schema;

    /** The root that was named. */
    public ResultsRoot root() {
        return schema == null ? ResultsRoot.path(Objects.requireNonNull(folder)) : ResultsRoot.schema(schema);
    }
}
