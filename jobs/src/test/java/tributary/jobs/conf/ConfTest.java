package tributary.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.run.RunId;

/** Conf as text from strangers: what leaks nowhere, and what every kind of error says. */
class ConfTest {
    enum Colour {
        RED,
        DARK_BLUE
    }

    @Test
    void includesOfEveryKindAreRefused(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.conf"), "leak = hunter2");
        for (String include : List.of(
                "include \"" + secret + "\"",
                "include file(\"" + secret + "\")",
                "include required(file(\"" + secret + "\"))",
                "include url(\"file://" + secret + "\")",
                "include classpath(\"reference.conf\")",
                "a { include \"" + secret + "\" }")) {
            assertThatThrownBy(() -> HoconText.parse(include, "test.conf", List.of()))
                    .as(include)
                    .isInstanceOfSatisfying(
                            JobFailure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.USAGE))
                    .hasMessageContaining("Includes are switched off")
                    .hasMessageNotContaining("hunter2");
        }
        assertThatThrownBy(() -> HoconText.parse("", "test.conf", List.of("a={ include file(\"" + secret + "\") }")))
                .isInstanceOf(JobFailure.class);
    }

    @Test
    void theEnvironmentAndSystemPropertiesAreOutOfReach() {
        assertThatThrownBy(() -> HoconText.parse("a = ${PATH}", "test.conf", List.of()))
                .isInstanceOf(JobFailure.class)
                .hasMessageNotContaining(System.getenv("PATH"));
        assertThatThrownBy(() -> HoconText.parse("a = ${java.home}", "test.conf", List.of()))
                .isInstanceOf(JobFailure.class);
        assertThat(HoconText.parse("a = x${?PATH}", "test.conf", List.of()).getString("a"))
                .isEqualTo("x");
        assertThatThrownBy(() -> HoconText.parse("", "test.conf", List.of("a=[${PATH}]")))
                .isInstanceOf(JobFailure.class);
        assertThat(HoconText.parse("a = 1, b = ${a}", "test.conf", List.of()).getInt("b"))
                .as("a conf may speak of itself")
                .isEqualTo(1);
    }

    @Test
    void overridesAreTextUnlessTheyLookLikeMore() {
        Config conf = HoconText.parse(
                "a = 1, s { x = 1, y = 2 }",
                "test.conf",
                List.of("a=2", "p=s3a://bucket/x#y", "s.x=[1, 2]", "\"odd.key\".v=true", "q=\"7\"", "e=a=b", "a=3"));
        assertThat(conf.getInt("a")).isEqualTo(3);
        assertThat(conf.getString("p")).isEqualTo("s3a://bucket/x#y");
        assertThat(conf.getIntList("s.x")).containsExactly(1, 2);
        assertThat(conf.getInt("s.y")).isEqualTo(2);
        assertThat(conf.getBoolean("\"odd.key\".v")).isTrue();
        assertThat(conf.getString("e")).isEqualTo("a=b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"novalue", "=5", "a..b=1", "a={x=1}, b={y=2}"})
    void malformedOverridesAreMisuse(String override) {
        assertThatThrownBy(() -> HoconText.parse("", "test.conf", List.of(override)))
                .isInstanceOf(JobFailure.class);
    }

    @Test
    void malformedTextSaysWhere() {
        assertThatThrownBy(() -> HoconText.parse("a = {", "test.conf", List.of()))
                .isInstanceOf(JobFailure.class)
                .hasMessageContaining("test.conf");
    }

    @Test
    void allErrorsComeAtOnceWithKeyAndExample() {
        ConfReader conf = ConfReader.of(HoconText.parse(
                "chians = 4, seed = 1.5, rate = -3, colour = green, day = tomorrow, part = 7, x = Infinity,"
                        + " wait = long, names = [a, {}], truth = perhaps",
                "test.conf",
                List.of()));
        conf.integer("chains").orElse(4);
        conf.whole("seed").orElse(1L);
        conf.number("rate").must("be at least 0", r -> r >= 0).orElse(0.1);
        conf.choice("colour", Colour.class).orElse(Colour.DARK_BLUE);
        conf.date("day").optional(java.time.LocalDate.of(2026, 1, 31));
        conf.section("part").number("inner").optional(1.0);
        conf.number("x").orElse(1.0);
        conf.duration("wait").optional(java.time.Duration.ofDays(1));
        conf.texts("names").orElse(List.of());
        conf.flag("truth").orElse(true);
        conf.text("missing").required("here");
        assertThatThrownBy(conf::finish)
                .isInstanceOfSatisfying(
                        JobFailure.class, f -> assertThat(f.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContainingAll(
                        "11 errors",
                        "chians: is not a known key, did you mean chains?",
                        "seed: must be a whole number, not \"1.5\"; for example seed = 1",
                        "rate: is -3.0 but must be at least 0; for example rate = 0.1",
                        "colour: must be one of red, dark-blue, not \"green\"; for example colour = dark-blue",
                        "day: must be a date",
                        "part: must be a section",
                        "x: must be a finite number",
                        "wait: must be a length of time such as 14d, not \"long\"; for example wait = 1d",
                        "names: must be a list of texts",
                        "truth: must be true or false",
                        "missing: is missing; for example missing = \"here\"");
    }

    @Test
    void wordsMayBeSpelledWithHyphenOrUnderscore() {
        ConfReader conf = ConfReader.of(HoconText.parse("a = dark-blue, b = DARK_BLUE", "test.conf", List.of()));
        assertThat(conf.choice("a", Colour.class).required(Colour.RED)).isEqualTo(Colour.DARK_BLUE);
        assertThat(conf.choice("b", Colour.class).required(Colour.RED)).isEqualTo(Colour.DARK_BLUE);
        conf.finish();
    }

    @Test
    void theNearestNameIsTheOneMeant() {
        assertThat(NearestName.of("metrcis", List.of("metrics", "gate", "run"))).contains("metrics");
        assertThat(NearestName.of("zzzzzz", List.of("metrics", "gate"))).isEmpty();
        assertThat(NearestName.distance("ab", "ba")).isEqualTo(1);
        assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
    }

    @Test
    void secretsAreMaskedWhereverTheyHide() {
        String json = Secrets.maskedJson(HoconText.parse(
                "a { db-password = x1, fs.s3a.access.key = x2, list = [\"https://u:x3@h/p\", \"abfss://c?sig=x4&b=1\"] },"
                        + " token = x5, metrics { token_sales { kind = binary } }, row-key = unit_id",
                "test.conf",
                List.of()));
        assertThat(json).doesNotContain("x1", "x2", "x3", "x4", "x5").contains("unit_id", "b=1", "binary");
    }

    @ParameterizedTest
    @CsvSource({
        "daily-2026-01-01,daily-2026-01-01",
        "manual__2026-01-01T00:00:00+00:00,rmanual__2026-01-01T00_00_00_00_00-8f3d7d45"
    })
    void runIdsOfSchedulersComeOutReadable(String given, String start) {
        assertThat(RunId.sanitised(given)).startsWith(start.substring(0, start.length() - 8));
        assertThat(RunId.sanitised("a:b")).isNotEqualTo(RunId.sanitised("a+b"));
    }

    @ParameterizedTest
    @CsvSource({"../x", "a/b", "a\\b", "..", "' '"})
    void runIdsWithPathCharactersAreRefused(String id) {
        assertThatThrownBy(() -> RunId.sanitised(id)).isInstanceOf(JobFailure.class);
    }
}
