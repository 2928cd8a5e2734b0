package tributary.family.mediamix;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tributary.model.DrawnFrom;
import tributary.model.term.ModelException;
import tributary.model.term.Term;
import tributary.model.term.TermPrinter;
import tributary.model.text.ModelText;

/** Pieces of the model's text: calls, priors that were read and printed again, and names made safe. */
final class Terms {
    private static final int LONGEST = 40;

    private Terms() {}

    /** {@code function(first, a_id, b_id, last)}; without last where that is empty. */
    static String call(String function, String first, Collection<String> parameters, String id, String last) {
        StringBuilder text = new StringBuilder(function).append('(').append(first);
        parameters.forEach(p -> text.append(", ").append(p).append('_').append(id));
        return text.append(last.isEmpty() ? "" : ", " + last).append(')').toString();
    }

    /**
     * A prior as the language prints it, so that text from outside can only ever be one distribution.
     *
     * @throws IllegalArgumentException if it is none, or names a variable
     */
    static String prior(String what, String text) {
        try {
            Term term = ModelText.question(text);
            if (term instanceof Term.Call call
                    && DrawnFrom.names().contains(call.function())
                    && tributary.model.term.Terms.references(call).isEmpty()) {
                return TermPrinter.print(call);
            }
        } catch (ModelException e) {
            throw new IllegalArgumentException("the prior of " + what + " cannot be read: " + text, e);
        }
        throw new IllegalArgumentException("the prior of " + what
                + " is no distribution with numbers as arguments, such as" + " half_normal(2): " + text);
    }

    /** Parameters and their priors, in order, of {@code "alpha ~ beta(1, 3); peak ~ half_normal(2)"}. */
    static Map<String, String> priors(String text) {
        Map<String, String> priors = new LinkedHashMap<>();
        for (String one : text.isEmpty() ? new String[0] : text.split("; ", -1)) {
            int at = one.indexOf(" ~ ");
            priors.put(one.substring(0, at), one.substring(at + 3));
        }
        return priors;
    }

    /** A name of the language for each name from outside, distinct and in order. */
    static Map<String, String> ids(List<String> names) {
        Map<String, String> ids = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (String name : names) {
            String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_");
            String base = plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
            String id = base;
            for (int n = 2; !taken.add(id); n++) {
                id = base + "_" + n;
            }
            ids.put(name, id);
        }
        return ids;
    }
}
