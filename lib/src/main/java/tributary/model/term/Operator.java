package tributary.model.term;

/** The operators of the language, with their text and how tightly they bind. */
public enum Operator {
    /** Either holds. */
    OR("or", 1),
    /** Both hold. */
    AND("and", 2),
    /** Does not hold (of one operand). */
    NOT("not", 3),
    /** Equal. */
    EQUAL("==", 4),
    /** Not equal. */
    NOT_EQUAL("!=", 4),
    /** Less. */
    LESS("<", 4),
    /** Less or equal. */
    AT_MOST("<=", 4),
    /** Greater. */
    GREATER(">", 4),
    /** Greater or equal. */
    AT_LEAST(">=", 4),
    /** Sum. */
    ADD("+", 5),
    /** Difference. */
    SUBTRACT("-", 5),
    /** Product; in {@code linear(...)}, both terms and their interaction. */
    MULTIPLY("*", 6),
    /** Quotient. */
    DIVIDE("/", 6),
    /** Interaction, in {@code linear(...)} only. */
    INTERACT(":", 7),
    /** Minus (of one operand). */
    NEGATE("-", 8),
    /** Power, binding to the right. */
    POWER("^", 9);

    private final String text;
    private final int strength;

    Operator(String text, int strength) {
        this.text = text;
        this.strength = strength;
    }

    /** As written. */
    public String text() {
        return text;
    }

    /** The greater, the tighter the operator binds. */
    public int strength() {
        return strength;
    }

    /** The operator of two operands written like this. */
    public static Operator binary(String text) {
        for (Operator operator : values()) {
            if (operator.text.equals(text) && operator != NEGATE && operator != NOT) {
                return operator;
            }
        }
        throw new IllegalArgumentException("no operator of two operands is written " + text);
    }
}
