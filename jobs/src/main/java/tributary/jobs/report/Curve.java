package tributary.jobs.report;

import java.util.Locale;

/** A density curve: heights over an even grid of places, from counted draws or as published. */
public final class Curve {
    private static final int POINTS = 129;

    private final double[] x;
    private final double[] y;

    private Curve(double[] x, double[] y) {
        this.x = x;
        this.y = y;
    }

    /** The curve through given points; x ascending. */
    public static Curve through(double[] x, double[] y) {
        if (x.length != y.length || x.length < 2) {
            throw new IllegalArgumentException(
                    "a curve needs two points or more, has " + x.length + " places and " + y.length + " heights");
        }
        return new Curve(x.clone(), y.clone());
    }

    /**
     * A Gaussian kernel estimate from counts in even bins, with Silverman's (1986) bandwidth.
     *
     * @param lower left end of the first bin
     * @param width width of a bin, above 0
     * @param counts draws in each bin
     */
    public static Curve ofCounts(double lower, double width, long[] counts) {
        double n = 0;
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            n += counts[i];
            sum += counts[i] * (lower + (i + 0.5) * width);
        }
        double mean = sum / n;
        double squares = 0;
        for (int i = 0; i < counts.length; i++) {
            double deviation = lower + (i + 0.5) * width - mean;
            squares += counts[i] * deviation * deviation;
        }
        double h = Math.max(width, 1.06 * Math.sqrt(squares / n) * Math.pow(n, -0.2));
        double from = lower - 2 * h;
        double step = (counts.length * width + 4 * h) / (POINTS - 1);
        double[] x = new double[POINTS];
        double[] y = new double[POINTS];
        for (int k = 0; k < POINTS; k++) {
            x[k] = from + k * step;
            for (int i = 0; i < counts.length; i++) {
                double z = (x[k] - (lower + (i + 0.5) * width)) / h;
                y[k] += counts[i] * Math.exp(-0.5 * z * z);
            }
            y[k] /= n * h * Math.sqrt(2 * Math.PI);
        }
        return new Curve(x, y);
    }

    /** The same density of {@code slope} times the quantity plus {@code offset}; the slope is not 0. */
    Curve scaled(double slope, double offset) {
        double[] places = new double[x.length];
        double[] heights = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int from = slope > 0 ? i : x.length - 1 - i;
            places[i] = slope * x[from] + offset;
            heights[i] = y[from] / Math.abs(slope);
        }
        return new Curve(places, heights);
    }

    double lower() {
        return x[0];
    }

    double upper() {
        return x[x.length - 1];
    }

    double peak() {
        double peak = 0;
        for (double height : y) {
            peak = Math.max(peak, height);
        }
        return peak;
    }

    /** The area under the whole curve, by trapezoids. */
    double area() {
        double area = 0;
        for (int i = 1; i < x.length; i++) {
            area += 0.5 * (y[i] + y[i - 1]) * (x[i] - x[i - 1]);
        }
        return area;
    }

    /** The height at a place, linearly between points; 0 outside. */
    double at(double place) {
        if (!(place >= lower() && place <= upper())) {
            return 0;
        }
        int i = 1;
        while (i < x.length - 1 && x[i] < place) {
            i++;
        }
        double share = (place - x[i - 1]) / (x[i] - x[i - 1]);
        return y[i - 1] + share * (y[i] - y[i - 1]);
    }

    /** SVG path data on a 1000 x 1000 sheet whose bottom is height 0 and top {@code top}. */
    String line(Axis axis, double top) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < x.length; i++) {
            point(path, i == 0 ? 'M' : 'L', axis.place(x[i]), y[i] / top);
        }
        return path.toString();
    }

    /** The area between two places, closed along the bottom; empty where they do not meet the curve. */
    String area(Axis axis, double top, double from, double to) {
        double left = Math.max(from, lower());
        double right = Math.min(to, upper());
        if (!(left < right)) {
            return "";
        }
        StringBuilder path = new StringBuilder();
        point(path, 'M', axis.place(left), 0);
        point(path, 'L', axis.place(left), at(left) / top);
        for (int i = 0; i < x.length; i++) {
            if (x[i] > left && x[i] < right) {
                point(path, 'L', axis.place(x[i]), y[i] / top);
            }
        }
        point(path, 'L', axis.place(right), at(right) / top);
        point(path, 'L', axis.place(right), 0);
        return path.append('Z').toString();
    }

    private static void point(StringBuilder path, char command, double percent, double share) {
        path.append(command)
                .append(String.format(Locale.ROOT, "%.1f %.1f", 10 * percent, 1000 - 960 * Math.min(share, 1.04)));
    }
}
