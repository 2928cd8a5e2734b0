package tributary.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import tributary.model.term.ModelException;
import tributary.model.term.Problem;

/** Files made to hurt a reader: each gives an error with its place, or a model that prints back; none hangs or crashes. */
class NastyModelsTest {
    private static final String GOOD = "row y, x\na ~ normal(0, 1)\ny ~ normal(a + x, 1)\n";

    /** Name, text, and what the first error must say; empty for a good model. */
    private static Map<String, String[]> files() {
        Map<String, String[]> files = new LinkedHashMap<>();
        put(files, "byte order mark", "\uFEFF" + GOOD, "");
        put(files, "carriage returns and line feeds", GOOD.replace("\n", "\r\n"), "");
        put(files, "carriage returns alone", GOOD.replace("\n", "\r"), "");
        put(files, "tabs and hard spaces", GOOD.replace(" ", "\t\u00A0"), "");
        put(files, "no line end at the end", GOOD.strip(), "");
        put(files, "nothing", "", "");
        put(files, "comments only", "// a\n//b\n\n\n// c", "");
        put(files, "a line separator of Unicode", GOOD + "\u2028b ~ normal(0, 1)\n", "\u2028");
        put(files, "a circle of three", "row y\na = b\nb = c\nc = a\ny ~ normal(a, 1)\n", "depends on itself");
        put(
                files,
                "a circle of 3,000",
                chain(3_000).replace("a0 ~ normal(0, 1)", "a0 = a3000"),
                "depends on itself: a0 <- a3000 <- a2999");
        put(files, "itself", "row y\ny ~ normal(y, 1)\n", "depends on itself");
        put(files, "a plate that is none", "row y\nu[nowhere] ~ normal(0, 1)\ny ~ normal(0, 1)\n", "no plate");
        put(files, "a group inside itself", "row y\ngroup g in g\ny ~ normal(0, 1)\n", "g");
        put(
                files,
                "groups inside one another",
                "row y\ngroup g in h\ngroup h in g\nu[g] ~ normal(0, 1)\ny ~ normal(u[g], 1)\n",
                "h");
        put(files, "a plate made of itself", "row y\ncolumns k = [k]\nb[k] ~ normal(0, 1)\ny ~ normal(b[1], 1)\n", "k");
        put(
                files,
                "plates made of one another",
                "row y\ncolumns k = [m]\ncolumns m = [k]\nb[k] ~ normal(0, 1)\ny ~ normal(dot(b, k), 1)\n",
                "k");
        put(files, "everything twice", GOOD + GOOD, "twice");
        put(files, "10,000 brackets", "row y\na = " + "(".repeat(10_000) + "1" + ")".repeat(10_000) + "\n", "deep");
        put(files, "10,000 open brackets", "row y\na = " + "[".repeat(10_000) + "\n", "deep");
        put(files, "10,000 closing brackets", "a = 1" + ")".repeat(10_000) + "\n", "closes nothing");
        put(files, "10,000 minuses", "a = " + "-".repeat(10_000) + "1\n", "too long");
        put(files, "10,000 denials", "a = " + "not ".repeat(10_000) + "1\n", "too long");
        put(files, "a tower of powers", "a = 2" + "^2".repeat(3_000) + "\n", "too long");
        put(files, "a sum of 1,200 terms", "row y\na = 1" + " + 1".repeat(1_200) + "\ny ~ normal(a, 1)\n", "");
        put(files, "a sum of 100,000 terms", "a = 1" + "+1".repeat(100_000) + "\n", "too long");
        put(files, "a name of 900,000 letters", "row " + "x".repeat(900_000) + "\n", "");
        put(files, "a file of two million letters", "row " + "x".repeat(2_000_000) + "\n", "characters");
        put(files, "a chain of 190 equations", chain(190), "");
        put(files, "a chain of 3,000 equations", chain(3_000), "chain");
        put(files, "a chain of 3,000 unknowns", walk(3_000), "chain");
        put(files, "letters of another alphabet", "row y\nдоход ~ normal(0, 1)\n", "д");
        put(files, "letters that look alike", "row y\ny ~ nоrmal(0, 1)\n", "о");
        put(files, "a face beyond the first plane", "row y\n\uD83D\uDE00 = 1\n", "");
        put(files, "half a face", "row y\n\uD83D = 1\n", "\uD83D");
        put(files, "a zero byte", "row y\u0000\n", "\u0000");
        put(files, "numbers without end", "a = 1e999999999\nb = -1e999999999\n", "1e999999999");
        put(files, "a number of 5,000 digits", "a = " + "9".repeat(5_000) + "\n", "9");
        put(files, "a tiny number", "row y\na = 1e-999999999\ny ~ normal(a, 1)\n", "");
        put(files, "text without end", "row y\nestimands {\n a = \"E[y\n}\n", "{");
        put(files, "words of the language as names", "row row, do\n", "row");
        put(files, "names of functions as names", "row exp, normal\nexp ~ normal(normal, 1)\n", "");
        put(files, "a thousand million splines", "row y, x\ncolumns k = spline(x, 999999999)\ny ~ normal(0, 1)\n", "");
        put(files, "a million columns", "row y\ncolumns k = 1000000\nb[k] ~ normal(0, 1)\ny ~ normal(b[7], 1)\n", "");
        put(files, "half a column", "row y\ncolumns k = 2.5\nb[k] ~ normal(0, 1)\ny ~ normal(b[1], 1)\n", "2.5");
        return files;
    }

    private static void put(Map<String, String[]> files, String name, String text, String says) {
        files.put(name, new String[] {text, says});
    }

    private static String chain(int length) {
        StringBuilder text = new StringBuilder("row y\na0 ~ normal(0, 1)\n");
        for (int i = 1; i <= length; i++) {
            text.append("a").append(i).append(" = a").append(i - 1).append(" + 1\n");
        }
        return text.append("y ~ normal(a").append(length).append(", 1)\n").toString();
    }

    private static String walk(int length) {
        StringBuilder text = new StringBuilder("row y\n");
        for (int i = length; i >= 1; i--) {
            text.append("a").append(i).append(" ~ normal(a").append(i - 1).append(", 1)\n");
        }
        return text.append("a0 ~ normal(0, 1)\ny ~ normal(a")
                .append(length)
                .append(", 1)\n")
                .toString();
    }

    @TestFactory
    @Timeout(120)
    Stream<DynamicTest> eachIsAnErrorWithAPlaceOrAModel() {
        return files().entrySet().stream()
                .map(file ->
                        DynamicTest.dynamicTest(file.getKey(), () -> check(file.getValue()[0], file.getValue()[1])));
    }

    private static void check(String text, String says) {
        try {
            Model model = Model.parse("nasty", text);
            assertThat(says).as("accepted").isEmpty();
            assertThat(Model.parse("again", model.print())).isEqualTo(model);
            assertThat(model.dependencies().causalOrder())
                    .hasSize(model.variables().size());
        } catch (ModelException e) {
            assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.place().line()).isPositive();
                assertThat(problem.place().column()).isPositive();
                assertThat(problem.message()).isNotEmpty();
                assertThat(problem.remedy()).isNotEmpty();
            });
            Problem first = e.problems().get(0);
            assertThat(first.message() + " " + first.token() + " " + first.remedy())
                    .contains(says);
            // An error is read by people: it does not repeat a megabyte.
            assertThat(e.getMessage().length()).isLessThan(100_000);
        }
    }
}
