package tributary.jobs.causal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Row;
import tributary.check.LogParts;
import tributary.check.PowerScaling;
import tributary.check.PowerSensitivity;
import tributary.consensus.Blocks;
import tributary.estimand.Estimate;
import tributary.identify.ModelIdentification;
import tributary.infer.Draws;
import tributary.jobs.conf.CausalConf;
import tributary.jobs.table.DataQualityTable;
import tributary.jobs.table.SensitivityTable;
import tributary.posterior.Posterior;

/** Whether parameters and questions hang on the priors: cells of the grid of powers, and a warning for each question. */
final class PriorPowers {
    /** Quantities beyond these are for the draws themselves. */
    private static final int MOST = 40;

    private final CausalConf conf;
    private final List<Row> sensitivity = new ArrayList<>();
    private final List<Row> quality = new ArrayList<>();

    private PriorPowers(CausalConf conf) {
        this.conf = conf;
    }

    /** Nothing, where conf asks for no draws. */
    static PriorPowers of(
            CausalConf conf,
            Posterior posterior,
            Blocks blocks,
            ModelIdentification identification,
            Draws unconstrained,
            Draws parameters,
            List<Estimate> answers) {
        PriorPowers powers = new PriorPowers(conf);
        if (conf.honesty().powerDraws() == 0) {
            return powers;
        }
        int[] places = unconstrained.places(conf.honesty().powerDraws());
        PowerScaling scaling = PowerScaling.of(LogParts.of(
                posterior, blocks, unconstrained.spread(conf.honesty().powerDraws())));
        for (String name :
                parameters.names().subList(0, Math.min(MOST, parameters.names().size()))) {
            powers.tell(
                    scaling,
                    "parameter",
                    new QuestionColumns(name, "none"),
                    Estimate.ALL,
                    at(parameters.values(name), places));
        }
        answers.stream()
                .limit(MOST)
                .forEach(answer -> powers.tell(
                                scaling,
                                answer.question(),
                                QuestionColumns.of(identification, answer.question()),
                                answer.level(),
                                at(answer.values(), places))
                        .filter(found -> answer.level().equals(Estimate.ALL))
                        .ifPresent(found -> powers.check(answer.question(), found)));
        return powers;
    }

    /** Rows of {@code sensitivity}. */
    List<Row> sensitivity() {
        return sensitivity;
    }

    /** Rows of {@code data_quality}. */
    List<Row> quality() {
        return quality;
    }

    private static double[] at(double[] values, int[] places) {
        return Arrays.stream(places).mapToDouble(place -> values[place]).toArray();
    }

    private Optional<PowerSensitivity> tell(
            PowerScaling scaling, String estimand, QuestionColumns of, String level, double[] values) {
        Optional<PowerSensitivity> found = scaling.of(values, conf.interval());
        found.ifPresent(s -> s.cells()
                .forEach(cell -> sensitivity.add(SensitivityTable.row(
                        CausalJob.NAME, conf.name(), estimand, of.metric(), of.arm(), level, s, cell))));
        return found;
    }

    private void check(String question, PowerSensitivity found) {
        boolean passed = found.diagnosis() == PowerSensitivity.Diagnosis.NONE;
        String figures = String.format(
                Locale.ROOT,
                "moves by %.2g of the greatest distance a doubling of the priors' power, by %.2g a doubling of the"
                        + " likelihood's",
                found.prior(),
                found.likelihood());
        quality.add(DataQualityTable.warning(
                CausalJob.NAME,
                conf.name(),
                "prior_sensitivity",
                question,
                null,
                found.prior(),
                PowerScaling.SENSITIVE,
                passed,
                0,
                passed ? figures : found.words() + " (" + figures + ")",
                "say where the prior comes from, or widen it; the answer under other powers stands in sensitivity"));
    }
}
