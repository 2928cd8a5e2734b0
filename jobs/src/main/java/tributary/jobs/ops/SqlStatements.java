package tributary.jobs.ops;

import java.util.ArrayList;
import java.util.List;

/** Parts a script into its statements: at semicolons that stand in no quotes, names or comments. */
final class SqlStatements {
    private final String script;
    private final List<String> statements = new ArrayList<>();
    private int begin;
    private boolean words;

    private SqlStatements(String script) {
        this.script = script;
    }

    /** The statements in order, without their semicolons; those of comments alone are left out. */
    static List<String> of(String script) {
        SqlStatements parts = new SqlStatements(script);
        int at = 0;
        while (at < script.length()) {
            at = parts.next(at);
        }
        parts.end(script.length());
        return List.copyOf(parts.statements);
    }

    /** Reads one character, quotation or comment; where the next begins. */
    private int next(int at) {
        char c = script.charAt(at);
        if (script.startsWith("--", at)) {
            return after("\n", at);
        }
        if (script.startsWith("/*", at)) {
            return after("*/", at + 2);
        }
        if (c == ';') {
            end(at);
            return at + 1;
        }
        words |= !Character.isWhitespace(c);
        return c == '\'' || c == '"' || c == '`' ? quoted(c, at + 1) : at + 1;
    }

    private int after(String mark, int from) {
        int found = script.indexOf(mark, from);
        return found < 0 ? script.length() : found + mark.length();
    }

    private int quoted(char quote, int from) {
        int at = from;
        while (at < script.length() && script.charAt(at) != quote) {
            at += script.charAt(at) == '\\' && quote != '`' ? 2 : 1;
        }
        return at + 1;
    }

    private void end(int at) {
        if (words) {
            statements.add(script.substring(begin, at).strip());
        }
        begin = at + 1;
        words = false;
    }
}
