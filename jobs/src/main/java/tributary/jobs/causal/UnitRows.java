package tributary.jobs.causal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import tributary.estimand.Noise;
import tributary.estimand.UnitEffect;
import tributary.estimand.UnitEffects;
import tributary.infer.Draws;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.CausalConf;
import tributary.jobs.conf.UnitsConf;
import tributary.jobs.shard.ModelTable;
import tributary.jobs.shard.NamedRows;
import tributary.jobs.table.UnitEffectsTable;
import tributary.model.term.Assignment;
import tributary.model.term.Condition;
import tributary.model.term.ModelException;
import tributary.model.term.Place;
import tributary.model.term.Problem;
import tributary.model.term.Statement;
import tributary.model.term.Term;
import tributary.posterior.Posterior;
import tributary.random.StreamKey;

/** Every unit under two interventions, computed where its row lies: no row passes through the driver. */
final class UnitRows {
    private UnitRows() {}

    /** The rows of unit_effects. */
    static Dataset<Row> of(
            CausalConf conf,
            UnitsConf units,
            ModelTable table,
            Posterior posterior,
            Draws unconstrained,
            StreamKey key) {
        UnitEffects effects = UnitEffects.of(
                posterior,
                units.outcome(),
                units.treated(),
                units.untreated(),
                units.noise(),
                conf.interval().probability(),
                unconstrained.spread(units.draws()));
        String model = conf.name();
        double probability = conf.interval().probability();
        String outcome = units.outcome();
        String set = units.set();
        String instead = units.instead();
        Noise noise = units.noise();
        return NamedRows.map(table, UnitEffectsTable.DEFINITION.rowSchema(), (rows, names) -> {
            List<UnitEffect> told = effects.of(rows, names, key);
            List<Row> result = new ArrayList<>();
            for (int i = 0; i < told.size(); i++) {
                result.add(UnitEffectsTable.row(
                        model, names.get(i), outcome, set, instead, noise, probability, told.get(i)));
            }
            return result;
        });
    }

    /** Checks that the model says what becomes of the outcome, before anything is sampled. */
    static void check(UnitsConf units, Posterior posterior) {
        for (List<Assignment> settings : List.of(units.treated(), units.untreated())) {
            check("The section units", units.outcome(), settings, posterior);
        }
        UnitEffects.of(posterior, units.outcome(), units.treated(), units.untreated(), units.noise(), 0.5);
    }

    /** Checks that a variable can be asked about where some things are set. */
    static void check(String section, String variable, List<Assignment> settings, Posterior posterior) {
        Term.Expectation average = new Term.Expectation(
                false, new Term.Name(variable, Place.NONE), List.of(new Condition.SetTo(settings)), Place.NONE);
        Statement.Question question = new Statement.Question("units", average, Place.NONE);
        try {
            posterior.model().with(new Statement.Estimands(List.of(question), Place.NONE));
        } catch (ModelException e) {
            throw new JobFailure(
                    ExitCode.USAGE,
                    section + " of the conf cannot be answered by the model.",
                    e.problems().stream().map(Problem::message).collect(Collectors.joining("; ")),
                    e.problems().stream().map(Problem::remedy).distinct().collect(Collectors.joining("; ")) + " ("
                            + variable
                            + (settings.isEmpty()
                                    ? ""
                                    : ", "
                                            + settings.stream()
                                                    .map(Assignment::variable)
                                                    .collect(Collectors.joining(", ")))
                            + ")",
                    e);
        }
    }
}
