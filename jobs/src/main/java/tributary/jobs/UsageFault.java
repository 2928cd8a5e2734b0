package tributary.jobs;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command line that cannot be read, as a failure of three parts like any other. */
final class UsageFault {
    private UsageFault() {}

    static JobFailure of(ParameterException e) {
        CommandLine line = e.getCommandLine();
        String help = "see " + line.getCommandSpec().qualifiedName() + " --help.";
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> alike = unmatched.getSuggestions();
            return JobFailure.usage(
                    sentence(e),
                    line.getCommandSpec().parent() == null
                                    && !line.getSubcommands().isEmpty()
                            ? "The commands are "
                                    + String.join(", ", line.getSubcommands().keySet()) + "."
                            : "The command has no such option or argument.",
                    alike.isEmpty()
                            ? "Leave it out, or " + help
                            : "Did you mean " + String.join(" or ", alike) + "? Else " + help);
        }
        if (e instanceof MissingParameterException) {
            return JobFailure.usage(sentence(e), "The command cannot run without it.", "Give it; " + help);
        }
        if (e instanceof MutuallyExclusiveArgsException) {
            return JobFailure.usage(sentence(e), "They say where the same thing is.", "Give one of them; " + help);
        }
        return JobFailure.usage(
                sentence(e),
                line.getCommandSpec().parent() == null
                        ? "Each command does another thing: "
                                + String.join(", ", line.getSubcommands().keySet()) + "."
                        : "The value does not fit the option" + wanted(e) + ".",
                "Correct it; " + help);
    }

    private static String wanted(ParameterException e) {
        return e.getArgSpec() == null ? "" : ", which wants " + e.getArgSpec().paramLabel();
    }

    private static String sentence(ParameterException e) {
        // What a converter says of its Java classes tells nobody more than the value does.
        String message = String.valueOf(e.getMessage())
                .replaceFirst("^Error: ", "")
                .replaceFirst("(?s) to class java\\..*", "")
                .strip();
        return message.endsWith(".") ? message : message + ".";
    }
}
