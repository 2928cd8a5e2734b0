package tributary.jobs.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tributary.family.segments.Outcome;
import tributary.family.segments.SegmentFacts;
import tributary.family.segments.SegmentScale;
import tributary.family.segments.SegmentSpec;
import tributary.jobs.JobFailure;
import tributary.jobs.scan.SegmentBlocks;
import tributary.jobs.scan.SegmentInput;
import tributary.jobs.scan.SegmentSurvey;

/** Judges a table of segments: rows that cannot be used hold back, segments that tell little are a warning. */
public final class SegmentChecks {
    /** Events of a segment, times the root of the number of segments, from which an estimate stands for its counts. */
    private static final double EVENTS = 30;

    /** Cells of all segments that the driver holds at most. */
    private static final long MOST_CELLS = 2_000_000;

    /** Groups that segments lie within, at most. */
    public static final int MOST_GROUPS = 2_000;

    private final String analysis;
    private final SegmentInput input;
    private final List<QualityCheck> checks = new ArrayList<>();

    private SegmentChecks(String analysis, SegmentInput input) {
        this.analysis = analysis;
        this.input = input;
    }

    /**
     * Checks of what the survey found.
     *
     * @param drop whether rows without a segment, a known arm or a usable number are left out rather than refused
     */
    public static List<QualityCheck> ofTable(String analysis, SegmentInput input, SegmentSurvey survey, boolean drop) {
        SegmentChecks made = new SegmentChecks(analysis, input);
        Severity missing = drop ? Severity.WARN : Severity.GATE;
        String leftOut = "repair the table, or leave such rows out with input.missing = drop";
        made.none(
                "null_segments",
                null,
                survey.nullSegments(),
                survey.rows(),
                missing,
                made.column(input.segment()) + " is NULL",
                leftOut);
        String within = input.within();
        if (within != null) {
            made.none(
                    "null_groups",
                    null,
                    survey.nullParents(),
                    survey.rows(),
                    missing,
                    made.column(within) + " is NULL",
                    leftOut);
            made.none(
                    "reserved_group",
                    null,
                    survey.reservedParents(),
                    survey.rows(),
                    Severity.GATE,
                    made.column(within)
                            + " holds a group called \"all\", the word for everybody in the results, or by an"
                            + " empty name",
                    "rename that group where the table is made");
        }
        String arm = input.arm();
        if (arm != null) {
            made.none(
                    "null_arms",
                    null,
                    survey.nullArms(),
                    survey.rows(),
                    missing,
                    made.column(arm) + " is NULL",
                    leftOut);
            made.none(
                    "unknown_arms",
                    null,
                    survey.unknownArms(),
                    survey.rows(),
                    missing,
                    made.column(arm) + " names an arm that the conf does not"
                            + (survey.example() == null ? "" : ", such as " + JobFailure.quote(survey.example())),
                    "name it in input.treatments, filter the table, or leave such rows out with input.missing = drop");
        }
        made.none(
                "reserved_segment",
                null,
                survey.reserved(),
                survey.rows(),
                Severity.GATE,
                made.column(input.segment()) + " holds a segment called \"all\", the word for everybody in the results",
                "rename that segment where the table is made");
        String treatment = input.treatment();
        if (treatment != null) {
            made.numbers(null, treatment, survey, missing, leftOut);
        }
        for (SegmentInput.Metric metric : input.metrics()) {
            for (String column : metric.columns()) {
                made.numbers(metric.name(), column, survey, missing, leftOut);
            }
        }
        return List.copyOf(made.checks);
    }

    /** Whether a column of numbers can be squared and summed; of no metric: the treatment of all. */
    private void numbers(
            @Nullable String metric, String column, SegmentSurvey survey, Severity missing, String leftOut) {
        SegmentSurvey.OfColumn of = survey.columns().get(column);
        if (of == null) {
            return;
        }
        none(
                "missing_values",
                metric,
                of.unusable(),
                survey.rows(),
                missing,
                column(column) + " is NULL, NaN or infinite",
                leftOut);
        double size = Math.max(Math.abs(of.least()), Math.abs(of.greatest()));
        add(
                "extreme_values",
                metric,
                Double.isNaN(size) ? 0 : size,
                SegmentSurvey.LARGEST,
                Severity.GATE,
                of.moderate(),
                survey.rows(),
                "the numbers of " + column(column) + " reach " + size,
                "repair the values, or scale the column where the table is made");
    }

