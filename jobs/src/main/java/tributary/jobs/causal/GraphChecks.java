package tributary.jobs.causal;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import tributary.check.IndependenceTest;
import tributary.check.IndependenceTests;
import tributary.consensus.Blocks;
import tributary.identify.IdentificationText;
import tributary.identify.ModelIdentification;
import tributary.jobs.table.DataQualityTable;
import tributary.jobs.table.IdentificationsTable;

/** What a model's graph says of its questions, and what the rows say of the graph. */
final class GraphChecks {
    private final String name;
    private final ModelIdentification identification;
    private final List<IndependenceTest> tests;

    private GraphChecks(String name, ModelIdentification identification, List<IndependenceTest> tests) {
        this.name = name;
        this.identification = identification;
        this.tests = tests;
    }

    /** Measures the independences that the graph implies. */
    static GraphChecks of(String name, ModelIdentification identification, Blocks blocks) {
        return new GraphChecks(name, identification, IndependenceTests.of(blocks, identification.implications()));
    }

    /** What {@code explain --identify} prints. */
    String words() {
        List<String> lines = new ArrayList<>(IdentificationText.lines(identification));
        lines.add("");
        lines.add(
                tests.isEmpty()
                        ? "The graph rules out no dependence among what is seen: no data can contradict it."
                        : "What the graph rules out, and what the data say of it:");
        tests.forEach(test -> lines.add("  " + test.claimed() + ": " + test.found()));
        return String.join("\n", lines);
    }

    /** What the data say of the graph, in a few words. */
    String verdict() {
        long contradicted =
                tests.stream().filter(IndependenceTest::contradicted).count();
        return tests.isEmpty()
                ? "its graph implies no independence that data could contradict"
                : "the data contradict " + contradicted + " of " + tests.size()
                        + " independences that its graph implies";
    }

    /** The rows of the identifications table. */
    List<Row> identifications() {
        String graph = identification.graph().observed().toString();
        return identification.questions().stream()
                .flatMap(question -> IdentificationsTable.rows(CausalJob.NAME, name, question, graph).stream())
                .toList();
    }

    /** A data check for each independence: a warning where the data contradict the graph. */
    List<Row> quality() {
        return quality("");
    }

    /** The same for the graph of another model of the rows. */
    List<Row> quality(String rival) {
        String whose = rival.isEmpty() ? "" : "under the rival " + rival + ": ";
        return tests.stream()
                .map(test -> DataQualityTable.warning(
                        CausalJob.NAME,
                        name,
                        "implied_independence",
                        null,
                        test.claim().one() + ", " + test.claim().other(),
                        test.leastEffect(),
                        IndependenceTest.SMALL,
                        !test.contradicted(),
                        test.contradicted() ? (long) test.rows() : 0L,
                        whose + test.claimed() + ": " + test.found(),
                        "add the missing edge or unmeasured cause to the model, and read its identification again"))
                .toList();
    }
}
