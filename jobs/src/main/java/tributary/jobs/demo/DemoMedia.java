package tributary.jobs.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * A media mix of eight geos whose returns are known: weekly spend on two channels, and the revenue that it brought.
 *
 * <p>A geo of size s has revenue {@code s (base + season + sum_c height_c relative_cg (1 - e^(-x)) / (1 + e^(-x)) + noise)},
 * x the geo's spend by size, carried over by {@code keep_c^lag} and divided by the channel's scale; {@code log relative ~
 * Normal(0, 0.3)}.
 */
final class DemoMedia {
    static final int GEOS = 8;
    private static final int WEEKS = 80;
    private static final int LAGS = 8;
    private static final LocalDate FIRST = LocalDate.of(2024, 7, 1);
    private static final double BASE = 1000;
    private static final double NOISE = 30;

    static final StructType ROWS = new StructType()
            .add("date", DataTypes.DateType, false)
            .add("geo", DataTypes.StringType, false)
            .add("revenue", DataTypes.DoubleType, false)
            .add("tv", DataTypes.DoubleType, false)
            .add("search", DataTypes.DoubleType, false);
    static final StructType TRUTH = new StructType()
            .add("channel", DataTypes.StringType, false)
            .add("geo", DataTypes.StringType, false)
            .add("spend", DataTypes.DoubleType, false)
            .add("contribution", DataTypes.DoubleType, false);

    private DemoMedia() {}

    private record Channel(String name, double idle, double typical, double keep, double scale, double height) {}

    private static final List<Channel> CHANNELS =
            List.of(new Channel("tv", 0.4, 60, 0.5, 50, 500), new Channel("search", 0.1, 40, 0.15, 40, 300));

    private static StreamKey key(long seed) {
        return StreamKey.of(seed).with("demo media");
    }

    private static double size(int geo) {
        return 1 + 0.5 * geo;
    }

    private static String name(int geo) {
        return "geo " + (geo + 1);
    }

    /** Spend of a channel in a geo, by week. */
    private static double[] spend(StreamKey key, int geo, Channel channel) {
        RandomStream random = key.with(geo).with(channel.name()).stream();
        double[] spend = new double[WEEKS];
        for (int t = 0; t < WEEKS; t++) {
            spend[t] =
                    random.nextDouble() < channel.idle() ? 0 : size(geo) * channel.typical() * random.nextGamma(2) / 2;
        }
        return spend;
    }

    /** What it brings. */
    private static double[] brought(StreamKey key, int geo, Channel channel, double[] spend) {
        double relative = StrictMath.exp(
                0.3 * key.with(geo).with(channel.name()).with("effect").stream().nextGaussian());
        double[] brought = new double[WEEKS];
        for (int t = 0; t < WEEKS; t++) {
            double carried = 0;
            double weights = 0;
            for (int lag = 0; lag < LAGS; lag++) {
                double weight = StrictMath.pow(channel.keep(), lag);
                weights += weight;
                carried += lag <= t ? weight * spend[t - lag] : 0;
            }
            double x = carried / weights / (size(geo) * channel.scale());
            brought[t] = size(geo) * channel.height() * relative * StrictMath.tanh(x / 2);
        }
        return brought;
    }

    /** A row for each week and geo, a pure function of the seed. */
    static Dataset<Row> rows(SparkSession spark, long seed) {
        StreamKey key = key(seed);
        List<Row> rows = new ArrayList<>();
        for (int geo = 0; geo < GEOS; geo++) {
            double[] tv = spend(key, geo, CHANNELS.get(0));
            double[] search = spend(key, geo, CHANNELS.get(1));
            double[] ofTv = brought(key, geo, CHANNELS.get(0), tv);
            double[] ofSearch = brought(key, geo, CHANNELS.get(1), search);
            RandomStream random = key.with(geo).with("revenue").stream();
            double level = 60 * random.nextGaussian();
            for (int t = 0; t < WEEKS; t++) {
                LocalDate date = FIRST.plusWeeks(t);
                double season = 50 * StrictMath.sin(2 * StrictMath.PI * date.getDayOfYear() / 365.25);
                double own = size(geo) * (BASE + level + season + NOISE * random.nextGaussian());
                rows.add(RowFactory.create(
                        java.sql.Date.valueOf(date), name(geo), own + ofTv[t] + ofSearch[t], tv[t], search[t]));
            }
        }
        return spark.createDataFrame(rows, ROWS).coalesce(1);
    }

    /** What each channel truly brought in each geo. */
    static Dataset<Row> truth(SparkSession spark, long seed) {
        StreamKey key = key(seed);
        List<Row> rows = new ArrayList<>();
        for (Channel channel : CHANNELS) {
            for (int geo = 0; geo < GEOS; geo++) {
                double[] spend = spend(key, geo, channel);
                double[] brought = brought(key, geo, channel, spend);
                rows.add(RowFactory.create(channel.name(), name(geo), sum(spend), sum(brought)));
            }
        }
        return spark.createDataFrame(rows, TRUTH).coalesce(1);
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
