package tributary.jobs.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.MediaMixConf;
import tributary.jobs.conf.MediaMixConf.Role;
import tributary.jobs.scan.MediaRows;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** What is asked of the data of a media mix before anything is sampled, rule by rule, on rows made in memory. */
class MixChecksTest {
    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
    private static final int WEEKS = 40;

    private static final String CONF = """
            run { results = "nowhere", seed = 5 }
            mediamix { name = mix, kpis = [revenue], currency = EUR, week-starts-on = monday }
            channel-defaults { carry-over = none }
            channels { tv { }, search { saturation = none } }
            baseline { season { order = 0 }, trend = none }
            input { form = wide, rows { path = "rows", columns { geo = geo } } }
            """;

    /** Rows as they are read, by what is in them; a row may be changed, left out or doubled before they are put in place. */
    private static final class Rows {
        private final List<Map<String, Object>> rows = new ArrayList<>();
        private final List<MediaRows.Cell> tests = new ArrayList<>();

        private Rows(String... geos) {
            for (String geo : geos) {
                RandomStream random = StreamKey.of(7).with(geo).stream();
                for (int t = 0; t < WEEKS; t++) {
                    double tv = 200 * random.nextDouble();
                    double search = 100 * random.nextDouble();
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("date", FIRST.plusWeeks(t));
                    row.put("geo", geo);
                    row.put("market", "de");
                    row.put("spend tv", tv);
                    row.put("spend search", search);
                    row.put("kpi revenue", 1000 + 2 * tv + 2 * search + 10 * random.nextGaussian());
                    rows.add(row);
                }
            }
        }

        private Rows each(Consumer<Map<String, Object>> change) {
            rows.forEach(change);
            return this;
        }

        /** Changes one row, of the sixth week of the first geo. */
        private Rows one(String what, Object value) {
            rows.get(5).put(what, value);
            return this;
        }

        private Rows test(String channel, String geo, String start, String end, double spend, double lift, double se) {
            tests.add(new MediaRows.Cell(
                    null,
                    Map.of("channel", channel, "geo", geo, "start", start, "end", end),
                    Map.of("spend", spend, "lift", lift, "lift_se", se),
                    Map.of()));
            return this;
        }

        private static MediaRows.Cell cell(Map<String, Object> row) {
            Map<String, Double> numbers = new LinkedHashMap<>();
            Map<String, String> labels = new LinkedHashMap<>();
            Map<String, String> unread = new LinkedHashMap<>();
            row.forEach((what, value) -> {
                if (what.contains(" ")) {
                    numbers.put(what, value instanceof Double number ? number : Double.valueOf(Double.NaN));
                    if (value instanceof String text) {
                        unread.put(what, text);
                    }
                } else if (!what.equals("date")) {
                    labels.put(what, String.valueOf(value));
                } else if (value instanceof String text) {
                    unread.put(what, text);
                }
            });
            return new MediaRows.Cell(row.get("date") instanceof LocalDate date ? date : null, labels, numbers, unread);
        }

        private List<MixAnalysis> analyses(String... more) {
            List<String> lines = new ArrayList<>(List.of(more));
            if (!tests.isEmpty()) {
                lines.add("input.lift-tests { path = tests, columns { geo = geo } }");
            }
            MediaMixConf conf = WeeklyTables.parsed(CONF, lines.toArray(String[]::new));
            Map<Role, List<MediaRows.Cell>> read = new EnumMap<>(Role.class);
            read.put(Role.ROWS, rows.stream().map(Rows::cell).toList());
            read.put(Role.LIFT_TESTS, tests);
            return MixAnalysis.all(
                    conf, RawPanel.of(conf, role -> read.getOrDefault(role, List.of())), List.of(), StreamKey.of(1));
        }

        private void heldBack(String check, String... words) {
            MixAnalysis only = analyses().get(0);
            assertThat(only.panel()).as(only.complaint()).isNull();
            assertThat(only.complaint()).contains(check).contains(words);
        }

        private void warned(String check, String... words) {
            MixAnalysis only = analyses().get(0);
            assertThat(only.complaint()).isEmpty();
            assertThat(only.checks())
                    .filteredOn(c -> c.check().equals(check) && !c.passed())
                    .singleElement()
                    .satisfies(c -> assertThat(c.words()).contains(words));
        }
    }

    private static Rows nation() {
        return new Rows("home");
    }

