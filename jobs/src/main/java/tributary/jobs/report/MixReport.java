package tributary.jobs.report;

import java.util.List;

/**
 * What a page shows of one media mix.
 *
 * @param name the analysis
 * @param returns rows of {@code effects} for everyone
 * @param contributions rows of {@code channel_contributions} of all geos together
 * @param curves rows of {@code response_curves}
 * @param budget rows of {@code budget}
 */
public record MixReport(
        String name,
        List<ResultRow> returns,
        List<ResultRow> contributions,
        List<ResultRow> curves,
        List<ResultRow> budget) {
    public MixReport {
        returns = List.copyOf(returns);
        contributions = List.copyOf(contributions);
        curves = List.copyOf(curves);
        budget = List.copyOf(budget);
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
