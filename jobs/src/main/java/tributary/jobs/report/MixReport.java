package tributary.jobs.report;

import java.util.List;

/**
 * What a page shows of one media mix.
 *
 * @param name the analysis
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

    /** The channels in order of name. */
    List<String> channels() {
        return returns.stream().map(r -> r.text("arm")).distinct().sorted().toList();
    }

    /** The currency's amounts spent on a channel, over all weeks. */
    double spend(String channel) {
        return contributions.stream()
                .filter(c -> c.text("source").equals(channel))
                .mapToDouble(c -> c.number("spend"))
                .sum();
    }
}
