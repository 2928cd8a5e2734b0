package tributary.identify;

/**
 * Something that must hold for a formula to be the effect.
 *
 * @param words what is assumed
 * @param testable whether data can contradict it
 */
public record Assumption(String words, boolean testable) {
    static Assumption untestable(String words) {
        return new Assumption(words, false);
    }

    static Assumption testable(String words) {
        return new Assumption(words, true);
    }
}
