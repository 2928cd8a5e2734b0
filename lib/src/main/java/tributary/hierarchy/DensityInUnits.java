package tributary.hierarchy;

import java.util.List;

/** A density of positions in units of their own: {@code position = unit x z}, coordinate by coordinate. */
final class DensityInUnits implements CollapsedDensity {
    private final CollapsedDensity density;
    private final double[] units;
    private final double[] position;
    private final double[] slopes;

    DensityInUnits(CollapsedDensity density, double[] units) {
        this.density = density;
        this.units = units;
        position = new double[units.length];
        slopes = new double[units.length];
    }

    private double[] at(double[] z) {
        for (int i = 0; i < units.length; i++) {
            position[i] = units[i] * z[i];
        }
        return position;
    }

    @Override
    public int dimension() {
        return units.length;
    }

    @Override
    public List<String> names() {
        return density.names();
    }

    @Override
    public List<String> coordinates() {
        return density.coordinates();
    }

    @Override
    public List<int[]> scales() {
        return density.scales();
    }

    @Override
    public void natural(double[] z, double[] values) {
        density.natural(at(z), values);
    }

    @Override
    public double value(double[] z) {
        return density.value(at(z));
    }

    @Override
    public double evaluate(double[] z, double[] gradient) {
        return scaled(density.evaluate(at(z), gradient), gradient);
    }

    @Override
    public double prior(double[] z, double[] gradient) {
        return scaled(density.prior(at(z), gradient), gradient);
    }

    private double scaled(double value, double[] gradient) {
        for (int i = 0; i < units.length; i++) {
            gradient[i] *= units[i];
        }
        return value;
    }

    @Override
    public void smooth(double[] z, double[] into) {
        density.smooth(at(z), into);
    }

    @Override
    public void addThroughSmooth(double[] z, double[] bySmooth, double[] gradient) {
        java.util.Arrays.fill(slopes, 0);
        density.addThroughSmooth(at(z), bySmooth, slopes);
        for (int i = 0; i < units.length; i++) {
            gradient[i] += units[i] * slopes[i];
        }
    }

    @Override
    public double[] start() {
        double[] start = density.start();
        for (int i = 0; i < units.length; i++) {
            start[i] /= units[i];
        }
        return start;
    }
}
