package tributary.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Intervals of known distributions, relations between intervals, and refused probabilities. */
class IntervalTest {
    @Test
    void exponentialHighestDensityStartsAtZeroAndEqualTailsDoNot() {
        RandomStream stream = StreamKey.of(5).with("interval").stream();
        double[] values = new double[200_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = stream.nextExponential();
        }
        Interval narrow = Interval.highestDensity(values, 0.9);
        assertThat(narrow.lower()).isCloseTo(0, within(0.02));
        assertThat(narrow.upper()).isCloseTo(-Math.log(0.1), within(0.05));
        Interval even = Interval.equalTailed(values, 0.9);
        // standard error of a quantile: sqrt(p (1 - p) / n) / density, here 5e-4 and 1e-2
        assertThat(even.lower()).isCloseTo(-Math.log(0.95), within(0.003));
        assertThat(even.upper()).isCloseTo(-Math.log(0.05), within(0.05));
        assertThat(even.width()).isGreaterThan(narrow.width());
    }

    @Test
    void intervalsRelate() {
        Interval rope = new Interval(-1, 1);
        assertThat(new Interval(-0.5, 1).inside(rope)).isTrue();
        assertThat(new Interval(0.5, 1.5).inside(rope)).isFalse();
        assertThat(new Interval(0.5, 1.5).excludes(rope)).isFalse();
        assertThat(new Interval(1.1, 1.5).excludes(rope)).isTrue();
        assertThat(rope.contains(1)).isTrue();
        assertThat(Describe.probabilityInside(new double[] {-2, -1, 0, 3}, rope))
                .isEqualTo(0.5);
        assertThat(Describe.probabilityAbove(new double[] {-1, 0, 1, 2}, 0)).isEqualTo(0.625);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> Interval.highestDensity(new double[] {1, 2}, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(0, 1)");
        assertThatThrownBy(() -> Interval.equalTailed(new double[0], 0.5)).hasMessageContaining("none");
        assertThat(Interval.highestDensity(new double[] {1, Double.NaN}, 0.5).lower())
                .isNaN();
    }
}
