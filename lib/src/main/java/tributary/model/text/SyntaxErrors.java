package tributary.model.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import tributary.model.grammar.CausalLexer;
import tributary.model.term.Names;
import tributary.model.term.Place;
import tributary.model.term.Problem;

/** Turns the parser's complaints into problems with a remedy: the first of each line, since the others follow from it. */
final class SyntaxErrors extends BaseErrorListener {
    private final TextPlaces places;
    private final List<Problem> problems;
    private final Set<Integer> lines = new HashSet<>();

    SyntaxErrors(TextPlaces places, List<Problem> problems) {
        this.places = places;
        this.problems = problems;
    }

    @Override
    public void syntaxError(
            Recognizer<?, ?> recognizer, Object symbol, int line, int column, String text, RecognitionException e) {
        if (!lines.add(line) || problems.size() >= Limits.PROBLEMS) {
            return;
        }
        Token token = (Token) symbol;
        problems.add(problem(places.at(token), token, expected((Parser) recognizer, e)));
    }

    private static List<String> expected(Parser parser, RecognitionException e) {
        IntervalSet types = e == null ? parser.getExpectedTokens() : e.getExpectedTokens();
        List<String> names = new ArrayList<>();
        if (types != null && types.size() <= 6) {
            for (int type : types.toList()) {
                String literal = CausalLexer.VOCABULARY.getLiteralName(type);
                names.add(literal != null ? literal.replace('\'', '`') : described(type));
            }
        }
        return names;
    }

    private static String described(int type) {
        return switch (type) {
            case CausalLexer.NAME -> "a name";
            case CausalLexer.NUMBER -> "a number";
            case CausalLexer.STRING -> "text in quotes";
            case CausalLexer.NEWLINE -> "the end of the line";
            default -> "the end of the file";
        };
    }

    private static Problem problem(Place place, Token token, List<String> expected) {
        String text = token.getText();
        if (token.getType() == CausalLexer.NEWLINE || token.getType() == Token.EOF) {
            return new Problem(place, "", "the statement stops too early", wanted(expected));
        }
        if (Names.RESERVED.contains(text)) {
            return new Problem(
                    place,
                    text,
                    "`" + text + "` is a word of the language and cannot stand here",
                    "if it is meant as a variable, give it another name and bind that to the column");
        }
        if (token.getType() == CausalLexer.UNKNOWN) {
            return new Problem(place, text, "the character `" + text + "` has no meaning here", hint(text));
        }
        return new Problem(place, text, "`" + text + "` is not expected here", wanted(expected));
    }

    private static String wanted(List<String> expected) {
        return expected.isEmpty()
                ? "a statement reads `name ~ distribution(...)`, `name = term`, or declares (row, group, ...)"
                : "expected " + String.join(" or ", expected);
    }

    private static String hint(String character) {
        return switch (character) {
            case "#" -> "a comment starts with //";
            case "%", "&" -> "the operators are + - * / ^ : and or not";
            case "!" -> "write `not`, or != for unequal";
            case "<" -> "write = for an equation and ~ for a distribution";
            case "\"", "'" -> "close the quotes on the same line";
            case "." -> "a name holds letters, digits and _ only";
            default -> "names are ASCII letters, digits and _; bind other column names in conf";
        };
    }
}
