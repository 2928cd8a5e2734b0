package tributary.family.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tributary.decide.BudgetProblem;

/** What a budget's spec asks of a panel, and what is refused before anything is sampled. */
class BudgetCellsTest {
    private static final MediaMixSpec MIX =
            Panels.spec(CarryOver.NONE, Saturation.NONE, false, MediaMixSpec.Outcome.NORMAL);
    private static final MediaPanel PANEL = Panels.of(2, 24, 2, 8);

    private static final Budgets EIGHT = Budgets.of(8);

    private static double spent(String channel, int from, int to) {
        return Arrays.stream(PANEL.of(channel).spend())
                .mapToDouble(geo -> Arrays.stream(geo, from, to).sum())
                .sum();
    }

    private static BudgetSpec.Group group(String channel, double least, double most) {
        return new BudgetSpec.Group("g_" + channel, List.of(channel), least, most);
    }

    @Test
    void cellsBoundsAndGroupsAreThoseAskedFor() {
        double tv = spent("tv", 16, 24);
        double search = spent("search", 16, 24);
        double total = 1.1 * (tv + search);
        BudgetProblem problem = BudgetCells.of(MIX, PANEL, 8, 2, true)
                .problem(EIGHT.withPeriods(2)
                        .withGeos()
                        .withTotal(total)
                        .withShares(Map.of("search", 0.0))
                        .withGroups(group("tv", 0.1, 0.9))
                        .spec());
        // Two channels in two geos and two periods, channel by channel.
        double[] present = problem.present();
        assertThat(present).hasSize(8);
        assertThat(Arrays.stream(present, 0, 4).sum()).isCloseTo(tv, within(1e-9 * tv));
        assertThat(Arrays.stream(PANEL.of("tv").spend()[1], 20, 24).sum()).isCloseTo(present[3], within(1e-9 * tv));
        assertThat(problem.total()).isEqualTo(total);
        for (int c = 0; c < 8; c++) {
            // Another total moves the middle of the bounds; what is held stays where it was.
            double middle = c < 4 ? 1.1 * present[c] : present[c];
            double share = c < 4 ? 0.3 : 0;
            assertThat(problem.lower()[c]).isCloseTo((1 - share) * middle, within(1e-9 * middle));
            assertThat(problem.upper()[c]).isCloseTo((1 + share) * middle, within(1e-9 * middle));
        }
        assertThat(problem.groups()).singleElement().satisfies(g -> {
            assertThat(g.cells()).containsExactly(0, 1, 2, 3);
            assertThat(g.lower()).isCloseTo(0.1 * total, within(1e-9 * total));
            assertThat(g.upper()).isCloseTo(0.9 * total, within(1e-9 * total));
        });
        assertThat(problem.feasible()).isTrue();
    }

    @Test
    void whatNoPlanCanKeepIsRefused() {
        double spent = spent("tv", 16, 24) + spent("search", 16, 24);
        double share = spent("tv", 16, 24) / spent;
        assertThat(refusal(EIGHT)).isEmpty();
        assertThat(refusal(EIGHT.withPeriods(8)
                        .withGeos()
                        .withTotal(2 * spent)
                        .withGroups(group("tv", share - 0.1, share + 0.1))))
                .isEmpty();
        Budgets all = Budgets.of(40).withPeriods(30);
        assertThat(refusal(all)).contains("a budget is of 1 to 24 weeks", "not 24 and 30");
        assertThat(refusal(EIGHT.withTotal(2 * spent).withShares(Map.of("tv", 0.0, "search", 0.0))))
                .contains("the total ", "does not lie between", "fixed stay where they were", "budget.total = ");
        assertThat(refusal(EIGHT.withGroups(group("tv", 0.99, 1))))
                .contains("the group g_tv asks for", "the bounds of its channels leave", "budget.groups.NAME.least");
        // The other channel cannot take what the group leaves.
        assertThat(refusal(EIGHT.withGroups(group("tv", 0, 0.01)))).contains("the group g_tv asks for");
        // Each by itself could be kept: tv a little more, and search a little more.
        assertThat(refusal(EIGHT.withGroups(group("tv", share + 0.02, 1), group("search", 1 - share + 0.02, 1))))
                .contains("the group g_tv asks for", "the group g_search asks for");
        MediaPanel none = Panels.of(2, 24, 2, 8);
        for (String channel : List.of("tv", "search")) {
            Arrays.stream(none.of(channel).spend()).forEach(geo -> Arrays.fill(geo, 16, 24, 0));
        }
        assertThat(text(none, EIGHT)).contains("nothing was spent in the weeks", "budget.total");
        Arrays.stream(none.of("tv").spend()).forEach(geo -> Arrays.fill(geo, 0));
        Budgets open = Budgets.of(24).withOpen(Map.of("tv", 70.0));
        assertThat(text(none, open)).contains("cells of tv cannot be opened", "nothing was ever spent on it");
    }

    private static String refusal(Budgets budget) {
        return text(PANEL, budget);
    }

    private static String text(MediaPanel panel, Budgets budget) {
        try {
            BudgetAnswer.require(MIX, panel, budget.spec());
            return "";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
