package tributary.jobs.conf;

/** How far a failed gate reaches. */
public enum GateScope {
    /** It holds back its own analysis only. */
    ANALYSIS,
    /** It holds back every analysis of the run. */
    RUN
}
