package tributary.jobs.shard;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.consensus.Blocks;
import tributary.consensus.Combiner;
import tributary.consensus.FactSearch;
import tributary.consensus.LocalBlocks;
import tributary.infer.Draws;
import tributary.jobs.SharedSpark;
import tributary.model.Model;
import tributary.plan.InferencePlan;
import tributary.plan.PathChoice;
import tributary.plan.PlanSettings;
import tributary.plan.PosteriorDraws;
import tributary.posterior.Data;
import tributary.posterior.InferenceStatus;
import tributary.random.StreamKey;

/** Shards depend on the content of rows alone, and algorithms on Spark's blocks give the bits of local ones. */
class SparkBlocksTest {
    private static final int ROWS = 3000;
    private static final PlanSettings QUICK = new PlanSettings(
            PathChoice.CONSENSUS, 2, 500, 200, 2, 100, 200, Combiner.PRECISION_WEIGHTED, 1000, 3, 1000, 0, 1000, 0);

    private static final PlanSettings SAMPLED = new PlanSettings(
            PathChoice.ANCHOR, 2, 500, 200, 2, 100, 200, Combiner.PRECISION_WEIGHTED, 1000, 3, 1000, 0, 1000, 1500);

    /** x of many values, y of two, g of five; every thirtieth row stands three times. */
    private static Dataset<Row> table(int partitions, boolean shuffled) {
        Dataset<Row> rows = SharedSpark.session()
                .range(ROWS)
                .selectExpr("if(id % 30 < 3, id - id % 30, id) as id")
                .selectExpr(
                        "cast(id as string) id",
                        "(pmod(hash(id, 1), 2000) - 1000) / 500.0D x",
                        "cast(pmod(hash(id, 2), 1000) < 300 + 400 * pmod(hash(id, 1), 2000) / 2000 as int) y",
                        "concat('g', pmod(hash(id, 3), 5)) g");
        return shuffled
                ? rows.orderBy(col("g").desc(), col("x")).repartition(partitions)
                : rows.repartition(partitions);
    }

    private static ModelTable seen(Dataset<Row> table, boolean keyed) {
        Map<String, Column> numbers = new LinkedHashMap<>();
        numbers.put("x", col("x"));
        numbers.put("y", col("y"));
        return ModelTable.of(table, numbers, Map.of("g", col("g")), keyed ? col("id") : null);
    }

    private static List<Data> content(SparkBlocks blocks) {
        return blocks.map((shard, rows) -> rows);
    }

