package tributary.infer.nuts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.math.LogDensity;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The iterative kernel makes the recursive twin's transitions, and keeps its promises about state. */
class NutsKernelTest {
    private static LogDensity target(String name) {
        return switch (name) {
            case "normal" -> Targets.normal(Targets.covariance(7, 0.8, 1));
            case "student" -> Targets.studentT(3);
            case "funnel" -> Targets.funnel();
            case "banana" -> Targets.banana();
            case "edge" -> Targets.edge();
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "normal, 0.2, 10, false", "normal, 0.05, 10, true", "normal, 0.02, 4, false", "student, 0.7, 10, false",
        "student, 0.05, 12, true", "funnel, 0.8, 10, false", "banana, 0.1, 10, true", "edge, 0.8, 10, false"
    })
    void makesTheTransitionsOfItsRecursiveTwin(String name, double stepSize, int maxDepth, boolean dense) {
        LogDensity density = target(name);
        int n = density.dimension();
        Metric metric = dense ? DenseMetric.of(Targets.covariance(n, 0.5, 0.3)) : DiagonalMetric.unit(n);
        NutsKernel fast = new NutsKernel(density, metric, maxDepth);
        RecursiveNuts slow = new RecursiveNuts(target(name), metric, maxDepth);
        RandomStream fastStream = StreamKey.of(11).with(name).stream();
        RandomStream slowStream = StreamKey.of(11).with(name).stream();
        double[] start = new double[n];
        Arrays.fill(start, 0.5);
        NutsState state = fast.init(start);
        int divergences = 0;
        for (int t = 0; t < 300; t++) {
            RecursiveNuts.Outcome expected = slow.step(state.position(), stepSize, slowStream);
            NutsKernel.Transition actual = fast.step(state, stepSize, fastStream);
            state = actual.state();
            assertThat(state.position()).containsExactly(expected.position(), within(1e-12));
            assertThat(actual.step().treeDepth()).isEqualTo(expected.depth());
            assertThat(actual.step().leapfrogs()).isEqualTo(expected.leapfrogs());
            assertThat(actual.step().diverging()).isEqualTo(expected.diverging());
            assertThat(fastStream.nextLong()).isEqualTo(slowStream.nextLong());
            divergences += expected.diverging() ? 1 : 0;
        }
        assertThat(divergences > 0).isEqualTo(name.equals("funnel") || name.equals("edge"));
    }

    @Test
    void aStateIsNotChangedByLaterSteps() {
        NutsKernel kernel = new NutsKernel(Targets.banana(), DiagonalMetric.unit(2), 10);
        RandomStream stream = StreamKey.of(3).stream();
        NutsState first =
                kernel.step(kernel.init(new double[] {1, 1}), 0.2, stream).state();
        double[] before = first.position();
        double[] gradient = first.gradient();
        NutsState second = kernel.step(first, 0.2, stream).state();
        kernel.step(second, 0.2, stream);
        assertThat(first.position()).containsExactly(before);
        assertThat(first.gradient()).containsExactly(gradient);
        double[] fresh = new double[2];
        assertThat(Targets.banana().evaluate(before, fresh)).isEqualTo(first.logDensity());
        assertThat(fresh).containsExactly(gradient);
    }

    @Test
    void theEnergyReportedIsThatOfTheChosenPoint() {
        // with a minute step the energy is conserved: it must equal the initial one, whichever point was chosen
        NutsKernel kernel = new NutsKernel(Targets.studentT(2), DiagonalMetric.unit(2), 6);
        NutsState state = kernel.init(new double[] {0.3, -0.4});
        RandomStream stream = StreamKey.of(9).stream();
        RandomStream twin = StreamKey.of(9).stream();
        double kinetic = 0;
        for (int i = 0; i < 2; i++) {
            double p = twin.nextGaussian();
            kinetic += 0.5 * p * p;
        }
        NutsKernel.Transition transition = kernel.step(state, 1e-4, stream);
        assertThat(transition.step().energy()).isCloseTo(kinetic - state.logDensity(), within(1e-7));
        assertThat(transition.step().acceptanceRate()).isCloseTo(1, within(1e-6));
        assertThat(transition.step().treeDepth()).isEqualTo(6);
        assertThat(transition.step().leapfrogs()).isEqualTo(63);
    }
}