    /** The check that every segment lies within one group alone. */
    public static QualityCheck ofNesting(
            String analysis, SegmentInput input, SegmentBlocks.Crossed crossed, long rows) {
        List<String> example = crossed.example().stream().map(JobFailure::quote).toList();
        return new QualityCheck(
                "crossed_groups",
                analysis,
                null,
                null,
                (double) crossed.segments(),
                0,
                Severity.GATE,
                crossed.segments() == 0,
                rows,
                crossed.segments() == 0
                        ? "every segment lies within one group"
                        : crossed.segments() + " segments lie within more than one group, such as "
                                + example.get(0) + " (input.columns.segment) within " + example.get(1) + " and "
                                + example.get(2) + " (input.columns.within)",
                "if these are different segments of one name, name them apart where the table is made (concat(country,"
                        + " '/', region)); if segments and groups cross, leave input.columns.within out: crossed groups are"
                        + " not modelled");
    }

    /** Checks of the number of groups that segments lie within. */
    public static List<QualityCheck> ofGroups(
            String analysis, SegmentInput input, String metric, long groups, long segments, long rows) {
        SegmentChecks made = new SegmentChecks(analysis, input);
        made.add(
                "few_groups",
                metric,
                (double) groups,
                5,
                groups < 2 ? Severity.GATE : Severity.WARN,
                groups >= 5,
                rows,
                "segments lie within " + groups + (groups == 1 ? " group" : " groups")
                        + ": these say little of how far groups differ, and the prior of that decides",
                groups < 2
                        ? "leave input.columns.within out, or bind a column of several groups"
                        : "state that prior with care (priors.group-effect-spread), or leave input.columns.within out");
        made.add(
                "groups_of_one",
                metric,
                (double) groups,
                (double) segments,
                Severity.WARN,
                groups < segments,
                segments,
                segments + " segments lie within " + groups + " groups"
                        + (groups < segments
                                ? ""
                                : ", each in one of its own: only the priors part how far segments differ from how far"
                                        + " groups do"),
                "bind a coarser column to input.columns.within, or leave it out");
        made.add(
                "many_groups",
                metric,
                (double) groups,
                (double) MOST_GROUPS,
                Severity.GATE,
                groups <= MOST_GROUPS,
                rows,
                "segments lie within more than " + MOST_GROUPS
                        + " groups, the most whose deviations travel with every draw",
                "bind a coarser column to input.columns.within, or leave it out");
        return List.copyOf(made.checks);
    }

    /** The check that an outcome is what its likelihood is of: a count, yes and no, a positive number. */
    public static Optional<QualityCheck> ofOutcome(
            String analysis, SegmentInput input, SegmentInput.Metric metric, SegmentSurvey survey, Outcome outcome) {
        if (!outcome.linked()) {
            return Optional.empty();
        }
        String column = metric.columns().get(metric.columns().size() - 1);
        SegmentSurvey.OfColumn of =
                java.util.Objects.requireNonNull(survey.columns().get(column));
        boolean whole = of.fractions() == 0 && !(of.least() < 0);
        String remedy = switch (outcome) {
            case BERNOULLI -> "a bernoulli outcome is 0 or 1, false or true";
            case POISSON -> "a poisson outcome is a count";
            default ->
                "a gamma outcome is above zero: model zeros by themselves (a bernoulli outcome of \"more than"
                        + " nothing\") beside the positive rows";
        };
        boolean counted = outcome.counted();
        return Optional.of(new QualityCheck(
                counted ? "counted_outcome" : "positive_outcome",
                analysis,
                metric.name(),
                null,
                counted ? (double) of.fractions() : of.least(),
                0,
                Severity.GATE,
                switch (outcome) {
                    case BERNOULLI -> whole && !(of.greatest() > 1);
                    case POISSON -> whole;
                    default -> !(of.least() <= 0);
                },
                counted ? of.fractions() : survey.rows(),
                new SegmentChecks(analysis, input).column(column) + " goes from " + of.least() + " to " + of.greatest()
                        + ", with " + of.fractions() + " fractions",
                remedy + "; choose another outcome, or repair the column"));
    }

