package tributary.jobs.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Semicolons end statements, but not within quotes, names and comments. */
class SqlStatementsTest {
    @Test
    void aScriptIsPartedAtItsSemicolons() {
        assertThat(SqlStatements.of("select 1; select 2 ;\n")).containsExactly("select 1", "select 2");
        assertThat(SqlStatements.of("select ';' as a, \"x;\\\";\", `;`, 'it\\';s' -- no; end\n, /* ; ' */ 3; -- last;"))
                .containsExactly("select ';' as a, \"x;\\\";\", `;`, 'it\\';s' -- no; end\n, /* ; ' */ 3");
        assertThat(SqlStatements.of(" ; -- nothing\n;/* nothing ")).isEmpty();
        assertThat(SqlStatements.of("select 'open; and")).containsExactly("select 'open; and");
    }

    @Test
    void theShippedQuestionsAreThreeEach() throws IOException {
        for (String file : new String[] {"joint-questions.sql", "decisions-of-this-week.sql"}) {
            assertThat(SqlStatements.of(Files.readString(Path.of("../conf/sql", file))))
                    .hasSize(3);
        }
    }
}
