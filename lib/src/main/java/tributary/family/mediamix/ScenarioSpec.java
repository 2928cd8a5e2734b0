package tributary.family.mediamix;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tributary.model.Function;
import tributary.model.term.ModelException;
import tributary.model.term.Term;
import tributary.model.term.TermPrinter;
import tributary.model.term.Terms;
import tributary.model.text.ModelText;

/**
 * A "what if": {@code do(tv = 0)}, {@code do(spend = 1.1 * spend)}, {@code do(price = 0.9 * price)}, in some weeks and geos.
 *
 * @param name what it is called
 * @param settings what is set, to what: a channel to its spend, a control or mediator to its value, all in their own units, a
 *     row at a time; {@code spend} sets the spend of every channel that is not set by itself. Names in the terms mean what was
 *     ({@code spend}: the channel's own)
 * @param weeks how many of the last weeks; 0 for no such bound
 * @param from the first day whose weeks are touched; {@link LocalDate#MIN} for no bound
 * @param to the last such day; {@link LocalDate#MAX} for no bound
 * @param geos where; empty for everywhere
 * @param carryOver whether what the media that are set do after the data's last week counts
 */
public record ScenarioSpec(
        String name,
        Map<String, String> settings,
        int weeks,
        LocalDate from,
        LocalDate to,
        Set<String> geos,
        boolean carryOver)
        implements Serializable {
    /** Stands for the spend of every channel, and within its term for that of each. */
    public static final String SPEND = "spend";

    /** Checks weeks, and that the terms can be read. */
    public ScenarioSpec {
        if (name.isBlank() || settings.isEmpty()) {
            throw new IllegalArgumentException("a scenario needs a name, and something that is set: do { tv = 0 }");
        }
        if (weeks < 0 || to.isBefore(from)) {
            throw new IllegalArgumentException("the scenario " + name + " touches no week: from " + from + " to " + to);
        }
        Map<String, String> read = new LinkedHashMap<>();
        settings.forEach((variable, text) -> read.put(variable, TermPrinter.print(term(variable, text))));
        settings = Collections.unmodifiableMap(read);
        geos = Collections.unmodifiableSet(new TreeSet<>(geos));
    }

    /** In all weeks and geos, carry-over counted. */
    public static ScenarioSpec of(String name, Map<String, String> settings) {
        return new ScenarioSpec(name, settings, 0, LocalDate.MIN, LocalDate.MAX, Set.of(), true);
    }

    /** The same, of the data's weeks alone. */
    public ScenarioSpec withoutCarryOver() {
        return new ScenarioSpec(name, settings, weeks, from, to, geos, false);
    }

    /** What a variable is set to. */
    Term term(String variable) {
        return term(variable, settings.getOrDefault(variable, ""));
    }

    private static Term term(String variable, String text) {
        Term term;
        try {
            term = ModelText.question(text);
        } catch (ModelException e) {
            throw new IllegalArgumentException(
                    "`" + variable + " = " + text + "` cannot be read: " + e.getMessage(), e);
        }
        Terms.walk(term, part -> {
            if (!plain(part)) {
                throw new IllegalArgumentException("`" + variable + " = " + text
                        + "` holds more than numbers, names, arithmetic, if(..), min(..) and the like");
            }
        });
        return term;
    }

    private static boolean plain(Term term) {
        if (term instanceof Term.Call call) {
            return Function.named(call.function())
                    .filter(f -> f.sort() == Function.Sort.ELEMENT)
                    .isPresent();
        }
        return term instanceof Term.Literal
                || term instanceof Term.Name
                || term instanceof Term.Unary
                || term instanceof Term.Binary;
    }

    /**
     * Checks that a model has what is named.
     *
     * @throws IllegalArgumentException if a name is none of its channels, controls and mediators, or of two of them
     */
    public void require(MediaMixSpec spec) {
        List<String> channels = spec.channels().stream().map(ChannelSpec::name).toList();
        List<String> known = Stream.of(
                        channels.stream(),
                        spec.controls().stream().map(ControlSpec::name),
                        spec.mediators().stream().map(MediatorSpec::name))
                .flatMap(s -> s)
                .toList();
        for (String variable : settings.keySet()) {
            boolean spend = variable.equals(SPEND) || channels.contains(variable);
            Set<String> names = Terms.references(term(variable));
            for (String one : Stream.concat(Stream.of(variable), names.stream()).toList()) {
                boolean own = one.equals(SPEND) && spend;
                long times = known.stream().filter(one::equals).count();
                if (times == 0 && !own) {
                    throw new IllegalArgumentException("`" + variable + " = " + settings.get(variable) + "` names `"
                            + one + "`, which is no channel, control or mediator of the model; it has "
                            + String.join(", ", known));
                }
                if (times > 1) {
                    throw new IllegalArgumentException("`" + variable + " = " + settings.get(variable) + "` names `"
                            + one + "`, which is a channel and a control: call one of them otherwise");
                }
            }
        }
    }

    /** The question, as people write it. */
    public String words() {
        String set = settings.entrySet().stream()
                .map(e -> e.getKey() + " = " + e.getValue())
                .collect(Collectors.joining(", ", "do(", ")"));
        return set
                + (weeks > 0 ? " in the last " + weeks + " weeks" : "")
                + (from.equals(LocalDate.MIN) ? "" : " from " + from)
                + (to.equals(LocalDate.MAX) ? "" : " to " + to)
                + (geos.isEmpty() ? "" : " in " + String.join(", ", geos));
    }
}
