package tributary.jobs.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.plan.PathChoice;

/** The conf of {@code causal}: what a path never looks at is refused by name. */
class CausalConfTest {
    private static final String SMALL = """
            run.results = /tmp/results
            model.file = m.model
            input.rows.path = /tmp/rows
            """;

    private static CausalConf read(String inference) {
        ConfReader reader =
                ConfReader.of(HoconText.parse(SMALL + "inference { " + inference + " }", "test.conf", List.of()));
        CausalConf conf = CausalConf.read(reader, RunSettings.read(reader));
        reader.finish();
        return conf;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "path = nuts, shard { draws = 500 }     | inference.shard: is not read with path = nuts",
                "path = anchor, combiner = swiss        | inference.combiner: is not read with path = anchor",
                "path = exact, importance-draws = 4000  | it goes with auto, consensus, anchor",
                "path = collapse, rounds = 2            | inference.rounds: is not read with path = collapse",
                "path = cells, sampled-rows = 5000      | inference.sampled-rows",
                "path = consensus, cells = 1000         | it goes with auto, cells, nuts",
                "path = nuts, few-rows = 1000           | inference.few-rows",
                "path = nuts, checkpoint = always       | inference.checkpoint",
            })
    void aKeyThatThePathNeverLooksAtIsRefused(String inference, String words) {
        assertThatThrownBy(() -> read(inference)).hasMessageContaining(words);
    }

    @Test
    void theSameKeysAreReadWhereTheyCount() {
        String all =
                "shards = 6, shard { draws = 500 }, combiner = swiss, importance-draws = 4000, rounds = 2, cells = 1000,"
                        + " few-rows = 10, checkpoint = never, surrogate-rows = 5000, sampled-rows = 6000, warmup = 300";
        CausalConf conf = read(all);
        assertThat(conf.plan().path()).isEqualTo(PathChoice.AUTO);
        assertThat(conf.shards()).contains(6);
        assertThat(conf.plan().shardDraws()).isEqualTo(500);
        assertThat(conf.plan().importanceDraws()).isEqualTo(4000);
        assertThat(conf.plan().fewRows()).isEqualTo(10);
        assertThat(conf.plan().sampledRows()).isEqualTo(6000);
        // The table is cut whatever the path.
        assertThat(read("path = nuts, shards = 6, warmup = 300, cells = 1000").shards())
                .contains(6);
    }
}
