package tributary.jobs.demo;

import java.util.Iterator;
import java.util.Locale;
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
 * Customers of marketing segments, half of whom got a campaign: segments differ in what customers spend, and in what the
 * campaign adds.
 *
 * <p>{@code spend ~ Normal(level_s + effect_s campaign, 8)}, {@code level_s ~ Normal(20, 3)}, {@code effect_s ~ Normal(1.5,
 * 1)}; 200 to 399 customers a segment.
 */
final class DemoSegments {
    static final int SEGMENTS = 320;
    private static final int LEAST = 200;

    static final StructType CUSTOMERS = new StructType()
            .add("segment", DataTypes.StringType, false)
            .add("campaign", DataTypes.StringType, false)
            .add("spend", DataTypes.DoubleType, false);
    static final StructType TRUTH = new StructType()
            .add("segment", DataTypes.StringType, false)
            .add("level", DataTypes.DoubleType, false)
            .add("effect", DataTypes.DoubleType, false);

    private DemoSegments() {}

    /** The customers, a pure function of the seed. */
    static Dataset<Row> customers(SparkSession spark, long seed) {
        StreamKey key = key(seed);
        MapPartitionsFunction<Long, Row> drawn = numbers -> new Iterator<>() {
            private long segment;
            private double[] truth = {};
            private int left;
            private RandomStream random = key.stream();

            @Override
            public boolean hasNext() {
                return left > 0 || numbers.hasNext();
            }

            @Override
            public Row next() {
                if (left == 0) {
                    segment = numbers.next();
                    truth = truth(key, segment);
                    random = key.with(segment).with("customers").stream();
                    left = LEAST + random.nextInt(LEAST);
                }
                boolean treated = left-- % 2 == 0;
                return RowFactory.create(
                        name(segment),
                        treated ? "campaign" : "none",
                        truth[0] + (treated ? truth[1] : 0) + 8 * random.nextGaussian());
            }
        };
        return spark.range(SEGMENTS).as(Encoders.LONG()).mapPartitions(drawn, Encoders.row(CUSTOMERS));
    }

    /** What is true of each segment. */
    static Dataset<Row> truth(SparkSession spark, long seed) {
        StreamKey key = key(seed);
        MapPartitionsFunction<Long, Row> told = numbers -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return numbers.hasNext();
            }

            @Override
            public Row next() {
                long segment = numbers.next();
                double[] truth = truth(key, segment);
                return RowFactory.create(name(segment), truth[0], truth[1]);
            }
        };
        return spark.range(SEGMENTS).as(Encoders.LONG()).mapPartitions(told, Encoders.row(TRUTH));
    }

    private static StreamKey key(long seed) {
        return StreamKey.of(seed).with("demo segments");
    }

    private static double[] truth(StreamKey key, long segment) {
        RandomStream random = key.with(segment).with("truth").stream();
        return new double[] {20 + 3 * random.nextGaussian(), 1.5 + random.nextGaussian()};
    }

    private static String name(long segment) {
        return String.format(Locale.ROOT, "segment %03d", segment);
    }
}
