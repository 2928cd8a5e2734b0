package tributary.jobs.mediamix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import tributary.family.mediamix.CarryOver;
import tributary.family.mediamix.ChannelSpec;
import tributary.family.mediamix.MediaMixModel;
import tributary.family.mediamix.MediaMixSpec;
import tributary.family.mediamix.MediaPanel;
import tributary.family.mediamix.Scale;
import tributary.infer.Describe;
import tributary.jobs.Counted;
import tributary.jobs.conf.MediaMixConf;

/** What a panel must be before a model can learn from it, and what it can hardly learn. */
final class PanelChecks {
    private static final String NOT_POSITIVE = "a log-normal outcome is positive, and this one is not in every week";

    /** A geo with so many times the media of others, by size, sets the scale of a channel for all. */
    private static final double CROWDED = 100;

    /** Media whose standard deviation is less than this share of their mean hardly vary. */
    private static final double LITTLE = 0.1;

    /** A scale that is less than this share of the outcome's deviation is a mean about zero. */
    private static final double SMALL = 0.01;

    private final MediaPanel panel;
    private final MediaMixSpec spec;
    private final MediaMixConf.Limits limits;
    private final CheckList checks;

    PanelChecks(MediaPanel panel, MediaMixSpec spec, MediaMixConf.Limits limits, CheckList checks) {
        this.panel = panel;
        this.spec = spec;
        this.limits = limits;
        this.checks = checks;
    }

    void all(String kpi) {
        double[] outcome = flat(panel.kpi());
        boolean varies = Arrays.stream(outcome).distinct().count() > 1;
        checks.gate(
                "kpi_variance",
                kpi,
                varies ? List.of() : List.of(kpi),
                "the outcome is " + outcome[0] + " in every week",
                "name an outcome that varies");
        if (varies) {
            scale(outcome, kpi);
        }
        if (spec.outcome() == MediaMixSpec.Outcome.LOGNORMAL) {
            checks.gate(
                    "kpi_positive",
                    kpi,
                    notPositive(panel),
                    NOT_POSITIVE,
                    "take outcome.distribution = normal or student-t");
        }
        spec.channels().forEach(channel -> ofChannel(channel.name()));
        spec.mediators().forEach(mediator -> ofMediator(mediator.name()));
        carryOver();
        if (checks.failed()) {
            return;
        }
        int rows = outcome.length;
        int parameters = parameters();
        checks.gate(
                "more_parameters_than_weeks",
                null,
                parameters < rows ? List.of() : List.of("model"),
                "the model has " + parameters + " parameters and " + rows + " weeks of data",
                "give more weeks or geos, or join channels and leave out controls");
        collinear();
    }

    /** The outcome's divisor must be of the outcome's size: a mean about zero is of no size, and a negative one divides nothing. */
    private void scale(double[] outcome, String kpi) {
        boolean largest = spec.kpiScale().rule() == Scale.Rule.MAX;
        boolean stated = spec.kpiScale().rule() == Scale.Rule.FIXED;
        double divisor = largest ? Arrays.stream(outcome).max().orElse(0) : Describe.mean(outcome);
        double sd = Describe.sd(outcome);
        checks.gate(
                "kpi_scale",
                kpi,
                stated || divisor > SMALL * sd ? List.of() : List.of(kpi),
                String.format(
                        Locale.ROOT,
                        "the outcome is divided by its %s, which is %.4g, and priors are of what is about 1",
                        largest ? "largest value" : "mean",
                        divisor),
                String.format(
                        Locale.ROOT,
                        "state scale.kpi as a positive number, such as %.4g (its standard deviation), and"
                                + " baseline.intercept in that scale",
                        sd));
    }

    /** Weeks that carry-over reaches beyond the data teach nothing: what came before the first week is taken for nothing. */
    private void carryOver() {
        int weeks = panel.weeks().size();
        List<String> longer = spec.channels().stream()
                .filter(c -> c.carryOver() != CarryOver.NONE && c.lags() > weeks)
                .map(ChannelSpec::name)
                .toList();
        checks.warn(
                "carry_over_beyond_data",
                null,
                longer.size(),
                "carry-over lasts longer than the data's " + weeks + " weeks for " + CheckList.shown(longer),
                "shorten channels.NAME.lags");
    }

    private static List<String> notPositive(MediaPanel panel) {
        return Arrays.stream(flat(panel.kpi()))
                .filter(v -> v <= 0)
                .mapToObj(Double::toString)
                .toList();
    }

