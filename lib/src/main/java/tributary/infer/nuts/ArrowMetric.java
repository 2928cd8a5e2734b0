package tributary.infer.nuts;

import tributary.infer.mode.Arrow;
import tributary.infer.mode.ArrowMatrix;
import tributary.infer.mode.ArrowRoot;
import tributary.random.RandomStream;

/** A metric whose mass has the zeros of an {@link Arrow}: a group's coordinates go with its own and with shared ones. */
public final class ArrowMetric implements Metric {
    private static final long serialVersionUID = 1L;

    private final ArrowRoot mass;

    private ArrowMetric(ArrowRoot mass) {
        this.mass = mass;
    }

    /** Of the mass's Cholesky factor: the mass is the posterior's precision. */
    public static ArrowMetric of(ArrowRoot mass) {
        return new ArrowMetric(mass);
    }

    /** All variances one. */
    public static ArrowMetric unit(Arrow arrow) {
        return new ArrowMetric(ArrowMatrix.identity(arrow).root().orElseThrow());
    }

    /** Its zeros. */
    public Arrow arrow() {
        return mass.arrow();
    }

    @Override
    public int dimension() {
        return mass.dimension();
    }

    @Override
    public void velocity(double[] momentum, double[] velocity) {
        mass.solve(momentum, velocity, new double[mass.arrow().widthShared()]);
    }

    @Override
    public void drawMomentum(RandomStream stream, double[] momentum) {
        double[] normal = new double[momentum.length];
        for (int i = 0; i < normal.length; i++) {
            normal[i] = stream.nextGaussian();
        }
        mass.times(normal, momentum);
    }

    @Override
    public double[] variances() {
        return mass.inverseDiagonal();
    }
}
