package tributary.posterior;

/** A model and its data do not go together: what, where, and the remedy. */
public final class BindingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Says what does not fit, and what to do about it. */
    public BindingException(String message) {
        super(message);
    }

    /** The same, said by somebody below. */
    BindingException(String message, Throwable cause) {
        super(message, cause);
    }
}
