package tributary.jobs.mediamix;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tributary.family.mediamix.BudgetAnswer;
import tributary.family.mediamix.BudgetSpec;
import tributary.family.mediamix.MediaMixModel;
import tributary.family.mediamix.MediaMixSpec;
import tributary.family.mediamix.MediaPanel;
import tributary.family.mediamix.ScenarioSpec;
import tributary.family.mediamix.Scenarios;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.MediaMixConf;
import tributary.jobs.quality.QualityCheck;
import tributary.posterior.Posterior;

/**
 * Which scenarios, and whether the budget, go with the data of an analysis, known before anything is sampled: a market that has
 * no such geo goes on without the scenario, and says so; what goes with no market is an error of the conf.
 */
final class Asked {
    private final List<ScenarioSpec> scenarios = new ArrayList<>();
    private final @Nullable BudgetSpec budget;

    Asked(MediaMixConf conf, MediaMixSpec spec, MediaPanel panel, CheckList checks) {
        if (!conf.scenarios().isEmpty()) {
            MediaMixModel mix = MediaMixModel.of(spec, panel);
            Posterior posterior = mix.plain();
            for (ScenarioSpec scenario : conf.scenarios()) {
                try {
                    Scenarios.require(mix, posterior, scenario);
                    scenarios.add(scenario);
                } catch (IllegalArgumentException e) {
                    checks.leftOut("scenario", scenario.name(), String.valueOf(e.getMessage()));
                }
            }
        }
        this.budget = budget(conf, spec, panel, checks);
    }

    private static @Nullable BudgetSpec budget(
            MediaMixConf conf, MediaMixSpec spec, MediaPanel panel, CheckList checks) {
        BudgetSpec asked = conf.budget();
        if (asked == null) {
            return null;
        }
        try {
            BudgetAnswer.require(spec, panel, asked);
            return asked;
        } catch (IllegalArgumentException e) {
            checks.leftOut("budget", null, String.valueOf(e.getMessage()));
            return null;
        }
    }

    List<ScenarioSpec> scenarios() {
        return scenarios;
    }

    @Nullable
    BudgetSpec budget() {
        return budget;
    }

    /** Refuses what goes with no data at all; where data are held back, nobody knows of them. */
    static void require(MediaMixConf conf, List<MixAnalysis> analyses) {
        if (analyses.stream().anyMatch(a -> a.panel() == null)) {
            return;
        }
        for (ScenarioSpec scenario : conf.scenarios()) {
            if (analyses.stream().noneMatch(a -> a.scenarios().contains(scenario))) {
                throw refused(
                        "The scenario " + scenario.name(),
                        "scenario",
                        scenario.name(),
                        analyses,
                        "Correct scenarios." + scenario.name() + ", or leave it out.");
            }
        }
        if (conf.budget() != null && analyses.stream().allMatch(a -> a.budget() == null)) {
            throw refused("The budget", "budget", null, analyses, "Correct the section budget, or leave it out.");
        }
    }

    private static JobFailure refused(
            String what, String section, @Nullable String name, List<MixAnalysis> analyses, String remedy) {
        QualityCheck first = analyses.stream()
                .flatMap(a -> a.checks().stream())
                .filter(c -> c.check().equals(section) && Objects.equals(c.segment(), name))
                .findFirst()
                .orElseThrow();
        return JobFailure.usage(
                what + " does not go with the data" + (analyses.size() > 1 ? " of any analysis" : "") + ".",
                first.finding().substring(CheckList.OUT.length())
                        + (analyses.size() > 1 ? " (" + first.experiment() + ")." : "."),
                remedy);
    }
}