    /**
     * The check that estimates of rates rest on events enough to stand for their counts: with G segments, at least 30
     * sqrt(G) in each, so that the error of the mean effect stays below a tenth of its posterior deviation.
     */
    public static Optional<QualityCheck> ofEvents(
            String analysis, SegmentInput input, SegmentInput.Metric metric, SegmentSurvey survey) {
        String column = metric.events();
        if (column == null) {
            return Optional.empty();
        }
        SegmentSurvey.OfColumn of =
                java.util.Objects.requireNonNull(survey.columns().get(column));
        double needed = Math.ceil(EVENTS * Math.sqrt((double) survey.segments()));
        return Optional.of(new QualityCheck(
                "few_events",
                analysis,
                metric.name(),
                null,
                Double.isNaN(of.least()) ? 0 : of.least(),
                needed,
                Severity.GATE,
                of.unusable() == 0 && of.least() >= needed,
                survey.rows(),
                "column " + JobFailure.quote(column) + " of input "
                        + input.table().name() + " (metrics."
                        + metric.name() + ".events) tells of as few as "
                        + (Double.isNaN(of.least()) ? "no" : Double.toString(of.least()))
                        + " events; an estimate and a standard"
                        + " error stand for the counts of " + survey.segments() + " segments from " + (long) needed
                        + " on",
                "give rows in place of estimates (form = rows, outcome = bernoulli or poisson), or leave out the"
                        + " segments with few events"));
    }

    /** The check that the cells of all segments fit where their hyper-parameters are sampled. */
    public static QualityCheck ofCells(String analysis, SegmentInput.Metric metric, long cells, long rows) {
        return new QualityCheck(
                "cells",
                analysis,
                metric.name(),
                null,
                (double) cells,
                (double) MOST_CELLS,
                Severity.GATE,
                cells <= MOST_CELLS,
                rows,
                rows + " rows have " + cells + " distinct combinations of segment and columns "
                        + String.join(", ", metric.columns()) + " (metrics." + metric.name() + "); up to " + MOST_CELLS
                        + " can be pooled",
                "round or bin these columns where the table is made (such as floor(age / 5)), or leave covariates out");
    }

    /** Checks of how the segments of a metric are filled. */
    public static List<QualityCheck> ofSegments(
            String analysis, SegmentInput input, String metric, SegmentFacts facts, boolean estimates, double least) {
        SegmentChecks made = new SegmentChecks(analysis, input);
        long n = facts.segments();
        made.add(
                "few_segments",
                metric,
                (double) n,
                5,
                n < 2 ? Severity.GATE : Severity.WARN,
                n >= 5,
                n,
                n < 2
                        ? "one segment has no other to be pooled with, and nothing tells how far segments differ"
                        : n
                                + " segments say little of how far segments differ: the prior of the spread decides how much is"
                                + " pooled",
                n < 2
                        ? "analyse it as an experiment (command experiment), or bind another segment column"
                        : "state that prior with care, or analyse the segments as experiments");
        made.add(
                "segments_without_effect",
                metric,
                (double) facts.untold(),
                0,
                Severity.WARN,
                facts.untold() == 0,
                facts.untold(),
                facts.untold() + " of " + n + " segments tell no effect of their own (" + facts.empty()
                        + " without a row, " + facts.oneArmed()
                        + " without a row in some arm): their answer is what the others say",
                "read shrinkage_weight beside their effects");
        if (estimates) {
            made.none(
                    "repeated_segments",
                    metric,
                    facts.doubled(),
                    n,
                    Severity.GATE,
                    "segments have more than one row of estimates",
                    "give one row a segment, or form = rows");
            made.add(
                    "standard_errors",
                    metric,
                    least,
                    0,
                    Severity.GATE,
                    least > 0,
                    n,
                    "the least standard error is " + least,
                    "a standard error is a positive number: repair the column, or leave the rows out of the table");
        } else {
            made.add(
                    "single_rows",
                    metric,
                    (double) facts.single(),
                    (double) n,
                    Severity.WARN,
                    facts.single() < n,
                    facts.single(),
                    facts.single() + " of " + n + " segments have one row",
                    "if all have, nothing tells the variation between segments from that within them but the priors");
        }
        return List.copyOf(made.checks);
    }

