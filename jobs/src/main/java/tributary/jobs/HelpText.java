package tributary.jobs;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What {@code --help} says beneath the options of every command: an example that runs from the project's folder, and the exit codes. */
final class HelpText {
    private static final String SUBMIT = "  scripts/submit ";

    private HelpText() {}

    /** Adds it to all commands of a command line. */
    static void complete(CommandLine line) {
        line.getSubcommands().forEach((name, command) -> {
            UsageMessageSpec usage = command.getCommandSpec().usageMessage();
            usage.footerHeading("%nExample:%n").footer(example(name));
            usage.exitCodeListHeading("%nExit codes:%n").exitCodeList(exitCodes());
        });
        line.getCommandSpec()
                .usageMessage()
                .footerHeading("%nExample:%n")
                .footer(SUBMIT + "experiment --help", example("experiment"));
    }

    private static String example(String command) {
        return SUBMIT
                + switch (command) {
                    case "causal" ->
                        "causal --config conf/causal/google_ads.conf --predict 'ads = 1' --predict 'ads = 0'";
                    case "explain" -> "explain causal --config conf/causal/google_ads.conf --identify";
                    case "report" -> "report --results results --out page";
                    case "sql" -> "sql --results results --format markdown 'select * from latest_decisions'";
                    case "gc" -> "gc --results results --dry-run";
                    default -> command + " --config conf/" + command + ".conf --dry-run";
                };
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        Arrays.stream(ExitCode.values()).forEach(code -> codes.put(Integer.toString(code.number()), code.words()));
        return codes;
    }
}
