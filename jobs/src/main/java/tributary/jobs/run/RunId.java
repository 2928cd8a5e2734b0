package tributary.jobs.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import tributary.jobs.JobFailure;
import tributary.jobs.table.TableInput;

/** Names runs: sanitises a given id, or derives one from everything that decides the result. */
public final class RunId {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final int LONGEST = 200;
    private static final int HASH_DIGITS = 16;
    private static final int SUFFIX_DIGITS = 8;

    private RunId() {}

    /**
     * A given id made safe: letters, digits, dot, underscore and hyphen stand; other characters become an underscore
     * and a hash of the original is added, so that different ids stay different. Schedulers' ids such as
     * {@code manual__2026-01-01T00:00:00+00:00} come out readable.
     *
     * @throws JobFailure (exit code 2) for an id with path or control characters, or one that is empty or too long
     */
    public static String sanitised(String given) {
        boolean path = given.contains("/") || given.contains("\\") || given.contains("..");
        if (path || given.isBlank() || given.length() > LONGEST || given.chars().anyMatch(Character::isISOControl)) {
            throw JobFailure.usage(
                    "The run id " + JobFailure.quote(given) + " cannot be used.",
                    path
                            ? "It holds path characters: a slash, a backslash or two dots."
                            : "It is empty, longer than " + LONGEST + " characters, or holds control characters.",
                    "Give an id of letters, digits, dots, underscores and hyphens, or none: the default is a hash.");
        }
        if (PLAIN.matcher(given).matches()) {
            return given;
        }
        return "r" + given.replaceAll("[^A-Za-z0-9._-]", "_") + "-"
                + hash(given).substring(0, SUFFIX_DIGITS);
    }

    /** The default id: the command, and a hash of conf, code, logical date and input versions. */
    static String derived(String command, String confHash, String codeVersion, String date, List<TableInput> inputs) {
        StringBuilder all = new StringBuilder();
        for (String part : List.of(command, confHash, codeVersion, date)) {
            all.append(part.length()).append(':').append(part).append('\n');
        }
        inputs.forEach(i -> all.append(i).append('\n'));
        return command + "-" + hash(all.toString()).substring(0, HASH_DIGITS);
    }

    /** SHA-256 in hexadecimal. */
    static String hash(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
