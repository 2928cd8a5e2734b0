package tributary.jobs.mediamix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.jobs.CommandRun;
import tributary.jobs.SharedSpark;
import tributary.jobs.conf.MediaMixConf;

/** Bad weekly tables and bad confs of {@code mediamix}: each is named with its place and what to do, before a chain runs. */
class BadMixTest {
    @TempDir
    static Path folder;

    private static WeeklyTables tables;

    @BeforeAll
    static void tables() {
        tables = new WeeklyTables(folder);
        SharedSpark.session().sql(WeeklyTables.WEEKS).createOrReplaceTempView("weeks");
        tables.save("SELECT * FROM weeks", "wide");
    }

    /** The rules themselves are tested on rows in memory ({@link MixChecksTest}). */
    @Test
    void badDataIsNamed() {
        broken(
                "negative",
                "SELECT date, if(date = '2024-02-05', -5, tv) tv, search, revenue FROM weeks",
                "negative_spend of revenue in tv failed",
                "the column \"tv\" of input.rows",
                "is negative in 2024-02-05: -5.0");
        broken(
                "typed",
                "SELECT if(date = '2024-02-05', 'spring', string(date)) date, tv, search, concat(revenue, ' EUR') revenue"
                        + " FROM weeks",
                "\"spring\" in the column \"date\" of input.rows",
                " EUR\"");
        tables.save(
                "SELECT 'radio' channel, '2024-03-04' start, '2024-03-24' end, 20.0D spend, 40.0D lift, 4.0D lift_se",
                "unknown");
        CommandRun several = explain(
                "several", "mediamix.kpis=[revenue, flat]", "input.lift-tests.path=" + folder.resolve("unknown"));
        assertThat(several.exitCode()).isEqualTo(2);
        assertThat(several.log()).contains("input.lift-tests.columns.kpi", "a lift is of one of several outcomes");
    }

    /** Spend that nobody reads and weeks that look like weeks without spend are not passed over in silence. */
    @Test
    void lateMediaAndGeosWrittenOtherwiseAreTold() {
        tables.save("SELECT explode(array('DE', 'FR')) geo, date, revenue + rand(1) revenue FROM weeks", "two-kpi");
        tables.save(
                "SELECT geo, date, channel, if(channel = 'tv', tv, search) spend FROM weeks"
                        + " LATERAL VIEW explode(array('DE', 'France')) AS geo LATERAL VIEW explode(array('tv', 'search'))"
                        + " AS channel WHERE channel = 'tv' OR date < '2025-11-01'",
                "two-media");
        tables.save(
                "SELECT * FROM VALUES ('DE', 83.0D), ('FR', 68.0D), ('FR', 68.0D) AS t(geo, population)", "two-geos");
        MediaMixConf conf = WeeklyTables.parsed(
                tables.longForm(),
                "input.media.path=\"" + folder.resolve("two-media") + "\"",
                "input.media.columns.geo=geo",
                "input.kpi.path=\"" + folder.resolve("two-kpi") + "\"",
                "input.kpi.columns.geo=geo",
                "input.geos.path=\"" + folder.resolve("two-geos") + "\"");
        MixAnalysis only = tables.analyses(conf).get(0);
        List<String> told = only.checks().stream()
                .filter(c -> !c.passed())
                .map(c -> c.check() + ": " + c.words())
                .toList();
        assertThat(told).anyMatch(t -> t.startsWith("geos_left_out") && t.contains("France") && t.contains("FR"));
        assertThat(told)
                .anyMatch(t -> t.startsWith("weeks_without_rows")
                        && t.contains("spend of search has no row in 112 of 208")
                        && t.contains("its last row is of 2025-10-27, before the outcome's last week"));
        assertThat(told)
                .anyMatch(t -> t.startsWith("weeks_without_rows")
                        && t.contains("spend of tv has no row in 104 of 208")
                        && !t.contains("last row"));
        assertThat(only.complaint()).contains("input.geos has two rows for [FR]");
    }

