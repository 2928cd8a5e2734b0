package tributary.model.text;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import tributary.model.grammar.CausalLexer;
import tributary.model.grammar.CausalParser;
import tributary.model.term.Problem;

/** Finds every error of a file that does not parse: each statement is read by itself, so one error hides no other. */
final class ErrorSearch {
    private final TextPlaces places;
    private final List<Problem> problems;
    private boolean inEstimands;

    ErrorSearch(TextPlaces places, List<Problem> problems) {
        this.places = places;
        this.problems = problems;
    }

    /** Adds the problems of all statements among these tokens. */
    void search(List<Token> tokens) {
        List<Token> statement = new ArrayList<>();
        for (Token token : tokens) {
            if (token.getType() == CausalLexer.NEWLINE || token.getType() == Token.EOF) {
                statement.add(token);
                check(statement);
                statement = new ArrayList<>();
            } else {
                statement.add(token);
            }
        }
    }

    private void check(List<Token> statement) {
        List<Token> rest = withoutBlock(statement);
        if (rest.size() <= 1 || problems.size() >= Limits.PROBLEMS) {
            return;
        }
        CausalParser parser = new CausalParser(new CommonTokenStream(new ListTokenSource(rest)));
        parser.removeErrorListeners();
        parser.addErrorListener(new SyntaxErrors(places, problems));
        int before = problems.size();
        if (inEstimands) {
            CausalParser.NamedQuestionContext question =
                    parser.lineOfEstimands().namedQuestion();
            if (problems.size() == before) {
                new StatementReader(places, problems).question(question);
            }
        } else {
            parser.lineOfFile();
        }
    }

    /** The statement without a block's beginning or end. */
    private List<Token> withoutBlock(List<Token> statement) {
        int first = statement.get(0).getType();
        if (statement.get(0).getText().equals("}")) {
            inEstimands = false;
            return statement.subList(1, statement.size());
        }
        int header = first == CausalLexer.ROWS ? 3 : first == CausalLexer.ESTIMANDS ? 2 : 0;
        if (header > 0
                && statement.size() > header
                && statement.get(header - 1).getText().equals("{")) {
            inEstimands = first == CausalLexer.ESTIMANDS;
            return statement.subList(header, statement.size());
        }
        return statement;
    }
}
