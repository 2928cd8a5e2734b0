package tributary.jobs.mediamix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.infer.Draws;
import tributary.infer.SampleStats;
import tributary.jobs.conf.MediaMixConf;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The gate of chains: what cannot be judged does not pass. */
class ConvergenceTest {
    private static final MediaMixConf.Limits LIMITS = new MediaMixConf.Limits(1.05, 100, 0.01, 0.9, 10);

    private static String complaint(int chains, double last) {
        int draws = 400;
        RandomStream random = StreamKey.of(8).stream();
        double[] values = new double[chains * draws];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble();
        }
        values[values.length - 1] = last;
        SampleStats.Step[][] steps = new SampleStats.Step[chains][draws];
        for (SampleStats.Step[] chain : steps) {
            java.util.Arrays.fill(chain, new SampleStats.Step(false, 3, 7, 1, 0.8, 0.1));
        }
        Told told = new Told("mix");
        told.draws = Draws.ofColumns(List.of("effect"), chains, values);
        told.stats = SampleStats.of(steps);
        return Convergence.of(told, null, LIMITS).complaint();
    }

    @Test
    void whatHasNoRHatIsHeldBack() {
        assertThat(complaint(4, 0.5)).isEmpty();
        assertThat(complaint(1, 0.5)).contains("R-hat of effect cannot be told: there is one chain");
        assertThat(complaint(4, Double.NaN)).contains("R-hat of effect cannot be told");
    }
}
