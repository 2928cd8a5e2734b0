package tributary.jobs.table;

import java.util.regex.Pattern;
import tributary.jobs.JobFailure;

/**
 * Where the result tables live: a folder on any file system Hadoop knows, or a schema of a catalog.
 *
 * @param name the folder's path, or the schema's name with its catalog, such as {@code main.experiments}
 * @param schema whether {@code name} is a schema
 */
public record ResultsRoot(String name, boolean schema) {
    private static final Pattern SCHEMA = Pattern.compile("[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+){0,2}");

    /** The results in a folder. */
    public static ResultsRoot path(String path) {
        if (path.isBlank() || path.chars().anyMatch(c -> Character.isISOControl(c) || c == '`')) {
            throw JobFailure.usage(
                    "The results root " + JobFailure.quote(path) + " is not a path.",
                    "It is empty, or holds control characters or a backtick, which Delta cannot quote.",
                    "Set run.results to a folder, for example run.results = \"/data/results\".");
        }
        String trimmed = path.strip();
        while (trimmed.length() > 1 && trimmed.endsWith("/")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        return new ResultsRoot(trimmed, false);
    }

    /** The results in a schema of a catalog. */
    public static ResultsRoot schema(String schema) {
        if (!SCHEMA.matcher(schema).matches()) {
            throw JobFailure.usage(
                    "The results schema " + JobFailure.quote(schema) + " is not a schema name.",
                    "A name holds letters, digits and underscores, and at most two dots.",
                    "Set run.results-schema to a schema, for example run.results-schema = \"main.experiments\".");
        }
        return new ResultsRoot(schema, true);
    }

    /** The path or the catalog name of a table, or of its twin in quarantine. */
    public String location(TableDefinition table, boolean quarantine) {
        return schema
                ? name + "." + (quarantine ? "quarantine_" : "") + table.name()
                : name + "/" + (quarantine ? "quarantine/" : "") + table.name();
    }
}