    private static String words(Data data) {
        StringBuilder words = new StringBuilder();
        for (String column : data.columns("rows")) {
            words.append(column)
                    .append(
                            data.hasNumbers("rows", column)
                                    ? Arrays.toString(data.numbers("rows", column))
                                    : data.categories("rows", column));
        }
        return words.toString();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void filesPartitionsAndOrderDoNotShow(boolean compress) {
        List<String> first = new ArrayList<>();
        for (int partitions : new int[] {1, 4, 16}) {
            try (SparkBlocks blocks =
                    Sharding.cut(seen(table(partitions, partitions > 1), false), 7, Optional.empty(), compress)) {
                assertThat(blocks.rows()).isEqualTo(ROWS);
                // 7 shards of 428 on average; the hash is off by five sds of 20 at most.
                for (int shard = 0; shard < 7; shard++) {
                    assertThat(blocks.rows(shard)).isBetween(328L, 528L);
                }
                List<String> now =
                        content(blocks).stream().map(SparkBlocksTest::words).toList();
                first = first.isEmpty() ? now : first;
                assertThat(now).isEqualTo(first);
            }
        }
    }

    @Test
    void aKeyKeepsEveryRowAndAGroupStaysTogether() {
        try (SparkBlocks blocks = Sharding.cut(seen(table(3, false), true), 4, Optional.empty(), false)) {
            // Fewer than a tenth of the rows are copies: they are repeated rather than counted.
            assertThat(blocks.weighted()).isFalse();
            assertThat(content(blocks).stream().mapToInt(d -> d.rows("rows")).sum())
                    .isEqualTo(ROWS);
        }
        try (SparkBlocks blocks = Sharding.cut(seen(table(3, false), false), 9, Optional.of("g"), true)) {
            List<String> groups = content(blocks).stream()
                    .flatMap(d -> d.categories("rows", "g").stream().distinct())
                    .toList();
            // Nine shards and five groups: some shards are empty, and no group is in two.
            assertThat(groups).hasSize(5).doesNotHaveDuplicates();
            assertThat(blocks.rows()).isEqualTo(ROWS);
        }
    }

    @Test
    void manyCopiesOfOneRowAreDealtEvenly() {
        Dataset<Row> copies =
                SharedSpark.session().range(1003).selectExpr("cast(id as string) id", "1.5D x", "1 y", "'a' g");
        try (SparkBlocks blocks = Sharding.cut(seen(copies, false), 5, Optional.empty(), true)) {
            assertThat(blocks.weighted()).isTrue();
            for (int shard = 0; shard < 5; shard++) {
                assertThat(blocks.rows(shard)).isBetween(200L, 201L);
            }
            assertThat(blocks.rows()).isEqualTo(1003);
        }
    }

    @Test
    void theSummaryCountsWhatDecidesTheShards() {
        TableSummary summary = seen(table(2, false), false).summary();
        assertThat(summary.rows()).isEqualTo(ROWS);
        // 2800 distinct ids, fewer distinct rows; HyperLogLog is within 5 %, three of them.
        assertThat((double) summary.distinct()).isCloseTo(2500, within(400.0));
        TableSummary.OfColumn y = summary.columns().get("y");
        assertThat(y.zeros() + y.ones()).isEqualTo(ROWS);
        assertThat(summary.events(List.of("y"))).isEqualTo(Math.min(y.zeros(), y.ones()));
        Dataset<Row> broken =
                table(2, false).selectExpr("id", "if(y = 1, double('NaN'), x) x", "y", "nullif(g, 'g1') g");
        TableSummary bad = seen(broken, false).summary();
        assertThat(bad.columns().get("x").missing()).isEqualTo(y.ones());
        assertThat(bad.columns().get("g").missing()).isPositive();
        assertThat(seen(broken, false).complete().summary().columns().get("x").missing())
                .isZero();
    }

    @Test
    void drawsOnSparkAreTheBitsOfLocalOnes() {
        Model model = Model.parse("m", "row y, x\ngroup g\ny ~ bernoulli_logit(linear(x + C(g)))\n");
        List<Draws> all = new ArrayList<>();
        for (int partitions : new int[] {1, 16}) {
            try (SparkBlocks blocks =
                    Sharding.cut(seen(table(partitions, partitions > 1), false), 4, Optional.empty(), true)) {
                all.add(draws(model, blocks));
                if (partitions == 1) {
                    all.add(draws(model, new LocalBlocks(content(blocks))));
                }
            }
        }
        assertThat(all.get(0)).isEqualTo(all.get(1)).isEqualTo(all.get(2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shardsPouredTogetherAreThoseOfOneMachine(boolean compress) {
        try (SparkBlocks blocks = Sharding.cut(seen(table(3, true), false), 7, Optional.empty(), compress)) {
            Blocks fewer = blocks.merged(2).orElseThrow();
            LocalBlocks local = new LocalBlocks(content(blocks));
            Blocks expected = local.merged(2).orElseThrow();
            assertThat(fewer.shards()).isEqualTo(2);
            assertThat(fewer.map((shard, rows) -> rows).stream().map(SparkBlocksTest::words))
                    .containsExactlyElementsOf(expected.map((shard, rows) -> rows).stream()
                            .map(SparkBlocksTest::words)
                            .toList());
            // Shards 0 to 3 and 4 to 6.
            assertThat(((SparkBlocks) fewer).rows(0))
                    .isEqualTo(blocks.rows(0) + blocks.rows(1) + blocks.rows(2) + blocks.rows(3));
        }
    }

    @Test
    void aCertificateFromASampleOfRowsIsTheSameOnSpark() {
        Model model = Model.parse("m", "row y, x\na, b ~ normal(0, 2)\ny ~ bernoulli_logit(a + b * x)\n");
        try (SparkBlocks blocks = Sharding.cut(seen(table(3, false), true), 4, Optional.empty(), false)) {
            List<PosteriorDraws> answers = new ArrayList<>();
            for (Blocks one : List.of(blocks, new LocalBlocks(content(blocks)))) {
                var posterior = FactSearch.bind(model, one).posterior();
                answers.add(InferencePlan.of(posterior, one, SAMPLED, ROWS).run(StreamKey.of(3)));
            }
            assertThat(answers.get(0).fits().get(0).status()).isEqualTo(InferenceStatus.CERTIFIED_SAMPLED);
            assertThat(answers.get(0).draws()).isEqualTo(answers.get(1).draws());
            // Every row counted gives the same within Monte Carlo error: five of them.
            PlanSettings whole = new PlanSettings(
                    PathChoice.ANCHOR,
                    2,
                    500,
                    200,
                    2,
                    100,
                    200,
                    Combiner.PRECISION_WEIGHTED,
                    1000,
                    3,
                    1000,
                    0,
                    1000,
                    0);
            var posterior = FactSearch.bind(model, blocks).posterior();
            PosteriorDraws exact =
                    InferencePlan.of(posterior, blocks, whole, ROWS).run(StreamKey.of(4));
            assertThat(exact.fits().get(0).status()).isEqualTo(InferenceStatus.CERTIFIED);
            for (String name : List.of("a", "b")) {
                var sampled = answers.get(0).summary(name, 0.9);
                var all = exact.summary(name, 0.9);
                assertThat(sampled.mean())
                        .isCloseTo(all.mean(), within(5 * Math.hypot(sampled.mcseMean(), all.mcseMean())));
            }
        }
    }

    private static Draws draws(Model model, Blocks blocks) {
        var posterior = FactSearch.bind(model, blocks).posterior();
        var answer = InferencePlan.of(posterior, blocks, QUICK, ROWS).run(StreamKey.of(3));
        assertThat(answer.publishable()).as(answer.complaint()).isTrue();
        return answer.draws();
    }
}
