package tributary.decide;

/** The scale on which a bound is stated. */
public enum Scale {
    /** In units of the metric: treated minus control. */
    ABSOLUTE,
    /** As a share of control: (treated - control) / control. */
    RELATIVE
}
