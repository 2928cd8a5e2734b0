package tributary.family.mediamix;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import tributary.posterior.Data;

/** The columns that the model reads, made from a panel: rows by geo, then week. */
final class PanelColumns {
    private final MediaMixModel model;
    private final MediaPanel panel;
    private final double[] sizes;
    private final int weeks;

    PanelColumns(MediaMixModel model) {
        this.model = model;
        this.panel = model.panel();
        this.sizes = panel.relativeSizes();
        this.weeks = panel.weeks().size();
    }

    Data data() {
        MediaMixSpec spec = model.spec();
        int rows = sizes.length * weeks;
        Data.Builder builder = Data.builder();
        String[] geos = new String[rows];
        double[] week = new double[rows];
        double[] time = new double[rows];
        double[] day = new double[rows];
        double[] size = new double[rows];
        for (int row = 0; row < rows; row++) {
            LocalDate date = panel.weeks().get(row % weeks);
            geos[row] = panel.geos().get(row / weeks);
            week[row] = row % weeks;
            time[row] = (double) (row % weeks) / weeks;
            day[row] = date.getDayOfYear();
            size[row] = model.kpiScale() * sizes[row / weeks];
        }
        builder.categories("geo", geos).numbers("week", week).numbers("size", size);
        builder.numbers("kpi", flat(panel.kpi(), model.kpiScale()));
        if (panel.holdsOut()) {
            double[] held = new double[rows];
            Arrays.setAll(held, row -> panel.heldOut(row / weeks, row % weeks) ? 1 : 0);
            builder.numbers("held_out", held);
        }
        if (!spec.baseline().trend().isEmpty()) {
            builder.numbers("time", time);
        }
        if (spec.baseline().order() > 0) {
            builder.numbers("day", day);
        }
        for (int k = 1; k <= spec.baseline().knots(); k++) {
            builder.numbers("knot_" + k, knot(k - 1, spec.baseline().knots()));
        }
        for (ChannelSpec channel : spec.channels()) {
            builder.numbers("media_" + model.id(channel.name()), media(channel.name()));
        }
        int number = 0;
        for (ControlSpec control : spec.controls()) {
            number++;
            builder.numbers("control_" + number, control(control));
        }
        for (int k = 1; k <= spec.mediators().size(); k++) {
            MediatorSpec mediator = spec.mediators().get(k - 1);
            builder.numbers("mediator_" + k, mediator(mediator.name(), series(mediator.name())));
        }
        model.feeders().forEach(channel -> builder.numbers("was_" + model.id(channel), media(channel)));
        lifts(builder);
        return builder.build();
    }

    static double[][] perSize(double[][] values, double[] sizes) {
        double[][] scaled = new double[values.length][];
        for (int g = 0; g < values.length; g++) {
            scaled[g] = values[g].clone();
            for (int t = 0; t < scaled[g].length; t++) {
                scaled[g][t] /= sizes[g];
            }
        }
        return scaled;
    }

    private double[] media(String channel) {
        return media(channel, panel.of(channel).exposure());
    }

    /** The column of a channel, had its media been these. */
    double[] media(String channel, double[][] exposure) {
        return flat(exposure, model.mediaScale(channel));
    }

    /** The column of a mediator, had it been these. */
    double[] mediator(String mediator, double[][] values) {
        return flat(values, model.mediatorScale(mediator));
    }

    private double[] flat(double[][] values, double scale) {
        double[] all = new double[sizes.length * weeks];
        for (int row = 0; row < all.length; row++) {
            all[row] = values[row / weeks][row % weeks] / (scale * sizes[row / weeks]);
        }
        return all;
    }

    private double[][] series(String name) {
        return model.series(name).values();
    }

    private double[] control(ControlSpec spec) {
        return control(spec, seen(spec));
    }

