package tributary.model.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import tributary.model.grammar.CausalLexer;
import tributary.model.grammar.CausalParser;
import tributary.model.term.Assignment;
import tributary.model.term.ModelException;
import tributary.model.term.Place;
import tributary.model.term.Problem;
import tributary.model.term.Statement;
import tributary.model.term.Term;

/** Reads the text of a model file into statements, or throws all that is wrong with its grammar. */
public final class ModelText {
    private ModelText() {}

    /**
     * The statements of a file.
     *
     * @param file its name, for messages
     * @param text its content
     * @throws ModelException with every syntax error, each with its place, token and remedy
     */
    public static List<Statement> read(String file, String text) {
        List<Problem> problems = new ArrayList<>();
        TextPlaces places = new TextPlaces(file, 0, 0);
        List<Token> tokens = tokens(text, places, problems);
        CausalParser.FileContext tree = parser(tokens, places, problems).file();
        if (!problems.isEmpty()) {
            List<Problem> all = new ArrayList<>();
            new ErrorSearch(places, all).search(tokens);
            stopAt(all.isEmpty() ? problems : all);
        }
        List<Statement> statements = new StatementReader(places, problems).all(tree.statement());
        stopAt(problems);
        return statements;
    }

    /**
     * A question of an {@code estimands} block, or one asked alone.
     *
     * @throws ModelException if it cannot be read
     */
    public static Term question(String text) {
        List<Problem> problems = new ArrayList<>();
        Term term = question(text, new TextPlaces("question", 0, 0), problems);
        stopAt(problems);
        return term;
    }

    /**
     * What is set, as it stands inside {@code do(...)}: {@code ads = 1, price = min(price, 3)}.
     *
     * @throws ModelException if it cannot be read
     */
    public static List<Assignment> settings(String text) {
        List<Problem> problems = new ArrayList<>();
        TextPlaces places = new TextPlaces("intervention", 0, 0);
        CausalParser.SettingsContext tree =
                parser(tokens(text, places, problems), places, problems).settings();
        stopAt(problems);
        List<Assignment> settings = new TermReader(places, true, problems).assignments(tree.assignment());
        stopAt(problems);
        return settings;
    }

    /** A question at a place of a file; problems are added to the list, and the term is then a mere stand-in. */
    static Term question(String text, TextPlaces places, List<Problem> problems) {
        int before = problems.size();
        try {
            CausalParser.QuestionContext tree =
                    parser(tokens(text, places, problems), places, problems).question();
            if (problems.size() == before) {
                return new TermReader(places, true, problems).read(tree.expression());
            }
        } catch (ModelException e) {
            // Its problems are in the list already.
            assert problems.size() > before;
        }
        return new Term.Literal(0, Place.NONE);
    }

    private static List<Token> tokens(String text, TextPlaces places, List<Problem> problems) {
        if (text.length() > Limits.CHARACTERS) {
            problems.add(new Problem(
                    Place.of(places.file(), 1, 1),
                    "",
                    "the file has " + text.length() + " characters",
                    "at most " + Limits.CHARACTERS + " are read"));
            throw new ModelException(problems);
        }
        CausalLexer lexer = new CausalLexer(CharStreams.fromString(text, places.file()));
        lexer.removeErrorListeners();
        int before = problems.size();
        List<Token> tokens = new LineEnds(places, problems).filter(lexer.getAllTokens(), lexer.emitEOF());
        if (problems.size() > before) {
            throw new ModelException(sorted(problems));
        }
        return tokens;
    }

    private static CausalParser parser(List<Token> tokens, TextPlaces places, List<Problem> problems) {
        CausalParser parser = new CausalParser(new CommonTokenStream(new ListTokenSource(tokens)));
        parser.removeErrorListeners();
        parser.addErrorListener(new SyntaxErrors(places, problems));
        return parser;
    }

    private static void stopAt(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new ModelException(sorted(problems));
        }
    }

    private static List<Problem> sorted(List<Problem> problems) {
        return problems.stream()
                .sorted(Comparator.comparingInt((Problem p) -> p.place().line())
                        .thenComparingInt(p -> p.place().column()))
                .toList();
    }
}