    /** Why a model cannot be fitted to a panel of which it does not see some rows; empty if it can. */
    static String unfit(MediaMixSpec other, MediaPanel panel, int unseen) {
        if (other.outcome() == MediaMixSpec.Outcome.LOGNORMAL
                && !notPositive(panel).isEmpty()) {
            return NOT_POSITIVE + ": " + notPositive(panel).get(0);
        }
        try {
            int parameters = dimension(other, panel);
            int rows = flat(panel.kpi()).length - unseen;
            return parameters < rows
                    ? ""
                    : "the model has " + parameters + " parameters, and " + rows + " weeks of data to learn from";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static int dimension(MediaMixSpec spec, MediaPanel panel) {
        return MediaMixModel.of(spec, panel).plain().layout().dimension();
    }

    private int parameters() {
        try {
            return dimension(spec, panel);
        } catch (IllegalArgumentException e) {
            checks.gate("lift_test", "model", List.of("model"), String.valueOf(e.getMessage()), "correct the row");
            return 0;
        }
    }

    private void ofChannel(String channel) {
        MediaPanel.Media media = panel.of(channel);
        double[] spend = flat(media.spend());
        double[] exposure = flat(media.exposure());
        boolean used = Arrays.stream(exposure).anyMatch(v -> v > 0);
        checks.gate(
                "channel_never_used",
                channel,
                used ? List.of() : List.of(channel),
                "nothing was spent on " + channel + " in any week of the outcome",
                "leave the channel out: its answer would be its prior");
        long unseen = 0;
        for (int i = 0; i < spend.length; i++) {
            unseen += spend[i] > 0 && exposure[i] <= 0 ? 1 : 0;
        }
        checks.warn(
                "spend_without_impressions",
                channel,
                unseen,
                Counted.of(unseen, "week has", "weeks have") + " spend and no impressions",
                "see whether impressions are late or booked in another week");
        crowded(channel, media);
        double mean = Describe.mean(exposure);
        double sd = Describe.sd(exposure);
        boolean varies = !used || sd > LITTLE * mean;
        checks.warn(
                "spend_varies",
                channel,
                mean > 0 ? sd / mean : 0,
                LITTLE,
                varies,
                varies ? CheckList.FINE : "media hardly vary from week to week (standard deviation over mean)",
                "expect the prior to speak; vary the spend, or test");
    }

    /** A mediator is divided by its mean, and what never varies was fed by nothing. */
    private void ofMediator(String mediator) {
        double[] values = panel.controls().stream()
                .filter(series -> series.name().equals(mediator))
                .flatMapToDouble(series -> Arrays.stream(flat(series.values())))
                .toArray();
        double mean = Describe.mean(values);
        double sd = Describe.sd(values);
        boolean varies = Arrays.stream(values).distinct().limit(2).count() > 1;
        checks.gate(
                "mediator",
                mediator,
                varies && mean > SMALL * sd ? List.of() : List.of(mediator),
                varies
                        ? String.format(
                                Locale.ROOT,
                                "the mediator %s is divided by its mean, which is %.4g, and priors are of what is about 1",
                                mediator,
                                mean)
                        : "the mediator " + mediator + " is " + values[0] + " in every week",
                varies
                        ? "give it as what it counts, such as searches or visits, and not as deviations from something"
                        : "leave it out of mediators, or name a column that varies");
    }

    /** Media by size are divided by their largest: where one geo has far more than the others, theirs are next to nothing. */
    private void crowded(String channel, MediaPanel.Media media) {
        double[] most = new double[panel.geos().size()];
        int largest = 0;
        for (int g = 0; g < most.length; g++) {
            most[g] = Arrays.stream(media.exposure()[g]).max().orElse(0) / panel.sizes()[g];
            largest = most[g] > most[largest] ? g : largest;
        }
        double[] used = Arrays.stream(most).filter(m -> m > 0).toArray();
        if (used.length < 2) {
            return;
        }
        double ratio = most[largest] / Describe.quantile(used, 0.5);
        checks.warn(
                "media_by_size",
                channel,
                ratio,
                CROWDED,
                ratio <= CROWDED,
                ratio <= CROWDED
                        ? CheckList.FINE
                        : String.format(
                                Locale.ROOT,
                                "%s has %.3g times the %s of other geos for its size",
                                CheckList.shown(List.of(panel.geos().get(largest))),
                                ratio,
                                channel),
                "see whether its outcome is complete; give populations (input.geos), or leave the geo out");
    }

    /** Pairs that move together, and channels that the others together foretell; of those that vary at all. */
    private void collinear() {
        List<String> names = new ArrayList<>();
        List<double[]> varying = new ArrayList<>();
        for (ChannelSpec channel : spec.channels()) {
            double[] values = flat(panel.of(channel.name()).exposure());
            if (Arrays.stream(values).distinct().limit(2).count() > 1) {
                names.add(channel.name());
                varying.add(values);
            }
        }
        if (names.size() < 2) {
            return;
        }
        RealMatrix columns = new Array2DRowRealMatrix(varying.toArray(double[][]::new), false).transpose();
        RealMatrix correlation = new PearsonsCorrelation(columns).getCorrelationMatrix();
        double most = 0;
        String pair = "";
        for (int a = 0; a < names.size(); a++) {
            for (int b = 0; b < a; b++) {
                double r = Math.abs(correlation.getEntry(a, b));
                if (r > most) {
                    most = r;
                    pair = names.get(b) + " and " + names.get(a);
                }
            }
        }
        checks.warn(
                "channels_correlated",
                null,
                most,
                limits.correlation(),
                most <= limits.correlation(),
                "the most alike are " + pair,
                "the split between them is the prior's; join them, or test one");
        LUDecomposition factors = new LUDecomposition(correlation);
        boolean singular = !factors.getSolver().isNonSingular();
        for (int c = 0; c < names.size(); c++) {
            double inflation = singular
                    ? Double.POSITIVE_INFINITY
                    : factors.getSolver().getInverse().getEntry(c, c);
            checks.warn(
                    "variance_inflation",
                    names.get(c),
                    inflation,
                    limits.vif(),
                    inflation <= limits.vif(),
                    "how much less is known of " + names.get(c) + " because the others move with it",
                    "join channels that run together, or test this one");
        }
    }

    private static double[] flat(double[][] values) {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray();
    }
}
