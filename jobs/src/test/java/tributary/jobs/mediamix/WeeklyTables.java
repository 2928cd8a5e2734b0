package tributary.jobs.mediamix;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import tributary.jobs.CommandFolder;
import tributary.jobs.CommandRun;
import tributary.jobs.SharedSpark;
import tributary.jobs.conf.ConfReader;
import tributary.jobs.conf.MediaMixConf;
import tributary.jobs.conf.RunSettings;
import tributary.jobs.scan.OpenRows;
import tributary.random.StreamKey;

/** Weekly tables of known truth in a folder, the confs over them, and questions to the results. */
record WeeklyTables(Path folder) {
    /** Two years of weeks; tv brings 400 x logistic saturation of tv / 60, search 2 for one, and noise has deviation 10. */
    static final String WEEKS = """
            SELECT date_add(DATE '2024-01-01', CAST(7 * id AS INT)) date,
                   tv, search, 0.0D flat, 1000 + tv_brought + search_brought
                     + 10 * sqrt(12.0D) * (pmod(hash(id, 5), 100001) / 100000.0D - 0.5) revenue
            FROM (SELECT id, tv, search,
                         400 * (1 - exp(-tv / 60)) / (1 + exp(-tv / 60)) tv_brought, 2 * search search_brought
                  FROM (SELECT id, if(pmod(hash(id, 1), 4) = 0, 0, pmod(hash(id, 2), 20001) / 100.0D) tv,
                               pmod(hash(id, 3), 10001) / 100.0D search FROM range(104)))""";

    /** The model of the tests: no carry-over, tv saturates and search does not; results in the folder's {@code results}. */
    private static final String MODEL = """
            run { results = "%1$s/results", seed = 5, chains = 2, draws = 300 }
            mediamix { name = mix, kpis = [revenue], currency = EUR, week-starts-on = monday }
            channel-defaults { carry-over = none }
            channels { tv { }, search { saturation = none } }
            baseline { season { order = 0 }, trend = none }
            inference { warmup = 300, prior-draws = 200 }
            quality { ess = 100, r-hat = 1.05 }
            """;

    private static final String WIDE = "input { form = wide, rows { path = \"%1$s/wide\" } }\n";

    private static final String LONG = "input { media { path = \"%1$s/media\" }, kpi { path = \"%1$s/kpi\" } }\n";

    /** Saves the wide table, and the same data as long ones in other order. */
    WeeklyTables save() {
        Dataset<Row> weeks = SharedSpark.session().sql(WEEKS);
        save(weeks, "wide");
        Dataset<Row> shuffled = weeks.repartition(7);
        save(
                shuffled.selectExpr("date", "stack(2, 'tv', tv, 'search', search) AS (channel, spend)")
                        .where("spend > 0"),
                "media");
        save(shuffled.select("date", "revenue", "flat"), "kpi");
        return this;
    }

    void save(Dataset<Row> rows, String name) {
        rows.write().format("delta").save(folder.resolve(name).toString());
    }

    void save(String query, String name) {
        save(SharedSpark.session().sql(query), name);
    }

    String wide() {
        return (MODEL + WIDE).formatted(folder);
    }

    String longForm() {
        return (MODEL + LONG).formatted(folder);
    }

    /** Runs a command over a conf, with keys set otherwise. */
    CommandRun run(String command, String id, String conf, String... more) {
        return new CommandFolder(folder).run(command, id, conf, more);
    }

    /** The conf of the wide table as the command reads it, with keys set otherwise. */
    MediaMixConf conf(String... more) {
        return parsed(wide(), more);
    }

    static MediaMixConf parsed(String text, String... more) {
        Config config =
                ConfigFactory.parseString(String.join("\n", more)).withFallback(ConfigFactory.parseString(text));
        ConfReader reader = ConfReader.of(config);
        MediaMixConf conf = MediaMixConf.read(reader, RunSettings.read(reader));
        reader.finish();
        return conf;
    }

    /** The analyses of a conf, read and checked, not sampled. */
    List<MixAnalysis> analyses(MediaMixConf conf) {
        Map<MediaMixConf.Role, OpenRows> open = new EnumMap<>(MediaMixConf.Role.class);
        conf.tables().forEach((role, table) -> open.put(role, OpenRows.of(SharedSpark.session(), table)));
        return MixAnalysis.all(conf, RawPanel.read(conf, open), List.of(), StreamKey.of(1));
    }

    List<Row> sql(String query) {
        return new CommandFolder(folder).sql(query);
    }
}
