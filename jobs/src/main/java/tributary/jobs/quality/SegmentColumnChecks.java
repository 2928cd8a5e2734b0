package tributary.jobs.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tributary.family.segments.Outcome;
import tributary.family.segments.SegmentScale;
import tributary.family.segments.SegmentSpec;
import tributary.jobs.Counted;
import tributary.jobs.JobFailure;
import tributary.jobs.scan.SegmentInput;
import tributary.jobs.scan.SegmentSurvey;

/** Judges the columns of a table of segments: rows that cannot be used, and columns that are not what they are bound to, hold back. */
public final class SegmentColumnChecks {
    /** Events of a segment, times the root of the number of segments, from which an estimate stands for its counts. */
    private static final double EVENTS = 30;

    private SegmentColumnChecks() {}

    /**
     * Checks of what the survey found.
     *
     * @param drop whether rows without a segment, a known arm or a usable number are left out rather than refused
     */
    public static List<QualityCheck> ofTable(String analysis, SegmentInput input, SegmentSurvey survey, boolean drop) {
        SegmentFindings made = new SegmentFindings(analysis, input);
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
                made.column(input.segment())
                        + " holds a segment called \"all\", the word for everybody in the results, or by"
                        + " an empty name",
                "rename that segment where the table is made");
        String treatment = input.treatment();
        if (treatment != null) {
            numbers(made, null, treatment, survey, missing, leftOut);
        }
        for (SegmentInput.Metric metric : input.metrics()) {
            for (String column : metric.columns()) {
                numbers(made, metric.name(), column, survey, missing, leftOut);
            }
        }
        return made.checks();
    }

    /** Whether a column of numbers can be squared and summed; of no metric: the treatment of all. */
    private static void numbers(
            SegmentFindings made,
            @Nullable String metric,
            String column,
            SegmentSurvey survey,
            Severity missing,
            String leftOut) {
        SegmentSurvey.OfColumn of = survey.columns().get(column);
        if (of == null) {
            return;
        }
        made.none(
                "missing_values",
                metric,
                of.unusable(),
                survey.rows(),
                missing,
                made.column(column) + " is NULL, NaN or infinite",
                leftOut);
        double size = Math.max(Math.abs(of.least()), Math.abs(of.greatest()));
        made.add(
                "extreme_values",
                metric,
                Double.isNaN(size) ? 0 : size,
                SegmentSurvey.LARGEST,
                Severity.GATE,
                of.moderate(),
                survey.rows(),
                "the numbers of " + made.column(column) + " reach " + size,
                "repair the values, or scale the column where the table is made");
    }

    /** The check that an outcome is what its likelihood is of: a count, yes and no, a positive number. */
    public static Optional<QualityCheck> ofOutcome(
            String analysis, SegmentInput input, SegmentInput.Metric metric, SegmentSurvey survey, Outcome outcome) {
        if (!outcome.linked()) {
            return Optional.empty();
        }
        String column = metric.columns().get(metric.columns().size() - 1);
        SegmentSurvey.OfColumn of = Objects.requireNonNull(survey.columns().get(column));
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
                SegmentFindings.column(input, column) + " goes from " + of.least() + " to " + of.greatest() + ", with "
                        + Counted.of(of.fractions(), "fraction"),
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
        SegmentSurvey.OfColumn of = Objects.requireNonNull(survey.columns().get(column));
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
                        : SegmentFindings.column(input, String.valueOf(column))
                                + (spec.control().isEmpty()
                                        ? " is the same in "
                                                + (scale.rows() == 1 ? "the one row" : "all " + scale.rows() + " rows")
                                        : " holds no usable row of "
                                                + absent.stream()
                                                        .map(JobFailure::quote)
                                                        .collect(Collectors.joining(" and of ")))
                                + ": nothing but priors would tell its effect",
                spec.control().isEmpty()
                        ? "bind a treatment that varies"
                        : "correct input.control and input.treatments, or wait for such rows"));
    }
}
