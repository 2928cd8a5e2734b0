package tributary.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.model.term.Assignment;
import tributary.model.term.Condition;
import tributary.model.term.Place;
import tributary.model.term.Problem;
import tributary.model.term.Statement;
import tributary.model.term.Term;
import tributary.model.term.Terms;

/** What must hold of a question: it names what exists, sets what can be set, and averages what has a value per row. */
final class QuestionChecks {
    private final Declarations model;
    private final Map<String, List<String>> plates;
    private final Earlier time;
    private final List<Problem> problems;
    private final Set<String> answered = new LinkedHashSet<>();

    QuestionChecks(Declarations model, Map<String, List<String>> plates, Earlier time, List<Problem> problems) {
        this.model = model;
        this.plates = plates;
        this.time = time;
        this.problems = problems;
    }

    /** Checks a question; later ones may name it. */
    void check(Statement.Question question) {
        outside(question.term());
        answered.add(question.name());
    }

    /** Arithmetic of numbers: parameters, and averages. */
    private void outside(Term term) {
        if (term instanceof Term.Expectation expectation) {
            expectation(expectation);
            return;
        }
        if (term instanceof Term.Name name && answered.contains(name.name())) {
            return;
        }
        known(term);
        if (term instanceof Term.Name name && isRow(name.name())) {
            problem(
                    name.place(),
                    name.name(),
                    "`" + name.name() + "` has one value per row, and a question is one number",
                    "average it: E[" + name.name() + "]");
        }
        if (!(term instanceof Term.Element)) {
            Terms.children(term).forEach(this::outside);
        }
    }

    private void expectation(Term.Expectation expectation) {
        inside(expectation.body());
        Map<String, Place> set = new LinkedHashMap<>();
        Set<String> bodies = rows(expectation.body());
        if (bodies.isEmpty()) {
            problem(
                    expectation.place(),
                    "E",
                    "nothing in this average has a value per row",
                    "leave out E[...], or name a row variable");
        }
        expectation.settings().forEach(a -> set(a, set));
        expectation.kept().forEach(natural -> natural(natural, set, expectation));
        for (Term holds : expectation.where()) {
            inside(holds);
            where(holds, expectation);
        }
        expectation.by().forEach(name -> by(name, expectation));
        if (!bodies.isEmpty() && set.keySet().containsAll(bodies)) {
            problem(
                    expectation.place(),
                    bodies.iterator().next(),
                    "`" + String.join("`, `", bodies) + "` is set and asked about at once: the answer is what was set",
                    "ask about an effect of it");
        }
        for (Map.Entry<String, Place> entry : set.entrySet()) {
            backwards(entry.getKey(), entry.getValue(), bodies, set.keySet());
        }
    }

    private void inside(Term term) {
        known(term);
        if (term instanceof Term.Expectation inner) {
            problem(inner.place(), "E", "an average inside an average", "write the inner one by itself");
            return;
        }
        if (!(term instanceof Term.Element)) {
            Terms.children(term).forEach(this::inside);
        }
    }

    private void set(Assignment assignment, Map<String, Place> set) {
        String name = assignment.variable();
        Place place = assignment.value().place();
        inside(assignment.value());
        if (set.putIfAbsent(name, place) != null) {
            problem(place, name, "`" + name + "` is set twice", "keep one value of it in an average");
        }
        settable(name, place, "set");
    }

    private void settable(String name, Place place, String what) {
        Variable variable = model.variables.get(name);
        if (variable == null && model.plates.containsKey(name)) {
            problem(
                    place,
                    name,
                    "`" + name + "` is a group, which cannot be " + what,
                    "set a row variable; for one level of it write where " + name + " == 'level'");
        } else if (variable == null) {
            model.unknown(name, place);
        } else if (variable.kind() == Variable.Kind.PARAMETER || (!isRow(name) && !variable.data())) {
            problem(
                    place,
                    name,
                    "`" + name + "` is a parameter of the model, not a variable of a row, and cannot be " + what,
                    "set one of " + settable());
        }
    }

    private Set<String> settable() {
        Set<String> names = new LinkedHashSet<>();
        model.variables.forEach((name, variable) -> {
            if (variable.data()) {
                names.add(name);
            }
        });
        return names;
    }

