package tributary.jobs.scan;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import tributary.family.experiment.ArmStatistics;
import tributary.jobs.SharedSpark;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** A small shop with two experiments, in all three input forms; amounts are quarters, so that every sum is exact. */
final class ShopData {
    static final String ODD_COLUMN = "co`un\"try'); DROP TABLE x; --";
    static final List<String> ARMS = List.of("control", "b", "c");
    private static final long START = Instant.parse("2026-03-01T00:00:00Z").getEpochSecond();
    private static final long DAY = 86_400;

    /** One unit of one experiment. */
    record Unit(
            String id,
            String experiment,
            String arm,
            String country,
            long exposedAt,
            List<Double> amounts,
            double pre) {
        double revenue() {
            return amounts.stream().mapToDouble(Double::doubleValue).sum();
        }

        double converted() {
            return amounts.isEmpty() ? 0 : 1;
        }
    }

    final List<Unit> units = new ArrayList<>();

    ShopData(int count) {
        RandomStream random = StreamKey.of(7).with("shop").stream();
        for (int i = 0; i < count; i++) {
            List<Double> amounts = new ArrayList<>();
            int purchases = Math.max(0, random.nextInt(5) - 2);
            for (int k = 0; k < purchases; k++) {
                amounts.add(0.25 * (1 + random.nextInt(400)));
            }
            units.add(new Unit(
                    "u" + i,
                    i % 3 == 0 ? "price" : "layout",
                    ARMS.get(random.nextInt(3)),
                    random.nextInt(10) == 0 ? "O'Brien" : "NL",
                    START + random.nextInt(10) * DAY + random.nextInt(1000),
                    amounts,
                    0.25 * random.nextInt(200)));
        }
    }

    Dataset<Row> wide() {
        StructType schema = StructType.fromDDL("unit_id STRING, exposed_at TIMESTAMP, experiment_id STRING, "
                        + "variant_id STRING, converted INT, revenue DOUBLE, pre_revenue DOUBLE")
                .add(ODD_COLUMN, "string");
        List<Row> rows = new ArrayList<>();
        for (Unit u : units) {
            rows.add(RowFactory.create(
                    u.id(),
                    time(u.exposedAt()),
                    u.experiment(),
                    u.arm(),
                    (int) u.converted(),
                    u.revenue(),
                    u.pre(),
                    u.country()));
        }
        return SharedSpark.session().createDataFrame(rows, schema);
    }

    /** Every third unit is exposed again, a day later, in another arm's place only if told. */
    Dataset<Row> exposures() {
        StructType schema = StructType.fromDDL(
                        "unit_id STRING, exposed_at TIMESTAMP, experiment_id STRING, variant_id STRING")
                .add(ODD_COLUMN, "string");
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < units.size(); i++) {
            Unit u = units.get(i);
            rows.add(RowFactory.create(u.id(), time(u.exposedAt()), u.experiment(), u.arm(), u.country()));
            if (i % 3 == 0) {
                rows.add(RowFactory.create(u.id(), time(u.exposedAt() + DAY), u.experiment(), u.arm(), "later"));
            }
        }
        Collections.reverse(rows);
        return SharedSpark.session().createDataFrame(rows, schema);
    }

    Dataset<Row> facts() {
        StructType schema = StructType.fromDDL("unit_id STRING, event_at TIMESTAMP, metric STRING, value DOUBLE");
        List<Row> rows = new ArrayList<>();
        for (Unit u : units) {
            rows.add(RowFactory.create(u.id(), time(u.exposedAt() - 5 * DAY), "revenue", u.pre()));
            rows.add(RowFactory.create(u.id(), time(u.exposedAt() - 50 * DAY), "revenue", 1e6));
            rows.add(RowFactory.create(u.id(), time(u.exposedAt() + 7 * DAY), "revenue", 1e6));
            rows.add(RowFactory.create(u.id(), time(u.exposedAt()), "noise", 1e9));
            for (int k = 0; k < u.amounts().size(); k++) {
                rows.add(RowFactory.create(
                        u.id(),
                        time(u.exposedAt() + k * DAY),
                        "revenue",
                        u.amounts().get(k)));
                rows.add(RowFactory.create(u.id(), time(u.exposedAt() + k * DAY), "purchase", 1.0));
            }
        }
        Collections.shuffle(rows, new java.util.Random(1));
        return SharedSpark.session().createDataFrame(rows, schema);
    }

    Dataset<Row> daily() {
        StructType schema = StructType.fromDDL("experiment_id STRING, variant_id STRING, segment STRING, date DATE, "
                + "metric STRING, n LONG, sum DOUBLE, sum_sq DOUBLE, pre_sum DOUBLE, pre_sum_sq DOUBLE, cross DOUBLE");
        Map<List<Object>, double[]> groups = new TreeMap<>(java.util.Comparator.comparing(Object::toString));
        for (Unit u : units) {
            java.sql.Date date = java.sql.Date.valueOf(Instant.ofEpochSecond(u.exposedAt())
                    .atZone(java.time.ZoneOffset.UTC)
                    .toLocalDate());
            add(groups, u, date, "revenue", u.revenue());
            add(groups, u, date, "purchase", u.converted());
        }
        List<Row> rows = new ArrayList<>();
        groups.forEach((key, sums) -> rows.add(RowFactory.create(
                key.get(0),
                key.get(1),
                key.get(2),
                key.get(3),
                key.get(4),
                (long) sums[0],
                sums[1],
                sums[2],
                sums[3],
                sums[4],
                sums[5])));
        return SharedSpark.session().createDataFrame(rows, schema);
    }

    private static void add(
            Map<List<Object>, double[]> groups, Unit u, java.sql.Date date, String metric, double value) {
        double[] sums = groups.computeIfAbsent(
                List.of(u.experiment(), u.arm(), "country=" + u.country(), date, metric), k -> new double[6]);
        double[] more = {1, value, value * value, u.pre(), u.pre() * u.pre(), value * u.pre()};
        for (int i = 0; i < sums.length; i++) {
            sums[i] += more[i];
        }
    }

    private static Timestamp time(long second) {
        return Timestamp.from(Instant.ofEpochSecond(second));
    }

    /** The statistics of (outcome, pre) by plain Java. */
    ArmStatistics expected(String experiment, String arm, String country, ToDoubleFunction<Unit> outcome) {
        double[][] rows = units.stream()
                .filter(u -> u.experiment().equals(experiment) && u.arm().equals(arm))
                .filter(u -> country.equals("all") || u.country().equals(country))
                .map(u -> new double[] {outcome.applyAsDouble(u), u.pre()})
                .toArray(double[][]::new);
        return ArmStatistics.of(
                tributary.stats.CrossProducts.of(rows, 2),
                java.util.Arrays.stream(rows).filter(r -> r[0] > 0).count());
    }

    static String save(Dataset<Row> rows, Path folder, String name) {
        String path = folder.resolve(name).toString();
        rows.write()
                .format("delta")
                .option("delta.enableDeletionVectors", "false")
                .option("delta.columnMapping.mode", "name")
                .save(path);
        return path;
    }
}
