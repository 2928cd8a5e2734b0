package tributary.jobs.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import tributary.jobs.SharedSpark;

/** Results come in the order of the values, whatever finished first; no values, no results. */
class FanOutTest {
    private final SparkSession spark = SharedSpark.session();

    @Test
    void resultsComeInTheOrderOfTheValues() {
        List<Integer> values = IntStream.range(0, 100).boxed().toList();
        assertThat(FanOut.map(spark, values, value -> value * value))
                .containsExactlyElementsOf(values.stream().map(v -> v * v).toList());
    }

    @Test
    void noValuesGiveNoResults() {
        assertThat(FanOut.map(spark, List.<Integer>of(), value -> value)).isEmpty();
    }

    @Test
    void rowsOfAllValuesAreThere() {
        List<Integer> values = List.of(1, 2, 3);
        List<Integer> found = FanOut.rows(
                        spark,
                        values,
                        StructType.fromDDL("value INT NOT NULL"),
                        value -> IntStream.range(0, value)
                                .mapToObj(i -> RowFactory.create(value))
                                .iterator())
                .as(Encoders.INT())
                .collectAsList();
        assertThat(found).containsExactlyInAnyOrder(1, 2, 2, 3, 3, 3);
    }
}