    private static Rows geos() {
        return new Rows("north", "south", "west");
    }

    @Test
    void soundRowsPass() {
        MixAnalysis only =
                geos().analyses("budget {}", "scenarios.stop.do.tv=0").get(0);
        assertThat(only.checks()).filteredOn(c -> !c.passed()).isEmpty();
        assertThat(only.panel()).isNotNull();
        assertThat(only.budget()).isNotNull();
        assertThat(only.scenarios()).hasSize(1);
    }

    /** What never varies was fed by nothing, and what is about zero has no scale. */
    @Test
    void mediatorsVaryAndHaveASize() {
        assertThat(mediated(row -> 5.0))
                .contains("the mediator visits is 5.0 in every week", "leave it out of mediators");
        assertThat(mediated(row -> (double) row.get("spend tv") - 150))
                .contains("the mediator visits is divided by its mean", "searches or visits");
        assertThat(mediated(row -> 500 + (double) row.get("spend tv"))).isEmpty();
    }

    private static String mediated(Function<Map<String, Object>, Double> visits) {
        return nation().each(row -> row.put("control visits", visits.apply(row)))
                .analyses("mediators.visits.fed-by=[tv]")
                .get(0)
                .complaint();
    }

    @Test
    void rowsThatAreNoPanelAreNamedWithColumnAndExample() {
        nation().one("spend tv", -5.0)
                .heldBack("negative_spend", "(the column \"tv\" of input.rows) is negative in home 2024-02-05: -5.0");
        nation().each(r -> r.put("date", ((LocalDate) r.get("date")).minusDays(1)))
                .heldBack("week_start", "2023-12-31 (sunday)");
        nation().one("date", "05/02/2024").heldBack("dates", "\"05/02/2024\" in the column \"date\" of input.rows");
        nation().one("kpi revenue", Double.NaN).heldBack("missing_values", "home 2024-02-05: NULL");
        nation().one("kpi revenue", "1.234,50").heldBack("missing_values", "home 2024-02-05: \"1.234,50\"");
        nation().one("kpi revenue", 1e300).heldBack("missing_values", "home 2024-02-05: 1.0E300");
        nation().one("spend tv", Double.POSITIVE_INFINITY).heldBack("missing_values", "Infinity", "no spend is 0");
        nation().one("date", FIRST.plusWeeks(6)).heldBack("repeated_rows", "two rows for home 2024-02-12");
        Rows gap = nation();
        gap.rows.remove(9);
        gap.heldBack("missing_weeks", "home 2024-03-04");
        Rows few = nation();
        few.rows.subList(4, WEEKS).clear();
        few.heldBack("more_parameters_than_weeks", "5 parameters and 4 weeks", "give more weeks");
        nation().each(r -> r.put("spend tv", 0.0)).heldBack("channel_never_used", "leave the channel out");
        nation().each(r -> r.put("kpi revenue", 7.0)).heldBack("kpi_variance", "the outcome is 7.0 in every week");
    }

    @Test
    void geosAreNamedAndToldApart() {
        geos().one("geo", "").heldBack("geos_missing", "2024-02-05 (the column \"geo\" of input.rows)");
        geos().each(r -> r.put("geo", r.get("geo").equals("west") ? "all" : r.get("geo")))
                .heldBack("geo_all", "stands for all geos together", "leave it out if it holds the sums");
        geos().one("geo", "North ").heldBack("geos_alike", "\"North \" and \"north\"");
        Rows late = geos();
        late.rows.remove(0);
        late.heldBack("missing_weeks", "north 2024-01-01");
        String name = "a\n" + "x".repeat(10_000);
        Rows longer = geos();
        longer.each(r -> r.put("geo", r.get("geo").equals("north") ? name : r.get("geo")));
        longer.rows.remove(0);
        assertThat(longer.analyses().get(0).complaint()).hasSizeLessThan(500).doesNotContain("\n");
    }

    /** Priors are of the scaled outcome: what is divided by a mean that is none would be judged by priors of another size. */
    @Test
    void anOutcomeWithoutAScaleIsRefused() {
        Rows negative = nation();
        negative.each(r -> r.put("kpi revenue", -(Double) r.get("kpi revenue")));
        negative.heldBack("kpi_scale", "its mean, which is -1", "state scale.kpi as a positive number, such as");
        double mean = nation().rows.stream()
                .mapToDouble(r -> (Double) r.get("kpi revenue"))
                .average()
                .orElseThrow();
        Rows centred = nation();
        centred.each(r -> r.put("kpi revenue", (Double) r.get("kpi revenue") - mean));
        centred.heldBack("kpi_scale", "its mean");
        assertThat(centred.analyses("scale.kpi=100").get(0).complaint()).isEmpty();
    }

