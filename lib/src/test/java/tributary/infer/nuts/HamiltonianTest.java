package tributary.infer.nuts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.Test;
import tributary.math.LogDensity;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The integrator runs backwards, keeps volume, and errs in energy by the square of its step; momenta fit the mass. */
class HamiltonianTest {
    private static PhasePoint point(LogDensity density, double... coordinates) {
        int n = density.dimension();
        PhasePoint point = new PhasePoint(n);
        System.arraycopy(coordinates, 0, point.position, 0, n);
        System.arraycopy(coordinates, n, point.momentum, 0, n);
        point.logDensity = density.evaluate(point.position, point.gradient);
        return point;
    }

    @Test
    void goesBackTheWayItCame() {
        LogDensity density = Targets.banana();
        Metric metric = DenseMetric.of(Targets.covariance(2, 0.6, 0.4));
        Hamiltonian hamiltonian = new Hamiltonian(density, metric);
        PhasePoint point = point(density, 0.3, 0.7, 0.5, -1.1);
        for (int i = 0; i < 50; i++) {
            hamiltonian.leapfrog(point, 0.05);
        }
        assertThat(point.position[0]).isNotCloseTo(0.3, within(0.01));
        for (int i = 0; i < 50; i++) {
            hamiltonian.leapfrog(point, -0.05);
        }
        assertThat(point.position).containsExactly(new double[] {0.3, 0.7}, within(1e-11));
        assertThat(point.momentum).containsExactly(new double[] {0.5, -1.1}, within(1e-11));
    }

    @Test
    void energyErrorIsOfSecondOrder() {
        LogDensity density = Targets.studentT(3);
        Hamiltonian hamiltonian = new Hamiltonian(density, DiagonalMetric.of(0.5, 1, 2));
        double[] error = new double[2];
        for (int halving = 0; halving < 2; halving++) {
            PhasePoint point = point(density, 0.3, 0.7, -1.5, 0.5, -1.1, 0.8);
            DiagonalMetric.of(0.5, 1, 2).velocity(point.momentum, point.velocity);
            double before = hamiltonian.energy(point);
            int steps = 40 << halving;
            for (int i = 0; i < steps; i++) {
                hamiltonian.leapfrog(point, 1.7 / steps);
            }
            error[halving] = Math.abs(hamiltonian.energy(point) - before);
        }
        assertThat(error[0] / error[1]).isCloseTo(4, within(0.05));
    }

    @Test
    void keepsVolume() {
        LogDensity density = Targets.banana();
        Hamiltonian hamiltonian = new Hamiltonian(density, DiagonalMetric.of(0.5, 2));
        double h = 1e-5;
        double[] base = {0.3, 0.7, 0.5, -1.1};
        double[][] jacobian = new double[4][4];
        for (int j = 0; j < 4; j++) {
            double[][] ends = new double[2][];
            for (int side = 0; side < 2; side++) {
                double[] moved = base.clone();
                moved[j] += side == 0 ? -h : h;
                PhasePoint point = point(density, moved);
                for (int i = 0; i < 10; i++) {
                    hamiltonian.leapfrog(point, 0.08);
                }
                ends[side] = new double[] {point.position[0], point.position[1], point.momentum[0], point.momentum[1]};
            }
            for (int i = 0; i < 4; i++) {
                jacobian[i][j] = (ends[1][i] - ends[0][i]) / (2 * h);
            }
        }
        assertThat(new LUDecomposition(new Array2DRowRealMatrix(jacobian)).getDeterminant())
                .isCloseTo(1, within(1e-7));
    }

    @Test
    void momentaHaveTheMassAsCovariance() {
        double[][] covariance = Targets.covariance(3, 0.7, 0.5);
        Metric metric = DenseMetric.of(covariance);
        RandomStream stream = StreamKey.of(4).stream();
        int draws = 100_000;
        double[] momentum = new double[3];
        double[] velocity = new double[3];
        // E[v v'] = M^-1 E[p p'] M^-1 = M^-1: velocities have the metric's covariance
        double[][] products = new double[3][3];
        for (int d = 0; d < draws; d++) {
            metric.drawMomentum(stream, momentum);
            metric.velocity(momentum, velocity);
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    products[i][j] += velocity[i] * velocity[j] / draws;
                }
            }
        }
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double scale = Math.sqrt(covariance[i][i] * covariance[j][j]);
                // five standard errors of a mean of products: at most sqrt(2 / draws) scale each
                assertThat(products[i][j]).isCloseTo(covariance[i][j], within(5 * scale * Math.sqrt(2.0 / draws)));
            }
        }
    }
}
