package tributary.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tributary.consensus.Blocks;
import tributary.graph.Formula;
import tributary.graph.Identification;
import tributary.identify.EffectIdentification;
import tributary.identify.Route;

/**
 * Where a formula of the complete algorithm has no data, by evaluating it on the counts of cells.
 *
 * <p>A conditional probability whose condition no row shows has no value; it is asked for where the factors beside it are
 * not zero. With the outcome summed out the formula is 1 for every value of the treatment; what is short of 1 once the
 * missing factors count as zero (and below a fraction line as one, or they would cancel) is the share of the answer that
 * no data speak for, at most.
 */
final class FormulaSupport {
    private static final int MOST_TERMS = 200_000;

    private final CellCounts counts;
    private final Set<String> summedOut;
    private final Map<List<String>, Map<List<String>, Double>> margins = new HashMap<>();
    private final Set<List<String>> looked = new LinkedHashSet<>();
    private int thin;

    private FormulaSupport(CellCounts counts, Set<String> summedOut) {
        this.counts = counts;
        this.summedOut = summedOut;
    }

    /** A value with missing factors as zero, with them as one, and the conditions without a row that it would need. */
    private record Value(double number, double most, Set<String> missing) {}

    /** Evaluates the formula at every value of what it leaves free; empty where columns take many values. */
    static Optional<Positivity> of(Blocks blocks, EffectIdentification effect, Route route) {
        if (!(effect.law() instanceof Identification.Identified found)) {
            return Optional.empty();
        }
        Set<String> conditions = new TreeSet<>();
        Set<String> names = new TreeSet<>();
        names(found.law(), names, conditions);
        Set<String> summedOut = new TreeSet<>(effect.asked().outcomes());
        summedOut.removeAll(conditions);
        names.removeAll(summedOut);
        List<String> columns = List.copyOf(names);
        BlockColumns head = new BlockColumns(blocks.columns());
        if (columns.isEmpty() || !columns.stream().allMatch(head::has)) {
            return Optional.empty();
        }
        return CellCounts.of(blocks, columns, Positivity.MOST_CELLS)
                .filter(Positivity::countable)
                .filter(c -> columns.stream()
                                .mapToDouble(name -> c.levels(name).size())
                                .reduce(1, (a, b) -> a * b)
                        <= MOST_TERMS)
                .map(c -> new FormulaSupport(c, summedOut).judged(found, effect, route));
    }

    private Positivity judged(Identification.Identified found, EffectIdentification effect, Route route) {
        List<String> free = new ArrayList<>(effect.asked().treatments());
        free.addAll(effect.asked().given());
        free.retainAll(counts.columns());
        List<String> any = new ArrayList<>(found.anyValue());
        any.removeAll(free);
        any.retainAll(counts.columns());
        Set<String> missing = new LinkedHashSet<>();
        double least = 1;
        for (Map<String, String> values : assignments(free, Map.of())) {
            // Where any value serves, one that has data does.
            Value best = new Value(-1, 1, Set.of());
            for (Map<String, String> whole : assignments(any, values)) {
                Value value = value(found.law(), whole);
                best = value.number() > best.number() ? value : best;
            }
            missing.addAll(best.missing());
            least = Math.min(least, best.number());
        }
        double lost = missing.isEmpty() ? 0 : Math.min(1, Math.max(0, 1 - least));
        return new Positivity(route, counts.columns(), looked.size(), List.copyOf(missing), thin, lost);
    }

    private Value value(Formula formula, Map<String, String> values) {
        if (formula instanceof Formula.Probability probability) {
            return probability(probability, values);
        }
        if (formula instanceof Formula.Product product) {
            double number = 1;
            double most = 1;
            double known = 1;
            Set<String> missing = new LinkedHashSet<>();
            for (Formula factor : product.factors()) {
                Value value = value(factor, values);
                number *= value.number();
                most *= value.most();
                known *= value.missing().isEmpty() ? value.number() : 1;
                missing.addAll(value.missing());
            }
            return new Value(number, most, known == 0 ? Set.of() : missing);
        }
        if (formula instanceof Formula.Sum sum) {
            double number = 0;
            double most = 0;
            Set<String> missing = new LinkedHashSet<>();
            for (Map<String, String> inner : assignments(new ArrayList<>(sum.over()), values)) {
                Value value = value(sum.term(), inner);
                number += value.number();
                most += value.most();
                missing.addAll(value.missing());
            }
            return new Value(number, Math.min(1, most), missing);
        }
        Formula.Quotient quotient = (Formula.Quotient) formula;
        Value above = value(quotient.numerator(), values);
        Value below = value(quotient.denominator(), values);
        Set<String> missing = new LinkedHashSet<>(above.missing());
        missing.addAll(below.missing());
        return new Value(
                below.most() == 0 ? 0 : above.number() / below.most(),
                below.number() == 0 ? 1 : Math.min(1, above.most() / below.number()),
                missing);
    }

    private Value probability(Formula.Probability probability, Map<String, String> values) {
        List<String> given = chosen(probability.given());
        List<String> condition = given.stream().map(values::get).toList();
        double all = margin(given).getOrDefault(condition, 0.0);
        List<String> key = new ArrayList<>(given);
        key.addAll(condition);
        if (looked.add(key) && all > 0 && all < Positivity.FEW) {
            thin++;
        }
        if (all == 0) {
            return new Value(0, 1, Set.of(Positivity.words(given, condition)));
        }
        Set<String> both = new TreeSet<>(probability.of());
        both.addAll(given);
        List<String> joint = chosen(both);
        double some = margin(joint).getOrDefault(joint.stream().map(values::get).toList(), 0.0);
        return new Value(some / all, some / all, Set.of());
    }

    private List<String> chosen(Set<String> names) {
        return names.stream().filter(name -> !summedOut.contains(name)).sorted().toList();
    }

    private Map<List<String>, Double> margin(List<String> of) {
        return margins.computeIfAbsent(of, counts::margin);
    }

    private List<Map<String, String>> assignments(List<String> names, Map<String, String> before) {
        List<Map<String, String>> all = new ArrayList<>(List.of(before));
        for (String name : names) {
            if (summedOut.contains(name)) {
                continue;
            }
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> one : all) {
                for (String level : counts.levels(name)) {
                    Map<String, String> more = new LinkedHashMap<>(one);
                    more.put(name, level);
                    longer.add(more);
                }
            }
            all = longer;
        }
        return all;
    }

    private static void names(Formula formula, Set<String> names, Set<String> conditions) {
        if (formula instanceof Formula.Probability probability) {
            names.addAll(probability.of());
            names.addAll(probability.given());
            conditions.addAll(probability.given());
        } else if (formula instanceof Formula.Product product) {
            product.factors().forEach(factor -> names(factor, names, conditions));
        } else if (formula instanceof Formula.Sum sum) {
            names(sum.term(), names, conditions);
        } else if (formula instanceof Formula.Quotient quotient) {
            names(quotient.numerator(), names, conditions);
            names(quotient.denominator(), names, conditions);
        }
    }
}
