package tributary.decide;

/**
 * An action and its reason.
 *
 * @param action what to do
 * @param reason why, in words
 */
public record Verdict(Action action, String reason) {}