    @Test
    void channelsThatTellLittleAreDoubted() {
        Rows steady = nation().each(r -> r.put("spend tv", 50.0));
        steady.warned("spend_varies", "hardly vary");
        // A constant has no correlation: it says nothing of how much is known of the other channel.
        assertThat(steady.analyses().get(0).checks())
                .filteredOn(c -> c.check().equals("variance_inflation"))
                .isEmpty();
        Rows alike = nation().each(r -> r.put("spend tv", 2 * (Double) r.get("spend search")));
        alike.warned("channels_correlated", "search and tv");
        assertThat(nation().analyses("channels.tv { carry-over = geometric, lags = 60 }")
                        .get(0)
                        .checks())
                .filteredOn(c -> !c.passed())
                .singleElement()
                .satisfies(c -> assertThat(c.words()).contains("carry_over_beyond_data", "40 weeks for tv"));
    }

    /** Media are divided by their geo's size, then by the largest: a geo without size would leave the others none. */
    @Test
    void aGeoWithoutOutcomeDoesNotSilenceTheOthers() {
        Rows none = geos().each(r -> r.put("kpi revenue", r.get("geo").equals("west") ? 0.0 : r.get("kpi revenue")));
        none.heldBack("geo_size", "not positive in west: 0.0", "give populations (input.geos)");
        Rows little = geos();
        little.each(r -> {
            if (r.get("geo").equals("west")) {
                r.put("kpi revenue", 1e-3 * (Double) r.get("kpi revenue"));
                r.put("spend search", 0.0);
            }
        });
        little.warned("media_by_size", "west has", "times the tv of other geos for its size");
        Rows late = geos();
        late.each(r -> {
            if (r.get("geo").equals("west") && ((LocalDate) r.get("date")).isBefore(FIRST.plusWeeks(30))) {
                r.put("kpi revenue", 0.0);
            }
        });
        assertThat(late.analyses("holdouts { last { weeks = 10 } }").get(0).leftOut())
                .singleElement()
                .satisfies(l -> assertThat(l).contains("holdout last: left out", "the weeks left of west"));
    }

    /** A feed of impressions that stopped looks like a channel of paper: its spend stands for them, and that is said. */
    @Test
    void impressionsThatNeverArriveAreToldOf() {
        Rows dead = nation().each(r -> r.put("impressions tv", 0.0));
        dead.warned("impressions_known", "no week has impressions of tv: its spend stands for them");
        assertThat(dead.analyses().get(0).panel())
                .satisfies(panel -> assertThat(panel.of("tv").exposure())
                        .isEqualTo(panel.of("tv").spend()));
        Rows some = nation().each(r -> r.put("impressions tv", 50 * (Double) r.get("spend tv")));
        some.one("impressions tv", 0.0).warned("spend_without_impressions", "1 week has spend and no impressions");
    }

    @Test
    void liftTestsAreNamedWithTheirFault() {
        String start = "2024-03-04";
        String end = "2024-03-24";
        nation().test("radio", "", start, end, 20, 40, 4)
                .heldBack("lift_test", "the channel \"radio\"", "input.lift-tests");
        geos().test("tv", "mars", start, end, 20, 40, 4).heldBack("lift_test", "the geo \"mars\"");
        nation().test("tv", "", "2030-01-07", "2030-01-20", 20, 40, 4)
                .heldBack(
                        "lift_test",
                        "2030-01-07 to 2030-01-20, are not all among the data's, 2024-01-01 to 2024-09-30");
        nation().test("tv", "", "04.03.2024", end, 20, 40, 4).heldBack("lift_test", "its start \"04.03.2024\"");
        nation().test("tv", "", end, start, 20, 40, 4).heldBack("lift_test", "before it begins");
        nation().test("tv", "", start, end, 20, 40, 0).heldBack("lift_test", "a positive standard error, and has 0.0");
        nation().test("tv", "", start, end, 20, 40, -1).heldBack("lift_test", "and has -1.0");
        nation().test("tv", "", start, end, 20, Double.NaN, 4).heldBack("lift_test", "the lift NaN");
        nation().test("tv", "", start, end, 0, 40, 4).heldBack("lift_test", "has the spend 0.0");
        nation().test("tv", "", start, end, 1e6, 40, 4)
                .heldBack("lift_test", "added 1000000.0", "must hold the test's spend");
        nation().test("tv", "", start, end, 20, -40, 4).warned("lift_sign", "tv from 2024-03-04 to 2024-03-18");
        nation().test("tv", "", start, end, -20, -40, 4)
                .test("tv", "", start, end, 20, 41, 4)
                .warned("lift_tests_repeated", "tv from 2024-03-04 to 2024-03-18");
    }

