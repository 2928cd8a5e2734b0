package tributary.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.family.mediamix.MediaMixSpec;
import tributary.jobs.JobFailure;

/** The conf of {@code mediamix}: defaults that follow from what else is said, and ranges. */
class MediaMixConfTest {
    private static final String CONF = """
            run { results = "/results" }
            mediamix { kpis = [revenue], currency = EUR, week-starts-on = monday }
            input { media { path = "/media" }, kpi { path = "/kpi" } }
            channels { tv { }, search { } }
            """;

    private static MediaMixConf read(String more) {
        ConfReader reader =
                ConfReader.of(ConfigFactory.parseString(more).withFallback(ConfigFactory.parseString(CONF)));
        MediaMixConf conf = MediaMixConf.read(reader, RunSettings.read(reader));
        reader.finish();
        return conf;
    }

    /** The intercept's default is the outcome's mean: 1 of it, or 0 of its logarithm. */
    @Test
    void theInterceptIsAboutTheMeanOnEitherScale() {
        assertThat(read("").spec().baseline().interceptMean()).isEqualTo(1);
        assertThat(read("outcome.distribution = student-t").spec().baseline().interceptMean())
                .isEqualTo(1);
        MediaMixSpec logs = read("outcome.distribution = lognormal").spec();
        assertThat(logs.outcome()).isEqualTo(MediaMixSpec.Outcome.LOGNORMAL);
        assertThat(logs.baseline().interceptMean()).isZero();
        assertThat(logs.baseline().interceptSd()).isEqualTo(1);
        assertThat(read("outcome.distribution = lognormal, baseline.intercept.mean = 0.5")
                        .spec()
                        .baseline()
                        .interceptMean())
                .isEqualTo(0.5);
        // A variant of another outcome has that outcome's own default.
        assertThat(read("variants.logs.outcome.distribution = lognormal")
                        .variants()
                        .values())
                .singleElement()
                .satisfies(v -> assertThat(v.baseline().interceptMean()).isZero());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "channels.tv.effect.on = roi, mediators.interest.fed-by = [tv] | channels.tv.effect.on: the prior of tv is on its ROI, but it feeds interest | on = coefficient",
                "channel-defaults.effect.on = contribution, mediators.interest.fed-by = [tv] | channels.tv.effect.on: the prior of tv is on its CONTRIBUTION | on = coefficient",
                "channels.tv.lags = 0 | channels.tv: the carry-over of tv lasts 1 to 104 weeks, not 0 | ''",
                "baseline.season.order = 27 | baseline: the season has 0 to 26 pairs of waves, not 27 | ''",
                "baseline.knots.count = 1 | baseline: a varying baseline has 2 to 100 knots, or 0 for none; not 1 | ''",
                "inference.prior-draws = 10 | inference.prior-draws: is 10 but must be between 100 and 10000 | 1000",
            })
    void whatCannotBeIsRefusedByItsKey(String keys, String problem, String more) {
        assertThatThrownBy(() -> read(keys)).isInstanceOfSatisfying(JobFailure.class, failure -> {
            assertThat(failure.exitCode().number()).isEqualTo(2);
            assertThat(failure.getMessage()).contains(problem, more).doesNotContain("conf: ");
        });
    }
}
