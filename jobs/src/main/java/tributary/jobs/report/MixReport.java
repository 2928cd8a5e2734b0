package tributary.jobs.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a page shows of one media mix.
 *
 * @param name the analysis
 * @param currency the money of spend, as the conf stated it; empty where the run does not tell
 * @param returns rows of {@code effects} for everyone, of channels
 * @param scenarios the same of scenarios
 * @param questions rows of {@code estimands} for everyone
 * @param contributions rows of {@code channel_contributions} of all geos together
 * @param curves rows of {@code response_curves}
 * @param budget rows of {@code budget}
 * @param checks rows of {@code predictive_checks}
 * @param comparison rows of {@code model_comparison}
 * @param beside rows of {@code sensitivity}
 */
public record MixReport(
        String name,
        String currency,
        List<ResultRow> returns,
        List<ResultRow> scenarios,
        List<ResultRow> questions,
        List<ResultRow> contributions,
        List<ResultRow> curves,
        List<ResultRow> budget,
        List<ResultRow> checks,
        List<ResultRow> comparison,
        List<ResultRow> beside) {
    public MixReport {
        returns = List.copyOf(returns);
        scenarios = List.copyOf(scenarios);
        questions = List.copyOf(questions);
        contributions = List.copyOf(contributions);
        curves = List.copyOf(curves);
        budget = List.copyOf(budget);
        checks = List.copyOf(checks);
        comparison = List.copyOf(comparison);
        beside = List.copyOf(beside);
    }

    /** What a heading of money ends with: its currency, where it is known. */
    String money(String heading) {
        return currency.isEmpty() ? heading : heading + ", " + currency;
    }

    /** The outcome's name, as rows of {@code effects} have it. */
    String outcome() {
        return returns.stream().map(r -> r.text("metric")).findFirst().orElse("the outcome");
    }

    /** The channels in order of name. */
    List<String> channels() {
        return returns.stream().map(r -> r.text("arm")).distinct().sorted().toList();
    }

    /** The channels that have a colour of their own: all where colours suffice, else those that brought most. */
    List<String> coloured() {
        List<String> channels = channels();
        if (channels.size() <= Figure.COLOURS) {
            return channels;
        }
        Map<String, Double> brought = contributions.stream()
                .collect(Collectors.groupingBy(c -> c.text("source"), Collectors.summingDouble(c -> c.number("mean"))));
        return channels.stream()
                .sorted(Comparator.comparingDouble((String c) -> -brought.getOrDefault(c, 0.0)))
                .limit(Figure.COLOURS - 1)
                .toList();
    }

    /** A channel's colour, the same in every figure; those without one of their own share the last. */
    String colour(String channel) {
        int place = coloured().indexOf(channel);
        return Figure.colour(place < 0 ? Figure.COLOURS - 1 : place);
    }

    /** The currency's amounts spent on a channel, over all weeks. */
    double spend(String channel) {
        return contributions.stream()
                .filter(c -> c.text("source").equals(channel))
                .mapToDouble(c -> c.number("spend"))
                .sum();
    }
}
