package tributary.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.model.term.ModelException;
import tributary.model.term.Problem;
import tributary.model.term.StatementPrinter;
import tributary.model.term.TermPrinter;

/** Model files are read, printed back to the same tree, and refused with place, token and remedy. */
class ModelTextTest {
    /** Every kind of statement and of term. */
    static final String EVERYTHING = """
            // a comment
            row tv, ads, sales
            latent z, w
            group region, city
            group store in city
            column income[region], size[store]
            columns k = [tv, log(ads), tv * ads]
            columns m = 4
            columns f = fourier(week, 52, 2)
            series region ordered by week
            randomised ads
            x <-> y
            a, b[k] ~ normal(0, -1.5)
            (x, y) ~ mvnormal([0, mu], L)
            beta[region, k] ~ flat
            tau ~ truncated(half_cauchy(2.5), lower = 0, upper = 1e10)
            mu = a + (b - c) - (d - e) * -f ^ -2 / (g / h) / 2 - -1
            eta = if(tv > 0 and not (ads == 1 or tv <= 3), exp(-tv), 1e-300)
            net = mlp(tv, ads; hidden = 5, activation = softplus)
            sales ~ normal(linear(0 + tv:ads + tv * ads + C(region, ref = "north") + (1 + tv | region) + (0 + ads || city)
                + mean(tv | region)), effect[region])
            prior(b_sales_tv) = normal(0, 0.5)
            prior(b_sales_region[north]) = flat()
            rows lift { row delta
              delta ~ normal(0, 1) }  rows more { row other
            }
            observe tv, ads
            do(ads = 1, tv = 0.9 * tv)
            estimands {
              ate = "E[sales | do(ads = 1)] - E[sales | do(ads = 0)]"
              up  = "P[sales > 100 | do(ads = 1), where region == 'north', by city, store]"
              nde = "E[y | do(t = 1), m ~ do(t = 0, s = 1)] / E[y] * b_zy"
            }
            """;

    @Test
    void printsBackToTheSameStatements() {
        var statements = ModelText.read("all.model", EVERYTHING);
        String printed = StatementPrinter.print(statements);
        assertThat(ModelText.read("again", printed)).isEqualTo(statements);
        assertThat(StatementPrinter.print(ModelText.read("again", printed))).isEqualTo(printed);
        assertThat(statements).hasSize(26);
        assertThat(printed).contains("mu = a + (b - c) - (d - e) * -f^-2 / (g / h) / 2 - -1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            a + b * c ! a + b * c
            (a + b) * c ! (a + b) * c
            a - (b - c) ! a - (b - c)
            (a - b) - c ! a - b - c
            2 ^ 3 ^ 4 ! 2^3^4
            (2 ^ 3) ^ 4 ! (2^3)^4
            -2 ^ 2 ! -2^2
            (-2) ^ 2 ! (-2)^2
            a:b*c ! a:b * c
            not a == b and c ! not a == b and c
            E[y | do(t = x > 0.5)] ! E[y | do(t = x > 0.5)]
            1e22 ! 1.0E22
            """)
    void questionsPrintWithTheParenthesesTheyNeed(String text, String printed) {
        var term = ModelText.question(text);
        assertThat(TermPrinter.printQuestion(term)).isEqualTo(printed);
        assertThat(ModelText.question(printed)).isEqualTo(term);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            row x # y               ! 1 ! 7  ! #   ! a comment starts with //
            mu = a + (b             ! 1 ! 10 ! (   ! close it with )
            mu = a + b)             ! 1 ! 11 ! )   ! remove it
            mu = f(a]               ! 1 ! 9  ! ]   ! close that one with )
            group ~ normal(0, 1)    ! 1 ! 7  ! ~   ! a name
            mu <- 3                 ! 1 ! 4  ! <   ! =
            sigma ~                 ! 1 ! 8  !     ! a name
            y = 1 2                 ! 1 ! 7  ! 2   ! the end of the line
            y = 1e999               ! 1 ! 5  ! 1e999 ! at most
            columns k = 0           ! 1 ! 13 ! 0   ! whole number
            estimands { a = "E[y |" } ! 1 ! 19 ! [  ! close
            """)
    void errorsNameLineColumnTokenAndRemedy(String text, int line, int column, String token, String remedy) {
        Problem problem = problems(text).get(0);
        assertThat(problem.place().line()).as(problem.toString()).isEqualTo(line);
        assertThat(problem.place().column()).as(problem.toString()).isEqualTo(column);
        assertThat(problem.token()).as(problem.toString()).isEqualTo(token == null ? "" : token);
        assertThat(problem.toString()).contains(remedy);
    }

    @Test
    void allErrorsOfAFileComeAtOnce() {
        List<Problem> problems = problems("row x,\n\nrow 1\nmu = * 3\nok = 1\nestimands { q = \"1 +\" }\n\"lost\"\n");
        assertThat(problems)
                .as(problems.toString())
                .extracting(p -> p.place().line())
                .containsExactly(1, 4, 6, 7);
        assertThat(problems).allSatisfy(p -> assertThat(p.remedy()).isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "-", "not ", "f(", "[", "a^", "E[", "{", "\"", "rows a {"})
    void hostileRepetitionIsRefusedNotObeyed(String piece) {
        assertThat(problems("y = " + piece.repeat(100_000))).isNotEmpty();
        assertThat(problems(piece.repeat(3_000))).isNotEmpty();
    }

    @Test
    void longSumsAndLargeFilesAreRead() {
        String sum = "y = x0" + " + x1 * x2".repeat(600);
        var statements = ModelText.read("sum", sum);
        assertThat(ModelText.read("sum", StatementPrinter.print(statements))).isEqualTo(statements);
        assertThat(problems("y = x0" + " + x1".repeat(50_000))).hasSize(1);
        assertThat(problems("x".repeat(1_000_001))).hasSize(1);
        assertThat(ModelText.read("many", "a ~ normal(0, 1)\n".repeat(10_000))).hasSize(10_000);
    }

    private static List<Problem> problems(String text) {
        ModelException e = catchThrowableOfType(ModelException.class, () -> ModelText.read("test.model", text));
        assertThat(e)
                .as("no error for: " + (text.length() > 100 ? text.substring(0, 100) : text))
                .isNotNull();
        return e.problems();
    }
}
