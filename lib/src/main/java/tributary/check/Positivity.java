package tributary.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tributary.consensus.Blocks;
import tributary.identify.EffectIdentification;
import tributary.identify.Route;

/**
 * Where the formula of an effect has no data: combinations of values it conditions on that no row, or hardly any, shows.
 * A number given all the same leans on the model's functional form there.
 *
 * @param route the way the formula belongs to
 * @param columns what is conditioned on: what must occur everywhere, then within what
 * @param cells the combinations there could be: every value of the former within every stratum of the latter that occurs
 * @param empty those that no row shows, each as {@code column = value, ...}
 * @param thin those of fewer than {@value #FEW} rows
 * @param affected the share of rows in strata with an empty cell; of a formula without a name, the share of the answer
 *     that has no data, at most
 */
public record Positivity(Route route, List<String> columns, int cells, List<String> empty, int thin, double affected) {
    /** Fewer rows than this are thin ground. */
    public static final int FEW = 20;

    static final int MOST_CELLS = 20_000;
    private static final int FEW_VALUES = 12;

    /** Copies its lists. */
    public Positivity {
        columns = List.copyOf(columns);
        empty = List.copyOf(empty);
    }

    /**
     * Counts the cells of the preferred way to an effect; empty where a column takes many values, or the way names none.
     */
    public static Optional<Positivity> of(Blocks blocks, EffectIdentification effect) {
        if (effect.route().isEmpty()) {
            return Optional.empty();
        }
        Route route = effect.route().get();
        Set<String> everywhere = new LinkedHashSet<>();
        Set<String> within = new LinkedHashSet<>();
        switch (route.strategy()) {
            case RANDOMISED, BACK_DOOR -> {
                everywhere.addAll(effect.asked().treatments());
                within.addAll(route.uses());
            }
            case FRONT_DOOR -> {
                everywhere.addAll(route.uses());
                within.addAll(effect.asked().treatments());
            }
            case MEDIATION -> {
                everywhere.addAll(route.uses());
                within.addAll(effect.asked().treatments());
            }
            case INSTRUMENT -> {
                // The first of what it uses is the instrument, the others are what it is read within.
                String instrument = route.uses().iterator().next();
                everywhere.add(instrument);
                within.addAll(route.uses());
                within.remove(instrument);
            }
            case FUNCTIONAL -> {
                return FormulaSupport.of(blocks, effect, route);
            }
        }
        List<String> columns = new ArrayList<>(everywhere);
        columns.addAll(within);
        BlockColumns head = new BlockColumns(blocks.columns());
        if (!columns.stream().allMatch(head::has)) {
            return Optional.empty();
        }
        return CellCounts.of(blocks, columns, MOST_CELLS)
                .filter(Positivity::countable)
                .map(counts -> of(route, List.copyOf(everywhere), List.copyOf(within), counts));
    }

    /** Whether every column takes few values. */
    static boolean countable(CellCounts counts) {
        return counts.columns().stream().allMatch(c -> counts.levels(c).size() <= FEW_VALUES);
    }

    static Positivity of(Route route, List<String> everywhere, List<String> within, CellCounts counts) {
        Map<List<String>, Double> values = counts.margin(everywhere);
        Map<List<String>, Double> strata = counts.margin(within);
        List<String> empty = new ArrayList<>();
        int thin = 0;
        double affected = 0;
        for (Map.Entry<List<String>, Double> stratum : strata.entrySet()) {
            boolean lacks = false;
            for (List<String> value : values.keySet()) {
                List<String> cell = new ArrayList<>(value);
                cell.addAll(stratum.getKey());
                double rows = counts.counts().getOrDefault(cell, 0.0);
                if (rows == 0) {
                    empty.add(words(counts.columns(), cell));
                    lacks = true;
                } else if (rows < FEW) {
                    thin++;
                }
            }
            affected += lacks ? stratum.getValue() : 0;
        }
        return new Positivity(
                route, counts.columns(), values.size() * strata.size(), empty, thin, affected / counts.rows());
    }

    static String words(List<String> columns, List<String> cell) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            named.put(columns.get(i), cell.get(i));
        }
        return named.entrySet().stream()
                .map(e -> e.getKey() + " = " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    /** What it means. */
    public String words() {
        if (empty.isEmpty()) {
            return "all " + cells + " combinations of " + String.join(", ", columns)
                    + " that the formula asks for occur"
                    + (thin == 0 ? "" : ", " + thin + " of them in fewer than " + FEW + " rows");
        }
        return empty.size() + " of " + cells + " combinations that the formula asks for occur in no row, such as "
                + empty.get(0) + ": the answer leans on the functional form of the model there";
    }
}
