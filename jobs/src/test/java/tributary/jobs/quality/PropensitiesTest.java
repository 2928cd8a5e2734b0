package tributary.jobs.quality;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import tributary.jobs.SharedSpark;

/** Whether arms overlap: each stands for everybody where every row could have been of either, and not where none could. */
class PropensitiesTest {
    private static final int ROWS = 1000;

    private static Overlap of(Column treated) {
        Dataset<Row> table = SharedSpark.session()
                .range(0, ROWS, 1, 2)
                .withColumn("x", col("id").multiply(lit(2.0 / ROWS)));
        return new Propensities(Map.of("x", col("x")), Map.of(), List.of())
                .overlap(table, "t", treated, ROWS)
                .orElseThrow();
    }

    @Test
    void aRareArmThatChanceChoseStandsForEverybody() {
        // One row in fifty, whatever x: propensities are small, and nothing is wrong with that.
        Overlap overlap = of(col("id").mod(50).equalTo(lit(0)).cast("int"));
        PropensityArm narrowest = overlap.narrowest().orElseThrow();
        // A logistic regression with an intercept that finds nothing gives each of the 20 a weight of 50.
        assertThat(narrowest.covered()).isCloseTo(1, within(0.01));
        assertThat(Overlap.supported(narrowest)).isTrue();
        assertThat(Overlap.passed(overlap.arms())).isTrue();
    }

    @Test
    void armsThatLieApartStandForThemselves() {
        Overlap overlap = of(col("id").geq(lit(700)).cast("int"));
        // Every weight is 1: an arm is worth all of its rows, and stands for nobody else.
        assertThat(Overlap.passed(overlap.arms())).isTrue();
        PropensityArm narrowest = overlap.narrowest().orElseThrow();
        assertThat(narrowest.treated()).isTrue();
        assertThat(narrowest.covered()).isCloseTo(0.3, within(0.02));
        assertThat(Overlap.supported(narrowest)).isFalse();
        assertThat(overlap.support(narrowest))
                .contains("rows with t stand for 30")
                .contains("functional form");
    }

    @Test
    void anArmWithoutRowsHasItsOwnComplaint() {
        Overlap overlap = of(lit(1));
        assertThat(overlap.narrowest()).isEmpty();
        assertThat(Overlap.passed(overlap.arms())).isFalse();
        assertThat(overlap.words()).contains("every row has t = 1");
    }
}
