package tributary.identify;

import java.util.List;
import java.util.Set;

/**
 * One way from the observed law to an effect.
 *
 * @param strategy which kind of way
 * @param uses the covariates, mediators or instruments it needs
 * @param text the effect and its formula, as a line of text
 * @param latex the same as LaTeX
 * @param assumptions what must hold
 */
public record Route(Strategy strategy, Set<String> uses, String text, String latex, List<Assumption> assumptions) {
    /** Copies its list; the set keeps its order. */
    public Route {
        assumptions = List.copyOf(assumptions);
    }

    /** The way in a few words, such as {@code back-door {age, educ}}. */
    public String words() {
        return switch (strategy) {
            case RANDOMISED, FUNCTIONAL -> strategy.word();
            case BACK_DOOR, FRONT_DOOR, INSTRUMENT, MEDIATION -> strategy.word() + " " + Law.set(uses);
        };
    }
}
