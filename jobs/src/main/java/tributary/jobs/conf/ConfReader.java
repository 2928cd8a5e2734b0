package tributary.jobs.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tributary.jobs.JobFailure;

/**
 * One section of a conf, read key by key with types and rules; every key that nobody asked for is an error that
 * names its nearest known neighbour.
 *
 * <p>Usage: {@code conf.section("run").integer("chains").must("be at least 1", n -> n >= 1).orElse(4)}. Errors
 * gather across all sections; {@link #finish} throws them at once. Until then missing values are stood in for by
 * the examples, so what was read may only be used after {@code finish}.
 */
public final class ConfReader {
    private final ConfErrors errors;
    private final String path;
    private final ConfigObject object;
    private final Set<String> known = new TreeSet<>();
    private final Map<String, ConfReader> sections = new LinkedHashMap<>();
    private final List<ConfReader> children = new ArrayList<>();
    private boolean open;

    private ConfReader(ConfErrors errors, String path, ConfigObject object) {
        this.errors = errors;
        this.path = path;
        this.object = object;
    }

    /** The whole conf. */
    public static ConfReader of(Config conf) {
        return new ConfReader(new ConfErrors(), "", conf.root());
    }

    /** Text. */
    public Field<String> text(String key) {
        return field(key, "text", v -> switch (v.valueType()) {
            case STRING, NUMBER, BOOLEAN -> String.valueOf(v.unwrapped());
            case OBJECT, LIST, NULL -> null;
        });
    }

    /** A finite number. */
    public Field<Double> number(String key) {
        return field(key, "a finite number", v -> {
            Double number = parsed(v, Double::valueOf);
            return number != null && Double.isFinite(number) ? number : null;
        });
    }

    /** A whole number that fits a long. */
    public Field<Long> whole(String key) {
        return field(key, "a whole number", v -> parsed(v, Long::valueOf));
    }

    /** A whole number that fits an int. */
    public Field<Integer> integer(String key) {
        return field(key, "a whole number", v -> parsed(v, Integer::valueOf));
    }

    /** true or false. */
    public Field<Boolean> flag(String key) {
        return field(key, "true or false", v -> v.unwrapped() instanceof Boolean truth ? truth : null);
    }

    /** A date, written YYYY-MM-DD. */
    public Field<LocalDate> date(String key) {
        return field(key, "a date YYYY-MM-DD", v -> {
            try {
                return LocalDate.parse(String.valueOf(v.unwrapped()));
            } catch (DateTimeException e) {
                return null;
            }
        });
    }

    /** A length of time, such as 14d or 36 hours. */
    public Field<Duration> duration(String key) {
        return field(key, "a length of time such as 14d", v -> {
            try {
                return v.atKey("value").getDuration("value");
            } catch (ConfigException e) {
                return null;
            }
        });
    }

