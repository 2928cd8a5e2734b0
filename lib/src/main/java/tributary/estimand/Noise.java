package tributary.estimand;

/** Which noise a unit has in another world. */
public enum Noise {
    /** New noise, the same in both worlds: what to expect of a new unit that is like this one. */
    FRESH,
    /**
     * The noise behind what was observed of this very unit (abduction): a counterfactual in Pearl's sense. The noise of a
     * number is taken to keep its rank, {@code y' = F'^-1(F(y))}; that of a discrete outcome is drawn from what agrees
     * with the observed one.
     */
    ABDUCTED
}
