package tributary.model.term;

import java.io.Serializable;

/**
 * One thing wrong with a model: where, at which token, what, and the remedy.
 *
 * @param place where
 * @param token the offending text, perhaps empty
 * @param message what is wrong, a sentence without its full stop
 * @param remedy what to do
 */
public record Problem(Place place, String token, String message, String remedy) implements Serializable {
    /** Cuts a token too long to show. */
    public Problem {
        token = token.length() > 60 ? token.substring(0, 57) + "..." : token;
    }

    /** {@code file:line:column: `token`: message; remedy}. */
    @Override
    public String toString() {
        String shown = token.isEmpty() || message.contains("`" + token + "`") ? "" : "`" + token + "`: ";
        return place + ": " + shown + message + (remedy.isEmpty() ? "" : "; " + remedy);
    }
}
