package tributary.jobs.demo;

import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * Visits of a shop with continuous covariates, one row each, which no counting can compress: whoever came lately and
 * spends much is shown more discount, and buys more often anyway.
 *
 * <p>{@code bought ~ Bernoulli(sigmoid(-2.5 + 0.6 discount - 0.8 recency + 0.5 spend))}, {@code discount ~ Normal(0.4 spend
 * - 0.3 recency, 1)}.
 */
final class DemoVisits {
    static final StructType SCHEMA = new StructType()
            .add("visit_id", DataTypes.LongType, false)
            .add("recency", DataTypes.DoubleType, false)
            .add("spend", DataTypes.DoubleType, false)
            .add("discount", DataTypes.DoubleType, false)
            .add("bought", DataTypes.IntegerType, false);

    private DemoVisits() {}

    /** The visits, a pure function of the seed and their numbers. */
    static Dataset<Row> rows(SparkSession spark, long seed, long visits) {
        StreamKey key = StreamKey.of(seed).with("demo visits");
        MapPartitionsFunction<Long, Row> drawn = numbers -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return numbers.hasNext();
            }

            @Override
            public Row next() {
                return row(key, numbers.next());
            }
        };
        return spark.range(visits).as(Encoders.LONG()).mapPartitions(drawn, Encoders.row(SCHEMA));
    }

    private static Row row(StreamKey key, long number) {
        RandomStream random = key.with(number).stream();
        double recency = random.nextGaussian();
        double spend = random.nextGaussian();
        double discount = 0.4 * spend - 0.3 * recency + random.nextGaussian();
        double logit = -2.5 + 0.6 * discount - 0.8 * recency + 0.5 * spend;
        int bought = random.nextDouble() < 1 / (1 + StrictMath.exp(-logit)) ? 1 : 0;
        return RowFactory.create(number, recency, spend, discount, bought);
    }
}
