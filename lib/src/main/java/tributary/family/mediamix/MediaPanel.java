package tributary.family.mediamix;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Weeks by geos of outcome, media and controls: complete, in order of time.
 *
 * <p>Arrays are {@code [geo][week]}; they are taken over, not copied.
 */
public final class MediaPanel implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> geos;
    private final ArrayList<LocalDate> weeks;
    private final double[][] kpi;
    private final ArrayList<Media> media;
    private final ArrayList<Series> controls;
    private final double[] sizes;
    private final double value;
    private final ArrayList<LiftTest> liftTests;
    private final boolean[][] heldOut;

    /** One channel's media: money spent, and what works, which is impressions or spend again; {@code [geo][week]}. */
    public static final class Media implements Serializable {
        private static final long serialVersionUID = 1L;

        private final String channel;
        private final double[][] spend;
        private final double[][] exposure;

        /** Takes the arrays over. */
        public Media(String channel, double[][] spend, double[][] exposure) {
            this.channel = channel;
            this.spend = spend;
            this.exposure = exposure;
        }

        /** The channel. */
        public String channel() {
            return channel;
        }

        /** Money, not negative; not to be changed. */
        public double[][] spend() {
            return spend;
        }

        /** What works; not to be changed. */
        public double[][] exposure() {
            return exposure;
        }
    }

    /** One control, {@code [geo][week]}. */
    public static final class Series implements Serializable {
        private static final long serialVersionUID = 1L;

        private final String name;
        private final double[][] values;

        /** Takes the array over. */
        public Series(String name, double[][] values) {
            this.name = name;
            this.values = values;
        }

        /** Its name. */
        public String name() {
            return name;
        }

        /** Its values; not to be changed. */
        public double[][] values() {
            return values;
        }
    }

    /**
     * A panel.
     *
     * @param geos names of the geos; one for a national model
     * @param weeks first days of the weeks, evenly spaced
     * @param kpi the outcome
     * @param media by channel
     * @param controls by control
     * @param sizes of the geos, such as populations; only their proportions count
     * @param value money one unit of the outcome is worth; 1 where the outcome is money, or nobody says
     * @param liftTests experiments on channels
     */
    public MediaPanel(
            List<String> geos,
            List<LocalDate> weeks,
            double[][] kpi,
            List<Media> media,
            List<Series> controls,
            double[] sizes,
            double value,
            List<LiftTest> liftTests) {
        this(geos, weeks, kpi, media, controls, sizes, value, liftTests, new boolean[geos.size()][weeks.size()]);
    }

    private MediaPanel(
            List<String> geos,
            List<LocalDate> weeks,
            double[][] kpi,
            List<Media> media,
            List<Series> controls,
            double[] sizes,
            double value,
            List<LiftTest> liftTests,
            boolean[][] heldOut) {
        this.heldOut = heldOut;
        this.geos = new ArrayList<>(geos);
        this.weeks = new ArrayList<>(weeks);
        this.kpi = kpi;
        this.media = new ArrayList<>(media);
        this.controls = new ArrayList<>(controls);
        this.sizes = sizes.clone();
        this.value = value;
        this.liftTests = new ArrayList<>(liftTests);
        rectangular("the outcome", kpi);
        media.forEach(m -> rectangular("the spend of " + m.channel(), m.spend()));
        media.forEach(m -> rectangular("the media of " + m.channel(), m.exposure()));
        controls.forEach(c -> rectangular("the control " + c.name(), c.values()));
        if (sizes.length != geos.size() || !(value > 0)) {
            throw new IllegalArgumentException("a panel needs a size for each geo and a positive value of its outcome");
        }
        for (LiftTest test : liftTests) {
            if (test.last() >= weeks.size()) {
                throw new IllegalArgumentException(
                        "a lift test of " + test.channel() + " lies beyond the data's weeks");
            }
            if (!test.geo().isEmpty() && !geos.contains(test.geo())) {
                throw new IllegalArgumentException(
                        "a lift test of " + test.channel() + " was in " + test.geo() + ", which is no geo of the data");
            }
            of(test.channel());
        }
    }

    private void rectangular(String what, double[][] values) {
        boolean fits = values.length == geos.size();
        for (double[] row : values) {
            fits &= row.length == weeks.size();
        }
        if (!fits) {
            throw new IllegalArgumentException(what + " is not " + geos.size() + " geos by " + weeks.size() + " weeks");
        }
    }

    /** The geos. */
    public List<String> geos() {
        return List.copyOf(geos);
    }

    /** The first days of the weeks. */
    public List<LocalDate> weeks() {
        return List.copyOf(weeks);
    }

    /** The outcome, not to be changed. */
    public double[][] kpi() {
        return kpi;
    }

    /** The media by channel. */
    public List<Media> media() {
        return List.copyOf(media);
    }

    /** The controls. */
    public List<Series> controls() {
        return List.copyOf(controls);
    }

    /** Sizes of the geos whose mean is 1. */
    double[] relativeSizes() {
        double sum = 0;
        for (double size : sizes) {
            sum += size;
        }
        double[] relative = new double[sizes.length];
        for (int g = 0; g < sizes.length; g++) {
            relative[g] = sizes[g] * sizes.length / sum;
        }
        return relative;
    }

    /** Money one unit of the outcome is worth. */
    public double value() {
        return value;
    }

    /** The experiments on channels. */
    public List<LiftTest> liftTests() {
        return List.copyOf(liftTests);
    }

    /**
     * The media of a channel.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Media of(String channel) {
        return media.stream()
                .filter(m -> m.channel().equals(channel))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there are no media of the channel " + channel));
    }

    /** What was spent on a channel in a geo, over all weeks. */
    public double spend(String channel, int geo) {
        double sum = 0;
        for (double week : of(channel).spend()[geo]) {
            sum += week;
        }
        return sum;
    }

    /** What was spent on a channel. */
    public double spend(String channel) {
        double sum = 0;
        for (int g = 0; g < geos.size(); g++) {
            sum += spend(channel, g);
        }
        return sum;
    }

    /** The same panel without, or with other, experiments. */
    public MediaPanel withLiftTests(List<LiftTest> others) {
        return new MediaPanel(geos, weeks, kpi, media, controls, sizes, value, others, heldOut);
    }

    /** The same panel with another outcome, other sizes, and rows of the outcome that the model must not learn from. */
    MediaPanel with(double[][] outcome, double[] otherSizes, boolean[][] held) {
        return new MediaPanel(geos, weeks, outcome, media, controls, otherSizes, value, liftTests, held);
    }

    /** Whether the model learns nothing from the outcome of some rows. */
    boolean holdsOut() {
        for (boolean[] geo : heldOut) {
            for (boolean held : geo) {
                if (held) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the model must not learn from the outcome of a row. */
    boolean heldOut(int geo, int week) {
        return heldOut[geo][week];
    }

    /** The geos' sizes as they were given. */
    public double[] sizes() {
        return sizes.clone();
    }

    /** The outcome over all weeks and geos. */
    double totalKpi() {
        double sum = 0;
        for (double[] row : kpi) {
            for (double one : row) {
                sum += one;
            }
        }
        return sum;
    }
}
