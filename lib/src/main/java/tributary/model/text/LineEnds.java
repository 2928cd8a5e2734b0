package tributary.model.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import tributary.model.grammar.CausalLexer;
import tributary.model.term.Problem;

/**
 * Decides where statements end, and checks brackets and sizes before the parser sees a token.
 *
 * <p>A line end inside brackets, or after an operator or a comma, is no end of a statement. A closing brace ends the
 * statement before it and is an end itself.
 */
final class LineEnds {
    private static final Set<String> OPEN = Set.of("(", "[", "{");
    private static final Set<String> CLOSE = Set.of(")", "]", "}");
    private static final Set<String> CONTINUES = Set.of(
            ",", "+", "-", "*", "/", "^", ":", "~", "=", "==", "!=", "<", "<=", ">", ">=", "<->", "and", "or", "not");

    private final TextPlaces places;
    private final List<Problem> problems;
    private final List<Token> kept = new ArrayList<>();
    private final Deque<Token> open = new ArrayDeque<>();
    private int statementTokens;
    private int prefixes;
    private boolean reportedLong;

    LineEnds(TextPlaces places, List<Problem> problems) {
        this.places = places;
        this.problems = problems;
    }

    /** The tokens the parser reads; problems are added to the list. */
    List<Token> filter(List<? extends Token> tokens, Token endOfFile) {
        for (Token token : tokens) {
            if (token.getType() == CausalLexer.NEWLINE) {
                if (!inBrackets() && !continues()) {
                    end(token);
                }
            } else {
                keep(token);
            }
            if (problems.size() >= Limits.PROBLEMS) {
                return kept;
            }
        }
        for (Token left : open) {
            report(left, "`" + left.getText() + "` is never closed", "close it with " + closing(left));
        }
        end(endOfFile);
        kept.add(endOfFile);
        return kept;
    }

    private void keep(Token token) {
        String text = token.getText();
        count(token, text);
        if (text.length() == 1 && OPEN.contains(text)) {
            open.push(token);
            if (open.size() + prefixes > Limits.DEPTH) {
                report(
                        token,
                        "brackets inside brackets, more than " + Limits.DEPTH + " deep",
                        "name the inner parts by equations of their own");
                open.clear();
            }
            if (text.equals("{")) {
                statementTokens = 0;
                prefixes = 0;
            }
        } else if (text.length() == 1 && CLOSE.contains(text)) {
            if (text.equals("}")) {
                end(token);
            }
            close(token, text);
        }
        kept.add(token);
        if (text.equals("}")) {
            end(token);
        }
    }

    private void close(Token token, String text) {
        Token opened = open.poll();
        if (opened == null) {
            report(token, "`" + text + "` closes nothing", "remove it, or open it before");
        } else if (!closing(opened).equals(text)) {
            report(
                    token,
                    "`" + text + "` closes the `" + opened.getText() + "` of line " + opened.getLine(),
                    "close that one with " + closing(opened));
        }
    }

    private void count(Token token, String text) {
        statementTokens++;
        if (text.equals("^") || text.equals("not") || (text.equals("-") && continues())) {
            prefixes++;
        }
        if (!reportedLong && (statementTokens > Limits.STATEMENT_TOKENS || prefixes > Limits.DEPTH)) {
            reportedLong = true;
            report(token, "the statement is too long", "name its parts by equations of their own");
        }
    }

    private boolean inBrackets() {
        Token innermost = open.peek();
        return innermost != null && !innermost.getText().equals("{");
    }

    private boolean continues() {
        if (kept.isEmpty()) {
            return false;
        }
        String last = kept.get(kept.size() - 1).getText();
        return CONTINUES.contains(last) || (last.equals("|") || last.equals("||"));
    }

    private void end(Token at) {
        statementTokens = 0;
        prefixes = 0;
        reportedLong = false;
        if (!kept.isEmpty() && kept.get(kept.size() - 1).getType() != CausalLexer.NEWLINE) {
            CommonToken newline = new CommonToken(at);
            newline.setType(CausalLexer.NEWLINE);
            newline.setText("end of line");
            kept.add(newline);
        }
    }

    private static String closing(Token opened) {
        String text = opened.getText();
        return text.equals("(") ? ")" : text.equals("[") ? "]" : "}";
    }

    private void report(Token token, String message, String remedy) {
        problems.add(new Problem(places.at(token), token.getText(), message, remedy));
    }
}
