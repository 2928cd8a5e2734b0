package tributary.infer.nuts;

/** A chain that cannot go on; caught by the chain's runner, which reports it as data. */
final class StuckChainException extends Exception {
    private static final long serialVersionUID = 1L;

    StuckChainException(String reason) {
        super(reason, null, false, false);
    }
}
