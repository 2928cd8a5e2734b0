package tributary.jobs.mediamix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import tributary.decide.BudgetGoal;
import tributary.decide.BudgetPlan;
import tributary.family.mediamix.BudgetAnswer;

/** A budget's rows: each status in true words, and where there is no plan, none. */
class BudgetRowsTest {
    @Test
    void whereThereIsNoPlanNoneIsGiven() {
        for (BudgetPlan.Status status : BudgetPlan.Status.values()) {
            double told = status.plans() ? 1 : Double.NaN;
            BudgetAnswer answer = new BudgetAnswer(
                    BudgetGoal.expected(),
                    true,
                    List.of(new BudgetAnswer.Line("tv", "all", 0, 4, told * 5, 3, 6, 0)),
                    7,
                    5,
                    told * 9,
                    told,
                    8,
                    1,
                    told * 9,
                    8,
                    told * 9,
                    told * 0.8,
                    told * 0.1,
                    status);
            List<Row> rows = new ArrayList<>();
            BudgetRows.plan("mix", "revenue", answer, rows);
            assertThat(rows.get(0).isNullAt(9)).as("planned spend: " + status).isEqualTo(!status.plans());
            assertThat(rows.get(0).getString(23)).isEqualToIgnoringCase(status.name());
            assertThat(rows.get(0).getLong(12)).isEqualTo(7);
            Row decision = BudgetRows.decision("mix", "revenue", answer, "EUR");
            boolean moves = status == BudgetPlan.Status.OPTIMAL || status == BudgetPlan.Status.NOT_CONVERGED;
            assertThat(decision.getString(9)).isEqualTo(moves ? "reallocate" : "hold");
            assertThat(decision.getString(10).contains("better than the present one"))
                    .isEqualTo(status == BudgetPlan.Status.PRESENT_KEPT);
            assertThat(BudgetRows.words(answer, "EUR").contains("There is no plan"))
                    .isEqualTo(!status.plans());
        }
    }
}
