package tributary.model;

import java.util.ArrayList;
import java.util.List;
import tributary.model.term.Term;
import tributary.model.term.TermPrinter;

/** What the elements of a vector plate are called: by their columns where these are names, else by number from 1. */
public final class Labels {
    private Labels() {}

    /** The labels of a plate whose size the model states; empty for others. */
    public static List<String> of(Plate plate) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < plate.size(); i++) {
            labels.add(
                    plate.columns().isEmpty()
                            ? Integer.toString(i + 1)
                            : label(plate.columns().get(i)));
        }
        return labels;
    }

    /** A name for a term: its own, {@code intercept} for 1, else its text with underscores for signs. */
    public static String label(Term term) {
        if (term instanceof Term.Literal literal && literal.value() == 1) {
            return "intercept";
        }
        String text = TermPrinter.print(term);
        return text.replaceAll("[^A-Za-z0-9_]+", "_").replaceAll("^_|_$", "");
    }
}
