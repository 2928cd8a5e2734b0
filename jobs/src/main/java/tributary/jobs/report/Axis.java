package tributary.jobs.report;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A horizontal axis: where a number lies, in percent of the width, and where ticks stand.
 *
 * <p>Places are percentages so that a chart fits any width while its letters keep their size.
 *
 * @param lower the left end
 * @param upper the right end, above the left
 * @param ticks round numbers between them
 */
record Axis(double lower, double upper, List<Double> ticks) {
    private static final double WIDTH = 100;

    Axis {
        ticks = List.copyOf(ticks);
    }

    /** An axis over the range, widened by a little and by a unit if it is empty, with about {@code count} ticks. */
    static Axis over(double from, double to, int count) {
        double width = to - from;
        double margin = width > 0 ? 0.02 * width : Math.max(1e-6, 0.5 * Math.abs(from));
        double lower = from - margin;
        double upper = to + margin;
        double step = step((upper - lower) / count);
        List<Double> ticks = new ArrayList<>();
        for (double k = Math.ceil(lower / step); k * step <= upper; k++) {
            ticks.add(k * step);
        }
        return new Axis(lower, upper, ticks);
    }

    /** An axis over the range of some numbers. */
    static Axis over(DoubleStream numbers, int count) {
        DoubleSummaryStatistics range = numbers.summaryStatistics();
        return over(range.getMin(), range.getMax(), count);
    }

    /** Whether the number lies on the axis. */
    boolean holds(double x) {
        return x >= lower && x <= upper;
    }

    /** Its place from the left in percent; numbers beyond an end lie at that end. */
    double place(double x) {
        return WIDTH * (Math.min(Math.max(x, lower), upper) - lower) / (upper - lower);
    }

    /** Its place, as an attribute's value. */
    String at(double x) {
        return percent(place(x));
    }

    /** The width between two numbers, as an attribute's value. */
    String between(double from, double to) {
        return percent(Math.max(0, place(to) - place(from)));
    }

    private static String percent(double place) {
        return String.format(Locale.ROOT, "%.2f%%", place);
    }

    /** The round step (1, 2 or 5 times a power of ten) nearest by. */
    private static double step(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double share = rough / power;
        return power * (share < 1.4 ? 1 : share < 3.2 ? 2 : share < 7 ? 5 : 10);
    }
}
