package tributary.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.decide.BudgetGoal;
import tributary.family.mediamix.BudgetSpec;
import tributary.jobs.JobFailure;

/** The section {@code budget}: each key read to what it means, each wrong value refused by its key. */
class BudgetConfTest {
    private static BudgetSpec read(String text) {
        ConfReader conf = ConfReader.of(ConfigFactory.parseString(text));
        BudgetSpec spec = BudgetConf.read(conf.section("budget"), Set.of("tv", "search", "radio"));
        conf.finish();
        return spec;
    }

    @Test
    void everyKeyIsReadToWhatItMeans() {
        BudgetSpec spec = read("""
                budget {
                  weeks = 26, periods = 2, by-geo = true, carry-over = false, total = 5000, share = 0.4
                  channels { tv { fixed = true }, search { share = 0.5 }, radio { open = 50 } }
                  groups { digital { channels = [search, radio], least = 0.2, most = 0.6 }, some { channels = [tv] } }
                  goal = mean-variance, risk = 0.002, frontier = [0, 3], draws = 100, starts = 4
                }
                """);
        assertThat(spec)
                .isEqualTo(new BudgetSpec(
                        26,
                        2,
                        true,
                        false,
                        5000,
                        0.4,
                        Map.of("tv", 0.0, "search", 0.5, "radio", 0.3),
                        Map.of("radio", 50.0),
                        List.of(
                                new BudgetSpec.Group("digital", List.of("search", "radio"), 0.2, 0.6),
                                new BudgetSpec.Group("some", List.of("tv"), 0, 1)),
                        new BudgetGoal(BudgetGoal.Kind.MEAN_VARIANCE, 0.002),
                        List.of(0.0, 3.0),
                        100,
                        4));
    }

    @Test
    void goalsHaveTheirOwnRisk() {
        assertThat(read("budget {}").goal()).isEqualTo(BudgetGoal.expected());
        assertThat(read("budget { goal = cvar }").goal()).isEqualTo(new BudgetGoal(BudgetGoal.Kind.CVAR, 0.1));
        assertThat(read("budget { goal = mean-sd }").goal()).isEqualTo(new BudgetGoal(BudgetGoal.Kind.MEAN_SD, 1));
        assertThat(read("budget { goal = mean-sd, risk = 2 }").goal())
                .isEqualTo(new BudgetGoal(BudgetGoal.Kind.MEAN_SD, 2));
        assertThat(read("budget { goal = beats-present }").goal().kind()).isEqualTo(BudgetGoal.Kind.BEATS_PRESENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "weeks = 0 | budget.weeks: is 0 but must be at least 1 | weeks = 13",
                "weeks = 4, periods = 5 | budget.periods: is 5 but must be at least 1, and not more than | periods = 1",
                "by-geo = perhaps | budget.by-geo: must be true or false | by-geo = false",
                "carry-over = maybe | budget.carry-over: must be true or false | carry-over = true",
                "total = 0 | budget.total: is 0.0 but must be positive, and below | total = 1000000.0",
                "share = -0.1 | budget.share: is -0.1 but must be 0 or more | share = 0.3",
                "channels.tv.share = -1 | budget.channels.tv.share: is -1.0 but must be 0 or more | share = 0.3",
                "channels.print {} | budget.channels.print: is no channel of this conf | print",
                "channels.tv { fixed = true, share = 0.2 } | budget.channels.tv.share: stands beside fixed | share",
                "channels.tv { fixed = true, open = 2 } | budget.channels.tv.open: stands beside fixed | open",
                "groups.a { channels = [print] } | budget.groups.a.channels: names what is no channel | channels = [tv]",
                "groups.a { channels = [] } | budget.groups.a.channels: is [] but must name at least one | channels = [",
                "groups.a { channels = [tv], least = 1.5 } | budget.groups.a.least: is 1.5 but must lie | least = 0.0",
                "groups.a { channels = [tv], most = -1 } | budget.groups.a.most: is -1.0 but must lie | most = 1.0",
                "groups.a { channels = [tv], least = 0.5, most = 0.2 } | budget.groups.a.least: is 0.5 but | least = 0.2",
                "goal = best | budget.goal: must be one of expected, mean-sd | goal = expected",
                "goal = cvar, risk = 0 | budget.risk: is 0.0 but must lie above 0 | risk = 0.1",
                "goal = cvar, risk = 2 | budget.risk: is 2.0 but must lie above 0 | risk = 0.1",
                "goal = mean-sd, risk = -1 | budget.risk: is -1.0 but must not be negative | risk = 1.0",
                "goal = mean-variance | budget.risk: is missing | risk = 1.0E-6",
                "risk = 1 | budget.risk: goes with goal = mean-sd | the goal is expected",
                "frontier = [-1] | budget.frontier: is [-1.0] but must hold multiples | frontier = [0.0, 0.5, 1.0, 2.0]",
                "frontier = [1, 1] | budget.frontier: is [1.0, 1.0] but must hold multiples | each once",
                "frontier = much | budget.frontier: must be a list of finite numbers | frontier = [0.0",
                "draws = 2 | budget.draws: is 2 but must be between 20 and 10000 | draws = 600",
                "starts = 0 | budget.starts: is 0 but must be between 1 and 100 | starts = 6",
                "horizon = 4 | budget.horizon: is not a known key | known are",
            })
    void wrongValuesAreRefusedByTheirKey(String keys, String problem, String more) {
        assertThatThrownBy(() -> read("budget { " + keys + " }"))
                .isInstanceOfSatisfying(
                        JobFailure.class,
                        failure -> assertThat(failure.exitCode().number()).isEqualTo(2))
                .hasMessageContainingAll(problem, more);
    }
}
