package tributary.decide;

import java.util.Arrays;

/** A split of the total, and what the half of the draws that did not choose it says of it. */
public final class BudgetPlan {
    /** How the search ended. */
    public enum Status {
        /** The best of all starts meets the first-order conditions: where money may move, it returns alike at the margin. */
        OPTIMAL,
        /** The best of all starts ran out of steps, or came to where no step is better, before it met them; it stands. */
        NOT_CONVERGED,
        /** The best found is no better than the present plan on the other half of the draws, so the present plan stands. */
        PRESENT_KEPT,
        /** No split keeps all limits: there is no plan. */
        INFEASIBLE,
        /** Some draw's response is no finite number, so that plans cannot be compared: there is no plan. */
        NOT_FINITE;

        /** Whether there is a plan. */
        public boolean plans() {
            return this != INFEASIBLE && this != NOT_FINITE;
        }
    }

    private final Status status;
    private final double[] money;
    private final double[] response;
    private final double[] present;
    private final double goal;
    private final double presentGoal;
    private final double searchedGoal;
    private final int starts;

    BudgetPlan(
            Status status,
            double[] money,
            double[] response,
            double[] present,
            double goal,
            double presentGoal,
            double searchedGoal,
            int starts) {
        this.status = status;
        this.money = money;
        this.response = response;
        this.present = present;
        this.goal = goal;
        this.presentGoal = presentGoal;
        this.searchedGoal = searchedGoal;
        this.starts = starts;
    }

    /** How the search ended. */
    public Status status() {
        return status;
    }

    /** Money by cell; as it is spent now where there is no plan. */
    public double[] money() {
        return money.clone();
    }

    /** What the plan brings, by draw of the half that did not choose it. */
    public double[] response() {
        return response.clone();
    }

    /** What the present plan brings, by the same draws. */
    public double[] present() {
        return present.clone();
    }

    /** The goal on the half that did not choose the plan. */
    public double goal() {
        return goal;
    }

    /** The goal of the present plan on that half. */
    public double presentGoal() {
        return presentGoal;
    }

    /** The goal on the half that chose the plan: how far it lies above {@link #goal} is the optimiser's curse. */
    public double searchedGoal() {
        return searchedGoal;
    }

    /** From how many starts it was searched. */
    public int starts() {
        return starts;
    }

    /** P(the plan brings more than the present one); one half where they are the same plan. */
    public double probabilityBetter() {
        double more = 0;
        for (int d = 0; d < response.length; d++) {
            more += response[d] > present[d] ? 1 : response[d] == present[d] ? 0.5 : 0;
        }
        return more / response.length;
    }

    /** The mean of what is lost against the present plan in draws where the plan brings less. */
    public double expectedLoss() {
        double sum = 0;
        for (int d = 0; d < response.length; d++) {
            sum += Math.max(0, present[d] - response[d]) / response.length;
        }
        return sum;
    }

    /** The mean of the gain over the present plan. */
    public double expectedGain() {
        return Arrays.stream(response).average().orElse(Double.NaN)
                - Arrays.stream(present).average().orElse(Double.NaN);
    }
}
