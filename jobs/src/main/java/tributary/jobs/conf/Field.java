package tributary.jobs.conf;

import com.typesafe.config.ConfigUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One key being read: its value if it is there and of the right type, and the rules it must keep.
 *
 * <p>Ends with {@link #required}, {@link #orElse} or {@link #optional}. A broken rule is noted, never thrown: the
 * example or the fall-back stands in, so that reading goes on and finds the other errors too.
 */
public final class Field<T> {
    private record Rule<T>(Predicate<T> holds, String words) {}

    private final ConfErrors errors;
    private final String key;
    private final @Nullable T value;
    private final String malformed;
    private final List<Rule<T>> rules = new ArrayList<>();

    /** @param malformed why the value could not be read, or empty */
    Field(ConfErrors errors, String key, @Nullable T value, String malformed) {
        this.errors = errors;
        this.key = key;
        this.value = value;
        this.malformed = malformed;
    }

    /** Adds a rule, in words that complete "must ...". */
    public Field<T> must(String words, Predicate<T> holds) {
        rules.add(new Rule<>(holds, words));
        return this;
    }

    /** The value; an error if there is none. */
    public T required(T example) {
        if (value == null && malformed.isEmpty()) {
            errors.add(key, "is missing", shown(example));
            return example;
        }
        return checked(example);
    }

    /** The value, or the fall-back if there is none. */
    public T orElse(T fallback) {
        return value == null && malformed.isEmpty() ? fallback : checked(fallback);
    }

    /** The value, if there is one. */
    public Optional<T> optional(T example) {
        return value == null && malformed.isEmpty() ? Optional.empty() : Optional.of(checked(example));
    }

    private T checked(T example) {
        if (!malformed.isEmpty()) {
            errors.add(key, malformed, shown(example));
            return example;
        }
        T present = Objects.requireNonNull(value);
        for (Rule<T> rule : rules) {
            if (!rule.holds().test(present)) {
                errors.add(key, "is " + value(present) + " but must " + rule.words(), shown(example));
                return example;
            }
        }
        return present;
    }

    private String shown(T example) {
        return key + " = " + value(example);
    }

    private static String value(Object any) {
        if (any instanceof List<?> list) {
            return "[" + String.join(", ", list.stream().map(Field::value).toList()) + "]";
        }
        if (any instanceof Enum<?> word) {
            return ConfReader.spelling(word);
        }
        if (any instanceof Duration time) {
            return time.toSeconds() % 86_400 == 0 ? time.toDays() + "d" : time.toSeconds() + "s";
        }
        return any instanceof Number || any instanceof Boolean
                ? any.toString()
                : ConfigUtil.quoteString(any.toString());
    }
}
