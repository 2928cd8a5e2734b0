package tributary.jobs;

import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tributary.jobs.causal.CausalJob;
import tributary.jobs.run.RunFrame;
import tributary.jobs.run.RunReport;
import tributary.jobs.run.RunRequest;
import tributary.jobs.run.Session;
import tributary.model.term.Assignment;
import tributary.model.term.ModelException;
import tributary.model.term.TermPrinter;
import tributary.model.text.ModelText;

/** The subcommand {@code causal}: as every job, and interventions to predict by on the command line. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
final class CausalCommand implements tributary.jobs.run.Command {
    private final CausalJob job;

    @Mixin
    CommonOptions options;

    @Option(
            names = "--predict",
            paramLabel = "INTERVENTION",
            description = "Also predicts every unit under an intervention such as 'ads = 1, price = 2' (nothing: '');"
                    + " may be repeated. Stands for predict.worlds in the conf.")
    List<String> worlds = new ArrayList<>();

    CausalCommand(CausalJob job) {
        this.job = job;
    }

    @Override
    public RunReport execute(Session session) {
        if (!worlds.isEmpty()) {
            options.overrides.add("predict.worlds=" + hocon(worlds));
        }
        RunRequest request = options.request();
        return RunFrame.execute(job, request, session);
    }

    /** The interventions as a section of the conf, each under its own words. */
    static String hocon(List<String> worlds) {
        StringBuilder all = new StringBuilder("{");
        for (String world : worlds) {
            all.append(ConfigUtil.quoteString(world.isBlank() ? "as it was" : world.trim()))
                    .append(" {");
            for (Assignment setting : settings(world)) {
                all.append(ConfigUtil.quoteString(setting.variable()))
                        .append(" = ")
                        .append(ConfigUtil.quoteString(TermPrinter.printQuestion(setting.value())))
                        .append(", ");
            }
            all.append("}, ");
        }
        return all.append('}').toString();
    }

    private static List<Assignment> settings(String world) {
        if (world.isBlank()) {
            return List.of();
        }
        try {
            List<Assignment> settings = ModelText.settings(world.trim());
            if (settings.stream().map(Assignment::variable).distinct().count() == settings.size()) {
                return settings;
            }
            throw JobFailure.usage(
                    "--predict " + JobFailure.quote(world) + " sets a variable twice.",
                    "Under one intervention a variable has one value.",
                    "Repeat --predict for another intervention.");
        } catch (ModelException e) {
            throw new JobFailure(
                    ExitCode.USAGE,
                    "--predict " + JobFailure.quote(world) + " is no intervention.",
                    String.valueOf(e.getMessage()),
                    "It sets variables to values, as inside do(...): --predict 'ads = 1, price = 0.9 * price'.",
                    e);
        }
    }
}