    /** One of an enum's words, written in lower case with hyphens or underscores. */
    public <E extends Enum<E>> Field<E> choice(String key, Class<E> words) {
        String all = Arrays.stream(words.getEnumConstants())
                .map(ConfReader::spelling)
                .collect(Collectors.joining(", "));
        return field(
                key,
                "one of " + all,
                v -> Arrays.stream(words.getEnumConstants())
                        .filter(word -> v.unwrapped() instanceof String s
                                && spelling(word).equals(s.replace('_', '-').toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElse(null));
    }

    /** A list of texts. */
    public Field<List<String>> texts(String key) {
        return field(
                key,
                "a list of texts",
                v -> items(
                        v, i -> i.valueType() == ConfigValueType.STRING ? (String) i.unwrapped() : parsed(i, n -> n)));
    }

    /** A list of finite numbers. */
    public Field<List<Double>> numbers(String key) {
        return field(
                key,
                "a list of finite numbers",
                v -> items(v, i -> {
                    Double number = parsed(i, Double::valueOf);
                    return number != null && Double.isFinite(number) ? number : null;
                }));
    }

    /** A list of whole numbers. */
    public Field<List<Long>> wholes(String key) {
        return field(key, "a list of whole numbers", v -> items(v, i -> parsed(i, Long::valueOf)));
    }

    /** A map of names to texts, in the order of names; empty if absent. */
    public Map<String, String> textMap(String key) {
        Map<String, String> map = new LinkedHashMap<>();
        section(key).each((name, section) -> map.put(name, section.text(name).required("column")));
        return map;
    }

    /** Whether the section has the key, and it is not null. */
    public boolean has(String key) {
        known.add(key);
        ConfigValue value = object.get(key);
        return value != null && value.valueType() != ConfigValueType.NULL;
    }

    /** Whether the key's value is a section. */
    public boolean hasSection(String key) {
        return has(key) && object.get(key) instanceof ConfigObject;
    }

    /** A section below, the same whenever asked for; empty if it is absent. */
    public ConfReader section(String key) {
        return sections.computeIfAbsent(key, this::opened);
    }

    private ConfReader opened(String key) {
        known.add(key);
        ConfigValue value = object.get(key);
        if (value != null && value.valueType() != ConfigValueType.NULL && !(value instanceof ConfigObject)) {
            errors.add(full(key), "must be a section { ... }", "");
        }
        ConfigObject below = value instanceof ConfigObject present
                ? present
                : ConfigFactory.empty().root();
        ConfReader child = new ConfReader(errors, full(key), below);
        children.add(child);
        return child;
    }

    /** The sections of a map of names to sections, such as the experiments by name, in the order of names. */
    public Map<String, ConfReader> sections(String key) {
        Map<String, ConfReader> map = new LinkedHashMap<>();
        section(key).each((name, section) -> map.put(name, section.section(name)));
        return map;
    }

    /** This section read over what another one says under some keys: where this one is silent, the other speaks. */
    public ConfReader over(ConfReader below, Set<String> keys) {
        ConfigObject shared = ConfigFactory.empty().root();
        for (Map.Entry<String, ConfigValue> entry : below.object.entrySet()) {
            shared = keys.contains(entry.getKey()) ? shared.withValue(entry.getKey(), entry.getValue()) : shared;
        }
        ConfReader merged = new ConfReader(errors, path, object.withFallback(shared));
        open = true; // unknown keys are told of the merged section
        children.add(merged);
        return merged;
    }

    /** The sections of a list of sections. */
    public List<ConfReader> list(String key) {
        List<ConfReader> sections = new ArrayList<>();
        if (!has(key)) {
            return sections;
        }
        if (!(object.get(key) instanceof ConfigList list)) {
            errors.add(full(key), "must be a list of sections [ { ... } ]", "");
            return sections;
        }
        for (int i = 0; i < list.size(); i++) {
            String name = full(key) + "[" + i + "]";
            if (list.get(i) instanceof ConfigObject item) {
                ConfReader child = new ConfReader(errors, name, item);
                children.add(child);
                sections.add(child);
            } else {
                errors.add(name, "must be a section { ... }", "");
            }
        }
        return sections;
    }

    /** The names in this section, sorted; none of them counts as unknown, and those that are null are left out. */
    public List<String> names() {
        open = true;
        return new TreeMap<>(object)
                .keySet().stream().filter(this::has).collect(Collectors.toCollection(ArrayList::new));
    }

    /**
     * Makes a value whose constructor may refuse its arguments; a refusal is noted as an error of this section,
     * and {@code standIn} is returned in its place.
     */
    public <T> T make(Supplier<T> constructor, Supplier<T> standIn) {
        int before = errors.count();
        try {
            return constructor.get();
        } catch (IllegalArgumentException | JobFailure e) {
            if (errors.count() == before) {
                error(e instanceof JobFailure f ? f.problem() : String.valueOf(e.getMessage()));
            }
            return standIn.get();
        }
    }

    /** Notes an error of the section as a whole. */
    public void error(String problem) {
        errors.add(path.isEmpty() ? "conf" : path, problem, "");
    }

    /** Notes an error of one key, with a value that would be right. */
    public void error(String key, String problem, String example) {
        known.add(key);
        errors.add(full(key), problem, example);
    }

    /** The dotted path of this section, empty for the whole. */
    public String path() {
        return path;
    }

    /** Ends the reading: notes the unknown keys, and throws all errors if there is any. */
    public void finish() {
        noteUnknown();
        errors.throwIfAny();
    }

    /** Whether an error was noted so far, anywhere in the conf. */
    public boolean hasErrors() {
        return errors.count() > 0;
    }

    static String spelling(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void each(BiConsumer<String, ConfReader> reader) {
        names().forEach(name -> reader.accept(name, this));
    }

    private void noteUnknown() {
        for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(object).entrySet()) {
            String key = entry.getKey();
            if (!open && !known.contains(key)) {
                String meant = NearestName.of(key, known)
                        .map(near -> ", did you mean " + full(near) + "?")
                        .orElse(known.isEmpty() ? "" : "; known are " + String.join(", ", known));
                errors.add(full(key), "is not a known key" + meant, "");
            } else if (entry.getValue().valueType() == ConfigValueType.NULL) {
                // Null neither names a value nor asks for the default one: what was meant cannot be told.
                errors.add(full(key), "is null: give it a value, or leave the key out", "");
            }
        }
        children.forEach(ConfReader::noteUnknown);
    }

    private <T> Field<T> field(String key, String type, Function<ConfigValue, @Nullable T> read) {
        if (!has(key)) {
            return new Field<>(errors, full(key), null, "");
        }
        ConfigValue present = Objects.requireNonNull(object.get(key));
        T value = read.apply(present);
        return new Field<>(
                errors, full(key), value, value != null ? "" : "must be " + type + ", not " + shown(present));
    }

    private static String shown(ConfigValue value) {
        return switch (value.valueType()) {
            case OBJECT -> "a section";
            case LIST -> "a list" + (((ConfigList) value).isEmpty() ? " that is empty" : " with other things in it");
            case STRING, NUMBER, BOOLEAN, NULL -> JobFailure.quote(Secrets.masked(String.valueOf(value.unwrapped())));
        };
    }

    private static <T> @Nullable List<T> items(ConfigValue value, Function<ConfigValue, @Nullable T> read) {
        if (!(value instanceof ConfigList list)) {
            return null;
        }
        List<T> items = new ArrayList<>();
        for (ConfigValue item : list) {
            T one = read.apply(item);
            if (one == null) {
                return null;
            }
            items.add(one);
        }
        return List.copyOf(items);
    }

    private static <T> @Nullable T parsed(ConfigValue value, Function<String, T> parse) {
        if (value.valueType() != ConfigValueType.NUMBER && value.valueType() != ConfigValueType.STRING) {
            return null;
        }
        try {
            return parse.apply(String.valueOf(value.unwrapped()).strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private String full(String key) {
        String quoted = ConfigUtil.joinPath(key);
        return path.isEmpty() ? quoted : path + "." + quoted;
    }
}
