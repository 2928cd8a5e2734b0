package tributary.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tributary.consensus.Blocks;
import tributary.identify.EffectIdentification;
import tributary.identify.Strategy;

/**
 * How strongly an instrument moves the treatment: the F statistic of the first stage, {@code r^2 / (1 - r^2) (n - k - 2)}
 * with r the partial correlation of instrument and treatment given k covariates.
 *
 * @param instrument the instrument
 * @param treatment what it moves
 * @param given the covariates that are numbers
 * @param statistic F
 */
public record InstrumentStrength(String instrument, String treatment, List<String> given, double statistic) {
    /** Below this an instrument is weak (Staiger and Stock, 1997). */
    public static final double ENOUGH = 10;

    /** Copies its list. */
    public InstrumentStrength {
        given = List.copyOf(given);
    }

    /** Measures the instrument of an effect's preferred way; empty where that is another way, or columns are no numbers. */
    public static Optional<InstrumentStrength> of(Blocks blocks, EffectIdentification effect) {
        if (effect.route().filter(r -> r.strategy() == Strategy.INSTRUMENT).isEmpty()) {
            return Optional.empty();
        }
        List<String> uses = List.copyOf(effect.route().get().uses());
        String instrument = uses.get(0);
        String treatment = effect.asked().treatments().iterator().next();
        BlockColumns head = new BlockColumns(blocks.columns());
        List<String> given =
                uses.subList(1, uses.size()).stream().filter(head::isNumber).toList();
        if (!head.isNumber(instrument) || !head.isNumber(treatment)) {
            return Optional.empty();
        }
        List<String> columns = new ArrayList<>(List.of(instrument, treatment));
        columns.addAll(given);
        ColumnCovariance table = ColumnCovariance.of(blocks, columns);
        int[] all = new int[columns.size()];
        java.util.Arrays.setAll(all, i -> i);
        double r = IndependenceTests.partialCorrelation(table.select(all));
        double freedom = table.count() - given.size() - 2;
        double statistic = freedom < 1 || Double.isNaN(r) ? 0 : r * r / (1 - r * r) * freedom;
        return Optional.of(new InstrumentStrength(instrument, treatment, given, statistic));
    }

    /** Whether the instrument is not weak. */
    public boolean passed() {
        return statistic >= ENOUGH;
    }

    /** What was found, in words. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "%s moves %s%s with an F statistic of %.4g%s",
                instrument,
                treatment,
                given.isEmpty() ? "" : " given " + String.join(", ", given),
                statistic,
                passed() ? "" : ": a weak instrument, whose answer leans on priors and on what it leaves out");
    }
}
