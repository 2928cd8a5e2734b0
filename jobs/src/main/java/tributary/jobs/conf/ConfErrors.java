package tributary.jobs.conf;

import java.util.ArrayList;
import java.util.List;
import tributary.jobs.JobFailure;

/** Gathers the errors of a conf, so that all of them are reported at once. */
final class ConfErrors {
    private final List<String> problems = new ArrayList<>();

    /** Notes that a key is wrong, and shows a value that would be right. */
    void add(String key, String problem, String example) {
        problems.add(key + ": " + problem + (example.isEmpty() ? "" : "; for example " + example));
    }

    int count() {
        return problems.size();
    }

    /** Fails with all errors, if there is any. */
    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw JobFailure.usage(
                    "The conf has " + (problems.size() == 1 ? "1 error." : problems.size() + " errors."),
                    String.join("\n          ", problems),
                    "Correct each key in the conf file, or override it by its dotted name with --set.");
        }
    }
}
