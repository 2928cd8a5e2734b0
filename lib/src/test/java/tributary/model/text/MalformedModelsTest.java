package tributary.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tributary.model.term.ModelException;
import tributary.model.term.StatementPrinter;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Thousands of files, broken by mutation: each an error with a place or a model that prints back; never a crash. */
public class MalformedModelsTest {
    private static final List<String> PIECES = List.of(
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            "~",
            "=",
            "<->",
            "|",
            "||",
            "\"",
            "'",
            "\n",
            "//",
            ":",
            ";",
            "^",
            "-",
            "not",
            "row",
            "rows",
            "do",
            "E[",
            "1e",
            ".",
            "é",
            "\u0000",
            "#",
            "estimands",
            "9999999999",
            "  ",
            "in");

    @Test
    @Timeout(300) // a parser that hangs is a failure, not a wait
    void everyMutantIsAnErrorWithAPlaceOrPrintsBack() {
        RandomStream random = StreamKey.of(1).with("mutants").stream();
        int refused = 0;
        for (int i = 0; i < 1_500; i++) {
            String mutant = mutate(ModelTextTest.EVERYTHING, random);
            refused += check(mutant) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(750);
    }

    private static boolean check(String mutant) {
        try {
            var statements = ModelText.read("mutant", mutant);
            assertThat(ModelText.read("again", StatementPrinter.print(statements)))
                    .isEqualTo(statements);
            return false;
        } catch (ModelException e) {
            assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.place().line()).isPositive();
                assertThat(problem.place().column()).isPositive();
                assertThat(problem.message()).isNotEmpty();
                assertThat(problem.remedy()).isNotEmpty();
            });
            return true;
        }
    }

    /** One to three cuts, insertions, doublings or swaps of a character or a stretch. */
    public static String mutate(String text, RandomStream random) {
        StringBuilder mutant = new StringBuilder(text);
        for (int edit = random.nextInt(3); edit >= 0; edit--) {
            int at = random.nextInt(mutant.length());
            int end = Math.min(mutant.length(), at + 1 + random.nextInt(random.nextInt(8) == 0 ? 80 : 4));
            switch (random.nextInt(5)) {
                case 0 -> mutant.delete(at, end);
                case 1 -> mutant.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> mutant.insert(at, mutant.substring(at, end));
                case 3 -> mutant.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
                default -> mutant.setCharAt(at, (char) random.nextInt(256));
            }
        }
        return mutant.toString();
    }
}
