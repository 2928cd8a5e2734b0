package tributary.jobs.mediamix;

import static tributary.jobs.mediamix.CheckList.shown;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tributary.family.mediamix.LiftTest;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.MeasuredLift;
import tributary.jobs.conf.MediaMixConf;
import tributary.jobs.conf.MediaMixConf.Role;
import tributary.jobs.scan.MediaRows;

/** Puts lift tests, of a table and of runs of {@code experiment}, in their weeks and geos, and doubts them. */
final class LiftChecks {
    private final MediaMixConf conf;
    private final String kpi;
    private final List<String> geos;
    private final List<LocalDate> weeks;
    private final CheckList checks;

    LiftChecks(MediaMixConf conf, String kpi, List<String> geos, List<LocalDate> weeks, CheckList checks) {
        this.conf = conf;
        this.kpi = kpi;
        this.geos = geos;
        this.weeks = weeks;
        this.checks = checks;
    }

    /** The tests that may speak; what is wrong with the others is a failed check each. */
    List<LiftTest> all(List<MediaRows.Cell> rows, List<MeasuredLifts.Found> measured) {
        List<LiftTest> tests = new ArrayList<>();
        for (MediaRows.Cell row : rows) {
            LiftTest test = ofAnother(row) ? null : ofRow(row);
            if (test != null) {
                tests.add(test);
            }
        }
        for (MeasuredLifts.Found found : measured) {
            LiftTest test = ofMeasured(found);
            if (test != null) {
                tests.add(test);
            }
        }
        signs(tests);
        twice(tests);
        return tests;
    }

    /** Whether a lift test is of another outcome that has an analysis. */
    private boolean ofAnother(MediaRows.Cell test) {
        String of = test.label("kpi");
        return conf.has(Role.LIFT_TESTS, "kpi")
                && !of.equals(kpi)
                && conf.kpis().contains(of);
    }

    /** A channel's effect has one sign: a test that says otherwise can but pull it to nothing. */
    private void signs(List<LiftTest> tests) {
        List<String> against = tests.stream()
                .filter(t -> t.lift() * t.spend() < 0)
                .map(t -> words(t) + " (spend " + t.spend() + ", lift " + t.lift() + ")")
                .toList();
        if (!tests.isEmpty()) {
            checks.warn(
                    "lift_sign",
                    null,
                    against.size(),
                    0,
                    against.isEmpty(),
                    against.isEmpty()
                            ? "lifts have the sign of the spend that was added"
                            : "more spend brought less, or less brought more, in the lift test of " + shown(against)
                                    + "; priors of effects on positive numbers allow no such effect",
                    "see whether spend is what the test added (below 0: cut), and lift what the outcome gained by it");
        }
    }

    private void twice(List<LiftTest> tests) {
        TreeSet<String> once = new TreeSet<>();
        List<String> again =
                tests.stream().map(this::words).filter(t -> !once.add(t)).toList();
        if (!tests.isEmpty()) {
            checks.warn(
                    "lift_tests_repeated",
                    null,
                    again.size(),
                    0,
                    again.isEmpty(),
                    again.isEmpty()
                            ? "no two lift tests are of the same weeks and geo"
                            : "several lift tests are of " + shown(again)
                                    + ", and each counts as if measured by itself",
                    "keep one of them, unless they were of different units");
        }
    }

    private String words(LiftTest test) {
        return test.channel() + (test.geo().isEmpty() ? "" : " in " + test.geo()) + " from " + weeks.get(test.first())
                + " to " + weeks.get(test.last());
    }

    private @Nullable LiftTest ofRow(MediaRows.Cell row) {
        String channel = row.label("channel");
        String geo = conf.has(Role.LIFT_TESTS, "geo") ? row.label("geo") : "";
        String name = "lift test of " + channel + " from " + row.label("start");
        if (conf.spec().channels().stream().noneMatch(c -> c.name().equals(channel))) {
            return refused(
                    name,
                    "the channel " + JobFailure.quote(channel) + " (the column "
                            + JobFailure.quote(conf.column(Role.LIFT_TESTS, "channel"))
                            + " of input.lift-tests) is not one of the model",
                    "name the test's channel as under channels");
        }
        if (conf.has(Role.LIFT_TESTS, "kpi") && !conf.kpis().contains(row.label("kpi"))) {
            return refused(
                    name,
                    "the outcome " + JobFailure.quote(row.label("kpi")) + " is not one of mediamix.kpis",
                    "name the test's outcome as in mediamix.kpis");
        }
        try {
            LocalDate first = LocalDate.parse(row.label("start").substring(0, 10));
            LocalDate last = LocalDate.parse(row.label("end").substring(0, 10));
            return placed(
                    name,
                    (from, to) -> new LiftTest(
                            channel,
                            geo.equals(RawPanel.NATION) ? "" : geo,
                            from,
                            to,
                            row.number("spend"),
                            row.number("lift"),
                            row.number("lift_se")),
                    geo,
                    first,
                    last);
        } catch (DateTimeException | IndexOutOfBoundsException e) {
            return refused(
                    name,
                    "its start " + JobFailure.quote(row.label("start")) + " or its end "
                            + JobFailure.quote(row.label("end")) + " is no date",
                    "write dates YYYY-MM-DD");
        }
    }

    private @Nullable LiftTest ofMeasured(MeasuredLifts.Found found) {
        MeasuredLift test = found.test();
        return placed(
                test.key(),
                (from, to) ->
                        new LiftTest(test.channel(), test.geo(), from, to, test.spend(), found.lift(), found.se()),
                test.geo(),
                test.start(),
                test.end());
    }

    private @Nullable LiftTest placed(
            String name, BiFunction<Integer, Integer, LiftTest> made, String geo, LocalDate first, LocalDate last) {
        if (!geo.isEmpty() && !geo.equals(RawPanel.NATION) && !geos.contains(geo)) {
            return refused(
                    name,
                    "the geo " + JobFailure.quote(geo) + " is not one of the outcome's",
                    "name the test's geo as in the outcome, or leave it empty for all");
        }
        int from = PanelMaker.weeksBetween(weeks.get(0), first);
        int to = PanelMaker.weeksBetween(weeks.get(0), last);
        if (from < 0 || to >= weeks.size()) {
            return refused(
                    name,
                    "its weeks, " + first + " to " + last + ", are not all among the data's, " + weeks.get(0) + " to "
                            + weeks.get(weeks.size() - 1),
                    "give tests within the weeks of the outcome");
        }
        try {
            return made.apply(from, to);
        } catch (IllegalArgumentException e) {
            return refused(name, String.valueOf(e.getMessage()), "correct the test");
        }
    }

    private @Nullable LiftTest refused(String name, String why, String remedy) {
        checks.gate("lift_test", name, List.of(name), name + ": " + why, remedy);
        return null;
    }
}
