package tributary.model.text;

/** How large a model file may be: bounds that no honest file meets and no hostile one passes. */
final class Limits {
    /** Characters of a file. */
    static final int CHARACTERS = 1_000_000;
    /** Brackets, minuses, powers and negations inside one another. */
    static final int DEPTH = 64;
    /** Tokens of one statement; a sum of so many terms is walked by recursion within a small stack. */
    static final int STATEMENT_TOKENS = 2_500;
    /** Problems reported of one file. */
    static final int PROBLEMS = 50;

    private Limits() {}
}
