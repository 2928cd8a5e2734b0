package tributary.jobs.conf;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tributary.jobs.conf.MediaMixConf.Role;

/**
 * A lift test of a channel that a run of {@code experiment} measured: the difference in means is read from the results.
 *
 * @param name what the test is called
 * @param channel the channel
 * @param results the results root of that run, a folder; empty where it is a schema
 * @param schema the results root of that run, a schema; empty where it is a folder
 * @param runId that run
 * @param experiment the experiment
 * @param metric its metric, in the outcome's unit per experimental unit
 * @param arm the treated arm
 * @param segment the segment; all for everybody
 * @param units how many experimental units the lift is summed over
 * @param kpi the outcome of which it is a lift
 * @param market the market, where markets are told apart; else empty
 * @param geo the geo; empty for all
 * @param start a day of the first week
 * @param end a day of the last
 * @param spend what was spent on these units more than without the treatment; negative where spend was cut
 */
public record MeasuredLift(
        String name,
        String channel,
        String results,
        String schema,
        String runId,
        String experiment,
        String metric,
        String arm,
        String segment,
        double units,
        String kpi,
        String market,
        String geo,
        LocalDate start,
        LocalDate end,
        double spend) {
    /** The conf key of the test. */
    public String key() {
        return "lift-tests." + name;
    }

    static List<MeasuredLift> read(
            ConfReader conf, RunSettings run, Set<String> channels, List<String> kpis, MediaMixInputConf input) {
        boolean markets = input.columns().values().stream().anyMatch(of -> of.containsKey("market"));
        boolean geos = input.columns()
                .getOrDefault(input.wide() ? Role.ROWS : Role.KPI, java.util.Map.of())
                .containsKey("geo");
        List<MeasuredLift> tests = new ArrayList<>();
        LocalDate day = LocalDate.of(2024, 3, 4);
        conf.sections("lift-tests").forEach((name, section) -> {
            String channel = text(section, "channel").required("tv");
            if (section.has("channel") && !channels.contains(channel)) {
                section.error("channel", "is no channel of this conf: " + channel, "channel = tv");
            }
            String kpi = kpis.size() == 1
                    ? text(section, "kpi").orElse(kpis.get(0))
                    : text(section, "kpi").required("revenue");
            if (section.has("kpi") && !kpis.contains(kpi)) {
                section.error("kpi", "is none of mediamix.kpis: " + kpi, "kpi = " + kpis.get(0));
            }
            if (section.has("geo") && !geos) {
                section.error("geo", "is given, but the outcome's table names no geo", "");
            }
            boolean own = section.has("results") || section.has("results-schema");
            tests.add(new MeasuredLift(
                    name,
                    channel,
                    own ? text(section, "results").orElse("") : run.results(),
                    own ? text(section, "results-schema").orElse("") : run.resultsSchema(),
                    text(section, "run-id").required("tv-test-2024"),
                    text(section, "experiment").required("tv_test"),
                    text(section, "metric").required("revenue"),
                    text(section, "arm").required("treated"),
                    text(section, "segment").orElse("all"),
                    section.number("units").must("be positive", u -> u > 0).required(50_000.0),
                    kpi,
                    markets ? text(section, "market").required("de") : "",
                    text(section, "geo").orElse(""),
                    section.date("start").required(day),
                    section.date("end").required(day.plusWeeks(2)),
                    section.number("spend").must("not be 0", s -> s != 0).required(20_000.0)));
        });
        return tests;
    }

    private static Field<String> text(ConfReader conf, String key) {
        return conf.text(key).must("not be empty", t -> !t.isBlank());
    }
}