    private double[] seen(ControlSpec spec) {
        double[][] values = series(spec.name());
        double[] all = new double[sizes.length * weeks];
        for (int row = 0; row < all.length; row++) {
            all[row] = values[row / weeks][row % weeks];
        }
        return all;
    }

    /** The column of a control, had it been these, by row: brought to the mean and deviation of what was. */
    double[] control(ControlSpec spec, double[] values) {
        if (!spec.standardised()) {
            return values;
        }
        double[] seen = seen(spec);
        double mean = Arrays.stream(seen).average().orElse(0);
        double squares = Arrays.stream(seen).map(v -> (v - mean) * (v - mean)).sum();
        double sd = Math.sqrt(squares / Math.max(1, seen.length - 1));
        return Arrays.stream(values).map(v -> sd > 0 ? (v - mean) / sd : 0).toArray();
    }

    /** Hats of height 1 over evenly spaced weeks, the first and the last included: a straight line between knots. */
    private double[] knot(int k, int knots) {
        double apart = (weeks - 1.0) / (knots - 1);
        double[] all = new double[sizes.length * weeks];
        for (int row = 0; row < all.length; row++) {
            all[row] = Math.max(0, 1 - Math.abs(row % weeks - k * apart) / apart);
        }
        return all;
    }

    /** For each lift test the channel's media without it and the rows it was measured in; then the tests' own table. */
    private void lifts(Data.Builder builder) {
        List<LiftTest> tests = model.liftTests();
        int number = 0;
        for (LiftTest test : tests) {
            number++;
            double[] during = new double[sizes.length * weeks];
            IntUnaryOperator inside = row ->
                    (test.geo().isEmpty() || panel.geos().get(row / weeks).equals(test.geo()))
                                    && row % weeks >= test.first()
                                    && row % weeks <= test.last()
                            ? 1
                            : 0;
            Arrays.setAll(during, inside::applyAsInt);
            builder.numbers("during_" + number, during).numbers("without_" + number, without(test, during));
        }
        if (tests.isEmpty()) {
            return;
        }
        builder.table("lifts").numbers("lift", column(tests, true)).numbers("lift_se", column(tests, false));
        for (int j = 1; j <= tests.size(); j++) {
            double[] is = new double[tests.size()];
            is[j - 1] = 1;
            builder.numbers("is_" + j, is);
        }
    }

    private double[] column(List<LiftTest> tests, boolean lift) {
        return tests.stream()
                .mapToDouble(t -> (lift ? t.lift() : t.se()) / model.kpiScale())
                .toArray();
    }

    /**
     * The media had the test's spend not been added: what was added is a share of the test's media and is taken off every
     * week and geo alike; what was cut is given back evenly, to geos in proportion to size.
     */
    private double[] without(LiftTest test, double[] during) {
        MediaPanel.Media media = panel.of(test.channel());
        double[] all = media(test.channel());
        double spent = 0;
        double exposed = 0;
        double spentDuring = 0;
        double size = 0;
        for (int row = 0; row < all.length; row++) {
            double spend = media.spend()[row / weeks][row % weeks];
            spent += spend;
            exposed += media.exposure()[row / weeks][row % weeks];
            spentDuring += during[row] * spend;
            size += during[row] * sizes[row / weeks];
        }
        if (test.spend() > spentDuring * (1 + 1e-9)) {
            throw new IllegalArgumentException("a lift test of " + test.channel() + " in weeks " + test.first() + " to "
                    + test.last() + " added " + test.spend() + ", but in these weeks " + spentDuring
                    + " was spent: the media must hold the test's spend");
        }
        double kept = Math.max(0, 1 - test.spend() / spentDuring);
        double perSize = -test.spend() / size * (spent > 0 ? exposed / spent : 1) / model.mediaScale(test.channel());
        for (int row = 0; row < all.length; row++) {
            if (during[row] > 0) {
                all[row] = test.spend() > 0 ? kept * all[row] : all[row] + perSize;
            }
        }
        return all;
    }
}
