package tributary.identify;

/** The ways to an effect that have a name of their own. */
public enum Strategy {
    /** The treatment was assigned by design. */
    RANDOMISED("randomised"),
    /** Covariates block every path that is not causal. */
    BACK_DOOR("back-door"),
    /** Mediators carry the whole effect and share no hidden cause with the treatment. */
    FRONT_DOOR("front-door"),
    /** Something moves the treatment and touches the outcome through it alone; needs more than the graph. */
    INSTRUMENT("instrument"),
    /** Mediators keep the value that another treatment would have given them. */
    MEDIATION("mediation"),
    /** The complete algorithm finds a formula that has no name. */
    FUNCTIONAL("functional");

    private final String word;

    Strategy(String word) {
        this.word = word;
    }

    /** The word in tables and texts. */
    public String word() {
        return word;
    }
}
