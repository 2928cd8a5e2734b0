package tributary.infer.nuts;

/**
 * Told of every kept transition while chains run, so that a long run can say where it stands.
 *
 * <p>It sees and never steers: the draws are the same whoever watches. Called by the threads of the chains.
 */
@FunctionalInterface
public interface DrawWatch {
    /** Looks away. */
    DrawWatch NONE = divergent -> {};

    /**
     * One kept transition was made.
     *
     * @param divergent whether it diverged
     */
    void drawn(boolean divergent);
}