    /** A scenario or budget that goes with the data of some market alone is left out of the others; of none, an error. */
    @Test
    void whatIsAskedBesideIsAskedOfTheMarketsThatCanAnswer() {
        String markets = "input.rows.columns.market=market";
        String north = "scenarios.a { do { tv = 0 }, geos = [north] }";
        Rows two = geos();
        List<Map<String, Object>> french = new Rows("south", "west").each(r -> r.put("market", "fr")).rows;
        two.rows.addAll(french);
        List<MixAnalysis> both = two.analyses(markets, north);
        assertThat(both.get(0).scenarios()).hasSize(1);
        assertThat(both.get(1).scenarios()).isEmpty();
        assertThat(both.get(1).complaint()).isEmpty();
        assertThat(both.get(1).leftOut())
                .singleElement()
                .satisfies(l -> assertThat(l).contains("scenario a: left out", "the data have no geo north"));
        refused("the data have no geo mars", two, markets, "scenarios.a { do { tv = 0 }, geos = [mars] }");
        refused("no week is touched", nation(), "scenarios.a { do { tv = 0 }, from = 2030-01-01 }");
        refused("makes tv no finite number: NaN", nation(), "scenarios.a.do.tv=\"0 / 0\"");
        two.each(r -> r.put("market", r.get("geo").equals("west") ? " " : r.get("market")));
        assertThatThrownBy(() -> two.analyses(markets))
                .isInstanceOf(JobFailure.class)
                .hasMessageContaining("a row without a market");
    }

    @Test
    void budgetsThatCannotBeHeldAreRefused() {
        refused(
                "does not lie between the sums of the cells' bounds",
                nation(),
                "budget { channels { tv { fixed = true }, search { fixed = true } }, total = 100 }");
        refused(
                "does not lie between the sums of the cells' bounds",
                nation(),
                "budget { channels { tv { fixed = true } }, total = 100 }");
        refused(
                "the group a asks for",
                nation(),
                "budget.groups { a { channels = [tv], least = 0.9 }, b { channels = [search], least = 0.9 } }");
        refused(
                "there is no total",
                nation().each(r -> r.put(
                                "spend tv",
                                ((LocalDate) r.get("date")).isBefore(FIRST.plusWeeks(20)) ? r.get("spend tv") : 0.0))
                        .each(r -> r.put(
                                "spend search",
                                ((LocalDate) r.get("date")).isBefore(FIRST.plusWeeks(20))
                                        ? r.get("spend search")
                                        : 0.0)),
                "budget.weeks=8");
        refused("budget.total: is 1.0E300", nation(), "budget.total=1e300");
    }

    @Test
    void aHoldoutThatLeavesTooLittleIsLeftOut() {
        MixAnalysis only = nation().analyses(
                        "holdouts { most { weeks = 36 }, all { weeks = 400 }, last { weeks = 5 } }")
                .get(0);
        assertThat(only.fittings()).extracting(Fitting::word).containsExactly("main", "last");
        assertThat(only.leftOut())
                .anyMatch(l -> l.contains("holdout most: left out") && l.contains("5 parameters, and 4 weeks"))
                .anyMatch(l -> l.contains("holdout all: left out") && l.contains("fewer than two weeks"));
    }

    private static void refused(String words, Rows rows, String... more) {
        assertThatThrownBy(() -> rows.analyses(more)).satisfies(e -> {
            assertThat(String.valueOf(e)).contains(words);
            assertThat(e instanceof JobFailure failure ? failure.exitCode() : null)
                    .isEqualTo(ExitCode.USAGE);
        });
    }
}
