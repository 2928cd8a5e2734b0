package tributary.infer.nuts;

import java.util.ArrayList;
import java.util.List;
import tributary.math.LogDensity;
import tributary.random.RandomStream;

/**
 * The slow, obvious twin of {@link NutsKernel}: recursive, allocating, keeping every point of the trajectory, and
 * checking turns on those points. Reads the stream in the same order, so it must make the same transitions.
 */
final class RecursiveNuts {
    private final LogDensity density;
    private final Metric metric;
    private final int maxDepth;
    private double initialEnergy;
    private boolean diverging;
    private int leapfrogs;

    RecursiveNuts(LogDensity density, Metric metric, int maxDepth) {
        this.density = density;
        this.metric = metric;
        this.maxDepth = maxDepth;
    }

    record Outcome(double[] position, int depth, int leapfrogs, boolean diverging) {}

    private record Point(double[] position, double[] momentum, double[] gradient, double logDensity) {}

    /** Points in order of time, the chosen one, and the log of the sum of weights. */
    private record Tree(List<Point> points, Point chosen, double logWeight) {}

    Outcome step(double[] position, double stepSize, RandomStream stream) {
        double[] momentum = new double[position.length];
        metric.drawMomentum(stream, momentum);
        double[] gradient = new double[position.length];
        Point start = new Point(position.clone(), momentum, gradient, density.evaluate(position, gradient));
        initialEnergy = energy(start);
        diverging = false;
        leapfrogs = 0;
        Tree tree = new Tree(List.of(start), start, 0);
        int depth = 0;
        while (depth < maxDepth) {
            boolean ahead = stream.nextDouble() > 0.5;
            Point end = tree.points.get(ahead ? tree.points.size() - 1 : 0);
            Tree grown = build(end, ahead ? stepSize : -stepSize, depth, stream);
            if (grown == null) {
                break;
            }
            depth++;
            boolean move = stream.nextDouble() < Math.exp(grown.logWeight - tree.logWeight);
            tree = join(tree, grown, ahead, move ? grown.chosen : tree.chosen);
            if (turns(tree.points)) {
                break;
            }
        }
        return new Outcome(tree.chosen.position, depth, leapfrogs, diverging);
    }

    private Tree build(Point from, double step, int depth, RandomStream stream) {
        if (depth == 0) {
            Point point = leapfrog(from, step);
            leapfrogs++;
            double error = energy(point) - initialEnergy;
            if (!(error <= NutsKernel.DIVERGENCE)) {
                diverging = true;
                return null;
            }
            return new Tree(List.of(point), point, -error);
        }
        Tree near = build(from, step, depth - 1, stream);
        if (near == null) {
            return null;
        }
        boolean ahead = step > 0;
        Point end = near.points.get(ahead ? near.points.size() - 1 : 0);
        Tree far = build(end, step, depth - 1, stream);
        if (far == null) {
            return null;
        }
        double logWeight = NutsKernel.logSum(near.logWeight, far.logWeight);
        boolean move = stream.nextDouble() < Math.exp(far.logWeight - logWeight);
        Tree joined = join(near, far, ahead, move ? far.chosen : near.chosen);
        return turns(joined.points) ? null : joined;
    }

    private static Tree join(Tree near, Tree far, boolean ahead, Point chosen) {
        List<Point> points = new ArrayList<>(ahead ? near.points : far.points);
        points.addAll(ahead ? far.points : near.points);
        return new Tree(points, chosen, NutsKernel.logSum(near.logWeight, far.logWeight));
    }

    /** Three stretches must not turn: all points, the first half and one more, the last half and one more. */
    private boolean turns(List<Point> points) {
        int half = points.size() / 2;
        return turned(points) || turned(points.subList(0, half + 1)) || turned(points.subList(half - 1, 2 * half));
    }

    private boolean turned(List<Point> points) {
        int n = metric.dimension();
        double[] sum = new double[n];
        for (Point point : points) {
            for (int i = 0; i < n; i++) {
                sum[i] += point.momentum[i];
            }
        }
        return !(dot(velocity(points.get(0)), sum) > 0 && dot(velocity(points.get(points.size() - 1)), sum) > 0);
    }

    private Point leapfrog(Point from, double step) {
        int n = metric.dimension();
        double[] momentum = from.momentum.clone();
        double[] position = from.position.clone();
        double[] gradient = new double[n];
        double[] velocity = new double[n];
        for (int i = 0; i < n; i++) {
            momentum[i] += 0.5 * step * from.gradient[i];
        }
        metric.velocity(momentum, velocity);
        for (int i = 0; i < n; i++) {
            position[i] += step * velocity[i];
        }
        double logDensity = density.evaluate(position, gradient);
        for (int i = 0; i < n; i++) {
            momentum[i] += 0.5 * step * gradient[i];
        }
        return new Point(position, momentum, gradient, logDensity);
    }

    private double energy(Point point) {
        return 0.5 * dot(point.momentum, velocity(point)) - point.logDensity;
    }

    private double[] velocity(Point point) {
        double[] velocity = new double[metric.dimension()];
        metric.velocity(point.momentum, velocity);
        return velocity;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
