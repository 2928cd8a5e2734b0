package tributary.jobs.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.SharedSpark;
import tributary.jobs.scan.ExperimentInput.SegmentColumn;
import tributary.jobs.scan.ExperimentInput.UnitColumns;
import tributary.jobs.scan.MetricColumns.Cap;
import tributary.jobs.scan.MetricColumns.CapKind;
import tributary.jobs.scan.MetricColumns.Covariate;
import tributary.jobs.scan.MetricColumns.Missing;

/** The scan over whole columns and the GROUP BY of the engine give the same cells, to the bit. */
class ColumnarScanTest {
    @TempDir
    Path folder;

    private static Dataset<Row> rows(int n) {
        return SharedSpark.session()
                .range(n)
                .selectExpr(
                        "if(id % 97 = 0, null, concat('u', id)) unit",
                        "element_at(array('price', 'layout', 'other', null), cast(pmod(hash(id), 4) + 1 as int)) e",
                        "element_at(array('a', 'b', 'c', 'stranger', null), cast(pmod(hash(id, 5), 5) + 1 as int)) v",
                        "if(id % 11 = 0, null, concat('c', pmod(hash(id, 6), 5))) country",
                        "concat('device', pmod(hash(id, 7), " + n + ")) device",
                        "if(id % 13 = 0, null, id % 2 = 0) flag",
                        "if(id % 17 = 0, null, cast(pmod(hash(id, 8), 3) as int)) few",
                        "case when id % 101 = 0 then double('NaN') when id % 103 = 0 then double('-Infinity')"
                                + " when id % 5 = 0 then null else exp(pmod(hash(id, 9), 1000) / 50) - 2 end money",
                        "cast(2000 + pmod(hash(id, 10), 30) as smallint) year",
                        "cast(sin(id) as float) wave",
                        "id * 1000003 big");
    }

    private static ScanRequest request(String path, List<SegmentColumn> segments, MetricColumns... metrics) {
        return new ScanRequest(
                new ExperimentInput.Units(
                        InputTable.delta("units", path), new UnitColumns("unit", null, "e", "v", segments, null), true),
                List.of(ArmAllocation.even("price", "a", "b"), ArmAllocation.even("layout", "a", "b", "c")),
                List.of(metrics),
                false);
    }

    private static MetricColumns[] metrics() {
        Covariate year = new Covariate("year", Measure.sum("year"), null, Missing.DROP);
        Covariate wave = new Covariate("wave", new Measure("wave", Measure.Aggregation.SUM, 0.1), null, Missing.ZERO);
        return new MetricColumns[] {
            MetricColumns.binary("flag", Measure.sum("flag")).withCovariates(wave),
            MetricColumns.binary("few", Measure.sum("few")).withMissing(Missing.DROP),
            MetricColumns.of("money", Measure.sum("money")).withLogs().withCovariates(year, wave),
            MetricColumns.of("capped", Measure.sum("money"))
                    .withMissing(Missing.FAIL)
                    .withCap(new Cap(CapKind.VALUE, 1000)),
            MetricColumns.of("year", Measure.sum("year")).withLogs(),
            MetricColumns.of("ratio", new Measure("big", Measure.Aggregation.SUM, -0.01))
                    .over(Measure.sum("few"))
        };
    }

    private static CellScan scan(ScanRequest request) {
        OpenInput open = OpenInput.of(SharedSpark.session(), request.input());
        UnitTable table = UnitsForm.of(open.table(0), (ExperimentInput.Units) request.input(), request);
        return new CellScan(table, Set.of("price", "layout"), request.metrics(), Caps.of(table, request.metrics()));
    }

    @Test
    void everyCellIsTheSameToTheBit() {
        String path = ShopData.save(rows(9000).repartition(3), folder, "units");
        for (List<SegmentColumn> segments : List.of(
                List.<SegmentColumn>of(),
                List.of(new SegmentColumn("country", "country")),
                List.of(new SegmentColumn("country", "country"), new SegmentColumn("device", "device")))) {
            CellScan scan = scan(request(path, segments, metrics()));
            assertThat(scan.columnar().orElseThrow()).containsExactlyInAnyOrderElementsOf(scan.byEngine());
        }
    }

    @Test
    void whatIsNotPlainFilesIsLeftToTheEngine() {
        String path = ShopData.save(rows(300), folder, "units");
        List<SegmentColumn> byYear = List.of(new SegmentColumn("year", "year"));
        MetricColumns money = MetricColumns.of("money", Measure.sum("money"));
        assertThat(scan(request(path, List.of(), money)).columnar()).isPresent();
        assertThat(scan(request(path, byYear, money)).columnar()).isEmpty();
        assertThat(scan(request(path, List.of(), money.withCap(new Cap(CapKind.QUANTILE, 0.9))))
                        .columnar())
                .isEmpty();
        SharedSpark.session().read().format("delta").load(path).createOrReplaceTempView("units_seen");
        SharedSpark.session().sql("SELECT * FROM units_seen WHERE e <> 'price'").createOrReplaceTempView("units_left");
        ScanRequest stored = request(path, List.of(), money);
        ScanRequest view = new ScanRequest(
                new ExperimentInput.Units(
                        InputTable.table("units", "units_left"),
                        new UnitColumns("unit", null, "e", "v", List.of(), null),
                        true),
                stored.experiments(),
                stored.metrics(),
                false);
        assertThat(scan(view).columnar()).isEmpty();
    }

    @Test
    void deletedRowsStayDeleted() {
        String path = ShopData.save(rows(2000), folder, "deleted");
        SharedSpark.session()
                .sql("ALTER TABLE delta.`" + path + "` SET TBLPROPERTIES (delta.enableDeletionVectors = true)");
        SharedSpark.session().sql("DELETE FROM delta.`" + path + "` WHERE unit LIKE '%7'");
        CellScan scan = scan(request(path, List.of(), metrics()));
        Optional<List<Cell>> columnar = scan.columnar();
        List<Cell> cells = scan.byEngine();
        columnar.ifPresent(found -> assertThat(found).containsExactlyInAnyOrderElementsOf(cells));
        assertThat(cells).isNotEmpty();
    }
}
