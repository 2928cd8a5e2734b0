package tributary.jobs.conf;

import java.util.List;
import java.util.Optional;
import tributary.estimand.Noise;
import tributary.model.term.Assignment;

/**
 * Which outcome of every unit is told under which two interventions: the section {@code units}.
 *
 * @param outcome the row variable that is told
 * @param set the first intervention, in the words of the conf
 * @param instead the second; empty for what the unit's causes were by nature
 * @param treated the first, parsed
 * @param untreated the second, parsed
 * @param noise new noise, or the noise behind what was observed
 * @param draws posterior draws used for each unit
 */
public record UnitsConf(
        String outcome,
        String set,
        String instead,
        List<Assignment> treated,
        List<Assignment> untreated,
        Noise noise,
        int draws) {
    /** Copies its lists. */
    public UnitsConf {
        treated = List.copyOf(treated);
        untreated = List.copyOf(untreated);
    }

    /** Reads the section; empty where there is none. Errors are noted. */
    static Optional<UnitsConf> read(ConfReader conf) {
        if (!conf.has("units")) {
            return Optional.empty();
        }
        ConfReader units = conf.section("units");
        String outcome =
                units.text("outcome").must("not be empty", t -> !t.isBlank()).required("sales");
        InterventionConf set = InterventionConf.read(units, "do");
        InterventionConf instead = InterventionConf.read(units, "instead");
        Noise noise = units.choice("noise", Noise.class).orElse(Noise.ABDUCTED);
        int draws = units.integer("draws")
                .must("be between 100 and 10000", d -> d >= 100 && d <= 10_000)
                .orElse(500);
        return Optional.of(
                new UnitsConf(outcome, set.words(), instead.words(), set.settings(), instead.settings(), noise, draws));
    }
}