    /** What a variant asks of the data is asked before it is sampled: it is left out, and the analysis goes on. */
    @Test
    void aVariantThatCannotBeFittedIsLeftOut() {
        tables.save("SELECT date, tv, search, flat, if(date = '2024-02-05', 0, revenue) revenue FROM weeks", "nought");
        MediaMixConf conf = tables.conf(
                "input.rows.path=\"" + folder.resolve("nought") + "\"",
                "variants.logs.outcome.distribution=lognormal",
                "variants.steady.channels.tv.saturation=none");
        MixAnalysis only = tables.analyses(conf).get(0);
        assertThat(only.complaint()).isEmpty();
        assertThat(only.fittings()).extracting(Fitting::word).containsExactly("main", "steady");
        assertThat(only.checks())
                .filteredOn(c -> c.check().equals("variant"))
                .singleElement()
                .satisfies(c -> assertThat(c.words())
                        .contains("a log-normal outcome is positive", "0.0", "correct variants.logs"));
    }

    /** Markets and outcomes of whatever names make analyses of different names. */
    @Test
    void analysesAreNamedApart() {
        MediaMixConf conf = tables.conf("mediamix.kpis=[y, x_y]", "input.rows.columns.market=country");
        List<String> names = new ArrayList<>();
        for (String market : List.of("de", "de_x", "de/x", "de%2Fx")) {
            for (String kpi : conf.kpis()) {
                names.add(MixAnalysis.name(conf, market, kpi));
            }
        }
        assertThat(names).doesNotHaveDuplicates().contains("mix/de/x_y", "mix/de_x/y", "mix/de%2Fx/y");
        assertThat(MixAnalysis.name(tables.conf(), "", "revenue")).isEqualTo("mix");
    }

    private static CommandRun explain(String id, String... more) {
        return tables.run("explain mediamix", id, tables.wide(), more);
    }

    private static void broken(String name, String query, String... words) {
        tables.save(query, name);
        CommandRun run = explain(name, "input.rows.path=" + folder.resolve(name));
        assertThat(run.exitCode()).as(run.log()).isZero();
        assertThat(run.out()).contains("held back by the data gate").contains(words);
    }

    @Test
    void badConfIsNamed() {
        refused("no-currency", 2, "mediamix.currency", "mediamix.currency=null");
        refused("no-column", 2, "lacks the column \"teevee\"", "channels.tv.spend=teevee");
        refused("prior", 2, "no distribution with numbers", "channels.tv.effect.prior=\"normal(size, 1)\"");
        refused("shape", 2, "have no parameter alpha", "channels.tv.priors.alpha=\"beta(1, 1)\"");
        refused("typo", 2, "did you mean channels.tv.lags", "channels.tv.lag=3");
        refused("absent", 5, "is absent", "input.rows.path=/nowhere");
        refused("held", 2, "holdouts.last.weeks: is missing", "holdouts.last.geos=[north]");
        refused("no-date", 2, "what is no date: spring", "holdouts.odd.dates=[spring]");
        refused("variant", 2, "variants.bold.channels.tv.lag: is not a known key", "variants.bold.channels.tv.lag=3");
        refused("other", 2, "variants.bold: names channels, controls or mediators", "variants.bold.channels.radio={}");
        refused(
                "mediator",
                2,
                "fed by what is no channel: radio",
                "mediators.interest={ fed-by = [radio], column = flat }");
        refused("open", 2, "budget.channels.tv.open: is -1.0 but must not be negative", "budget.channels.tv.open=-1");
        refused("scenario", 2, "which is no channel, control or mediator of the model", "scenarios.a.do.radio=0");
        refused("term", 2, "scenarios.a: `tv = 0.5 *` cannot be read", "scenarios.a.do.tv=\"0.5 *\"");
        refused("nothing", 2, "something that is set", "scenarios.a.weeks=4");
        refused(
                "below-zero",
                2,
                "scenarios.a: `tv = tv - 50` makes the spend of tv negative",
                "scenarios.a.do.tv=\"tv - 50\"");
        refused(
                "geo-of-scenario",
                2,
                "scenarios.a: the data have no geo mars",
                "scenarios.a={ do { tv = 0 }, geos = [mars] }");
        refused("lift", 2, "lift-tests.tv.run-id: is missing", "lift-tests.tv.channel=tv");
        refused("lift-channel", 2, "is no channel of this conf: radio", "lift-tests.tv.channel=radio");
    }

    private static void refused(String id, int exitCode, String words, String... more) {
        CommandRun run = tables.run("mediamix", id, tables.wide(), more);
        assertThat(run.exitCode()).as(run.log()).isEqualTo(exitCode);
        assertThat(run.log()).contains(words);
    }
}
