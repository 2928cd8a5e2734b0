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
            for (String setting : world.isBlank() ? new String[0] : world.split(",", -1)) {
                int equals = setting.indexOf('=');
                if (equals < 1) {
                    throw JobFailure.usage(
                            "--predict " + JobFailure.quote(world) + " is no intervention.",
                            "It sets variables to values: name = value, name = value.",
                            "Write, for instance, --predict 'ads = 1'.");
                }
                all.append(ConfigUtil.quoteString(setting.substring(0, equals).trim()))
                        .append(" = ")
                        .append(ConfigUtil.quoteString(
                                setting.substring(equals + 1).trim()))
                        .append(", ");
            }
            all.append("}, ");
        }
        return all.append('}').toString();
    }
}