    /** The check that the usable rows hold every arm, or a treatment that varies: else the priors alone would answer. */
    public static Optional<QualityCheck> ofTreatments(
            String analysis, SegmentInput input, SegmentSpec spec, SegmentScale scale) {
        if (spec.form() == SegmentSpec.Form.ESTIMATES || scale.rows() == 0) {
            return Optional.empty();
        }
        List<String> absent = new ArrayList<>();
        int arms = spec.arms().size();
        if (spec.control().isEmpty()) {
            absent.addAll(scale.deviation(0) > 0 ? List.of() : spec.arms());
        } else {
            double control = scale.rows();
            for (int a = 0; a < arms; a++) {
                double rows = Math.rint(scale.rows() * scale.mean(a));
                control -= rows;
                absent.addAll(rows > 0 ? List.of() : List.of(spec.arms().get(a)));
            }
            absent.addAll(control > 0 ? List.of() : List.of(spec.control()));
        }
        String column = spec.control().isEmpty() ? input.treatment() : input.arm();
        return Optional.of(new QualityCheck(
                "unseen_treatments",
                analysis,
                spec.metric(),
                null,
                (double) absent.size(),
                0,
                Severity.GATE,
                absent.isEmpty(),
                scale.rows(),
                absent.isEmpty()
                        ? "every effect has rows that tell of it"
                        : new SegmentChecks(analysis, input).column(String.valueOf(column))
                                + (spec.control().isEmpty()
                                        ? " is the same in all " + scale.rows() + " rows"
                                        : " holds no usable row of "
                                                + absent.stream()
                                                        .map(JobFailure::quote)
                                                        .collect(Collectors.joining(" and of ")))
                                + ": nothing but priors would tell its effect",
                spec.control().isEmpty()
                        ? "bind a treatment that varies"
                        : "correct input.control and input.treatments, or wait for such rows"));
    }

    /** The check that an outcome varies. */
    public static QualityCheck ofVariation(String analysis, String metric, double deviation, long rows, double value) {
        return new QualityCheck(
                "no_variation",
                analysis,
                metric,
                null,
                deviation,
                0,
                Severity.GATE,
                deviation > 0,
                rows,
                rows == 0
                        ? "no row has all of its numbers"
                        : deviation > 0 ? "the outcome varies" : "every row has the outcome " + value,
                "bind another column: an outcome that never varies has no effects");
    }

    private String column(String name) {
        return "column " + JobFailure.quote(name) + " of input " + input.table().name() + " (" + key(name) + ")";
    }

    private String key(String column) {
        if (column.equals(input.segment())) {
            return "input.columns.segment";
        }
        if (column.equals(input.within())) {
            return "input.columns.within";
        }
        return column.equals(input.arm())
                ? "input.columns.arm"
                : column.equals(input.treatment()) ? "input.columns.treatment" : "metrics";
    }

    private void none(
            String check,
            @Nullable String metric,
            long count,
            long rows,
            Severity severity,
            String what,
            String remedy) {
        add(check, metric, (double) count, 0, severity, count == 0, count, count + " of " + rows + ": " + what, remedy);
    }

    private void add(
            String check,
            @Nullable String metric,
            double observed,
            double threshold,
            Severity severity,
            boolean passed,
            long rows,
            String finding,
            String remedy) {
        checks.add(new QualityCheck(
                check, analysis, metric, null, observed, threshold, severity, passed, rows, finding, remedy));
    }
}