    private void natural(Condition.NaturalUnder natural, Map<String, Place> set, Term.Expectation expectation) {
        String name = natural.variable();
        settable(name, expectation.place(), "kept");
        if (set.containsKey(name)) {
            problem(
                    expectation.place(),
                    name,
                    "`" + name + "` is set and kept at a natural value at once",
                    "drop do(" + name + " = ...) or " + name + " ~ do(...)");
        }
        Map<String, Place> under = new LinkedHashMap<>();
        natural.assignments().forEach(a -> set(a, under));
        if (under.containsKey(name)) {
            problem(
                    expectation.place(),
                    name,
                    "`" + name + "` has no natural value where it is set itself",
                    "write do(" + name + " = ...)");
        }
    }

    private void where(Term holds, Term.Expectation expectation) {
        for (String name : Terms.references(holds)) {
            Variable variable = model.variables.get(name);
            if (variable != null && variable.unknown()) {
                problem(
                        holds.place(),
                        name,
                        "`where` chooses rows by what is known of them, and `" + name + "` is unknown",
                        "write a condition of columns and groups");
            }
        }
        if (rows(holds).isEmpty() && Terms.references(holds).stream().noneMatch(this::isGroup)) {
            problem(
                    expectation.place(),
                    "where",
                    "the condition after `where` is the same for every row",
                    "name a column or a group in it");
        }
    }

    private void by(String name, Term.Expectation expectation) {
        Variable variable = model.variables.get(name);
        if (variable == null && !model.plates.containsKey(name)) {
            model.unknown(name, expectation.place());
        } else if (!isGroup(name) && (variable == null || !variable.data())) {
            problem(
                    expectation.place(),
                    name,
                    "`by " + name + "` needs a group or a column of few values",
                    "declare `group g` and write by g");
        }
    }

    /** Setting an effect of what is averaged changes nothing: surely the names are the wrong way round. */
    private void backwards(String name, Place place, Set<String> bodies, Set<String> set) {
        Set<String> effects = descendants(name);
        boolean reached = bodies.stream().anyMatch(b -> set.contains(b) || effects.contains(b));
        boolean upstream = bodies.stream().anyMatch(b -> descendants(b).contains(name));
        if (!reached && upstream) {
            problem(
                    place,
                    name,
                    "`" + name + "` is a descendant of the outcome `" + String.join("`, `", bodies)
                            + "`: setting an effect does not move its cause",
                    "ask for do(" + String.join(", ", bodies) + " = ...), or turn the model's edge round");
        }
    }

    private Set<String> descendants(String cause) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(cause));
        while (!open.isEmpty()) {
            String from = open.remove();
            time.causes().forEach((name, above) -> {
                boolean below = above.contains(from)
                        && !time.natural().getOrDefault(name, Set.of()).contains(from);
                if (below && found.add(name)) {
                    open.add(name);
                }
            });
        }
        return found;
    }

    private void known(Term term) {
        if (term instanceof Term.Name name && !exists(name.name())) {
            model.unknown(name.name(), name.place());
        } else if (term instanceof Term.Element element && !exists(element.name())) {
            model.unknown(element.name(), element.place());
        } else if (term instanceof Term.Call call
                && Function.named(call.function()).isEmpty()) {
            problem(
                    call.place(),
                    call.function(),
                    "there is no function `" + call.function() + "`",
                    Spelling.remedy(call.function(), Function.names(), "known are " + Function.names()));
        } else if (term instanceof Term.Call call
                && Function.named(call.function()).orElseThrow().sort() == Function.Sort.SUGAR) {
            problem(
                    call.place(),
                    call.function(),
                    "`" + call.function() + "` stands in definitions only",
                    "define a variable by it, and ask about that");
        }
    }

    private boolean exists(String name) {
        return model.variables.containsKey(name) || model.plates.containsKey(name);
    }

    private boolean isGroup(String name) {
        Plate plate = model.plates.get(name);
        return plate != null && plate.kind() == Plate.Kind.GROUP;
    }

    private boolean isRow(String name) {
        return plates.getOrDefault(name, List.of()).stream().anyMatch(p -> {
            Plate plate = model.plates.get(p);
            return plate != null && plate.kind() == Plate.Kind.ROWS;
        });
    }

    private Set<String> rows(Term term) {
        Set<String> names = new LinkedHashSet<>(Terms.references(term));
        names.removeIf(name -> !isRow(name));
        return names;
    }

    private void problem(Place place, String token, String message, String remedy) {
        problems.add(new Problem(place, token, message, remedy));
    }
}
