package tributary.jobs;

import java.util.Optional;

/**
 * A failure that names its problem, its cause and its remedy, and the exit code it ends the command with.
 *
 * <p>Thrown by any station of a command; caught once, at the command line, which logs it, writes the failed
 * {@code runs} row and sets the exit code. Each part is one plain sentence: what went wrong, why, and what the
 * reader can do about it. Values that come from conf or data are quoted by {@link #quote}.
 */
public final class JobFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_QUOTE = 200;

    private final ExitCode exitCode;
    private final String problem;
    private final String reason;
    private final String remedy;

    /** A failure without a causing exception. */
    public JobFailure(ExitCode exitCode, String problem, String reason, String remedy) {
        super(problem + "\n  cause:  " + reason + "\n  remedy: " + remedy);
        this.exitCode = exitCode;
        this.problem = problem;
        this.reason = reason;
        this.remedy = remedy;
    }

    /** A failure brought about by {@code origin}, whose stack trace it keeps. */
    public JobFailure(ExitCode exitCode, String problem, String reason, String remedy, Throwable origin) {
        this(exitCode, problem, reason, remedy);
        initCause(origin);
    }

    /** Wrong use: a conf value, an option, or a schema that does not fit (exit code 2). */
    public static JobFailure usage(String problem, String reason, String remedy) {
        return new JobFailure(ExitCode.USAGE, problem, reason, remedy);
    }

    /** An input that is absent, empty or late (exit code 5). */
    public static JobFailure inputAbsent(String problem, String reason, String remedy) {
        return new JobFailure(ExitCode.INPUT_ABSENT, problem, reason, remedy);
    }

    /** How the command ends. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** What went wrong. */
    public String problem() {
        return problem;
    }

    /** Why it went wrong; {@link #getCause} is the exception behind it, if there is one. */
    public String reason() {
        return reason;
    }

    /** What the reader can do. */
    public String remedy() {
        return remedy;
    }

    /**
     * The failure within a chain of causes that means something to the reader: one of ours, such as one Spark wrapped on its
     * way, or want of memory and of executors.
     */
    public static Optional<JobFailure> inside(Throwable wrapped) {
        return ours(wrapped).or(() -> ClusterFailure.behind(wrapped));
    }

    /** The failure of ours within a chain of causes. */
    public static Optional<JobFailure> ours(Throwable wrapped) {
        for (Throwable t = wrapped; t != null; t = t.getCause()) {
            if (t instanceof JobFailure failure) {
                return Optional.of(failure);
            }
        }
        return Optional.empty();
    }

    /** The first line with words of what lies at the bottom of a chain of causes. */
    public static String rootMessage(Throwable top) {
        Throwable root = top;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return root.getClass().getSimpleName()
                + (message == null
                        ? ""
                        : ": "
                                + message.lines()
                                        .filter(line -> !line.isBlank())
                                        .findFirst()
                                        .orElse(""));
    }

    /** Untrusted text for a message: control characters escaped, long text cut, in double quotes. */
    public static String quote(String untrusted) {
        StringBuilder safe = new StringBuilder("\"");
        untrusted.codePoints().limit(LONGEST_QUOTE).forEach(c -> {
            if (Character.isISOControl(c)) {
                safe.append(String.format("\\u%04x", c));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.append(untrusted.codePointCount(0, untrusted.length()) > LONGEST_QUOTE ? "...\"" : "\"")
                .toString();
    }
}
