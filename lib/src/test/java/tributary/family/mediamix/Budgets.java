package tributary.family.mediamix;

import java.util.List;
import java.util.Map;
import tributary.decide.BudgetGoal;

/** Budgets that tests ask for: the expected response of some weeks, carry-over counted, 30 % up or down, and what a test adds. */
record Budgets(
        int weeks,
        int periods,
        boolean byGeo,
        double total,
        Map<String, Double> shares,
        Map<String, Double> open,
        List<BudgetSpec.Group> groups,
        List<Double> aversions) {
    private static final int DRAWS = 60;
    private static final int STARTS = 2;

    static Budgets of(int weeks) {
        return new Budgets(weeks, 1, false, Double.NaN, Map.of(), Map.of(), List.of(), List.of());
    }

    Budgets withPeriods(int number) {
        return new Budgets(weeks, number, byGeo, total, shares, open, groups, aversions);
    }

    Budgets withGeos() {
        return new Budgets(weeks, periods, true, total, shares, open, groups, aversions);
    }

    Budgets withTotal(double money) {
        return new Budgets(weeks, periods, byGeo, money, shares, open, groups, aversions);
    }

    Budgets withShares(Map<String, Double> byChannel) {
        return new Budgets(weeks, periods, byGeo, total, byChannel, open, groups, aversions);
    }

    Budgets withOpen(Map<String, Double> byChannel) {
        return new Budgets(weeks, periods, byGeo, total, shares, byChannel, groups, aversions);
    }

    Budgets withGroups(BudgetSpec.Group... limits) {
        return new Budgets(weeks, periods, byGeo, total, shares, open, List.of(limits), aversions);
    }

    Budgets withFrontier(Double... multiples) {
        return new Budgets(weeks, periods, byGeo, total, shares, open, groups, List.of(multiples));
    }

    BudgetSpec spec() {
        return new BudgetSpec(
                weeks,
                periods,
                byGeo,
                true,
                total,
                0.3,
                shares,
                open,
                groups,
                BudgetGoal.expected(),
                aversions,
                DRAWS,
                STARTS);
    }
}
