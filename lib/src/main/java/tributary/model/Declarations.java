package tributary.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tributary.model.term.Assignment;
import tributary.model.term.Place;
import tributary.model.term.Problem;
import tributary.model.term.Statement;
import tributary.model.term.Target;
import tributary.model.term.Term;
import tributary.model.term.Term.Call;

/** Gathers what the statements of a model declare: plates and variables by name, each once. */
final class Declarations {
    final Map<String, Plate> plates = new LinkedHashMap<>();
    final Map<String, Variable> variables = new LinkedHashMap<>();
    final List<Statement.Confounded> confounded = new ArrayList<>();
    final Set<String> randomised = new LinkedHashSet<>();
    final Set<String> observed = new LinkedHashSet<>();
    final Map<String, Term> interventions = new LinkedHashMap<>();
    final List<Statement.Question> questions = new ArrayList<>();
    private final Map<String, Place> uses = new LinkedHashMap<>();
    private final List<Problem> problems;

    Declarations(List<Statement> statements, List<Problem> problems) {
        this.problems = problems;
        statements.forEach(s -> declare(s, Plate.ROWS));
        statements.forEach(s -> define(s, Plate.ROWS));
        uses.forEach((name, place) -> {
            if (plates.containsKey(name)) {
                problem(
                        place,
                        name,
                        "`" + name + "` is " + plates.get(name).noun() + ", no variable",
                        "name a variable here; an effect of a category is an equation of `" + name + " == \"...\"`");
            } else if (!variables.containsKey(name)) {
                unknown(name, place);
            }
        });
    }

    /** Reports a name that nothing declares. */
    void unknown(String name, Place place) {
        Set<String> known = new LinkedHashSet<>(variables.keySet());
        known.addAll(plates.keySet());
        problem(
                place,
                name,
                "`" + name + "` is not declared",
                Spelling.remedy(
                        name, known, "declare it: `row " + name + "`, `" + name + " ~ ...` or `" + name + " = ...`"));
    }

    private void declare(Statement statement, String table) {
        if (statement instanceof Statement.Rows rows) {
            plates.putIfAbsent(table, Plate.rows(table, rows.place()));
            rows.names().forEach(n -> variable(n, Variable.Kind.EXOGENOUS, table, List.of(table), rows.place()));
        } else if (statement instanceof Statement.Latents latents) {
            plates.putIfAbsent(table, Plate.rows(table, latents.place()));
            latents.names().forEach(n -> variable(n, Variable.Kind.LATENT, table, List.of(table), latents.place()));
        } else if (statement instanceof Statement.Groups groups) {
            groups.names().forEach(n -> plate(Plate.group(n, table, groups.within(), groups.place())));
        } else if (statement instanceof Statement.GroupColumns columns) {
            for (Target column : columns.columns()) {
                variable(column.name(), Variable.Kind.EXOGENOUS, table, column.plates(), column.place());
            }
        } else if (statement instanceof Statement.ColumnPlate columns) {
            plate(Plate.columns(columns.name(), table, columns.source(), columns.place()));
        } else if (statement instanceof Statement.Block block) {
            if (!table.equals(Plate.ROWS)) {
                problem(block.place(), block.name(), "rows inside rows", "write the tables side by side");
            }
            plate(Plate.rows(block.name(), block.place()));
            block.statements().forEach(s -> declare(s, block.name()));
        } else if (statement instanceof Statement.Series series) {
            Plate group = plates.get(series.group());
            if (group == null || group.kind() != Plate.Kind.GROUP) {
                problem(
                        series.place(),
                        series.group(),
                        "`" + series.group() + "` is no group",
                        "declare `group " + series.group() + "` on a line before");
            } else {
                plates.put(group.name(), group.orderedBy(series.order()));
                uses.putIfAbsent(series.order(), series.place());
            }
        }
    }

    private void define(Statement statement, String table) {
        if (statement instanceof Statement.Sample sample) {
            for (Target target : sample.targets()) {
                define(target, table, sample.distribution(), sample.joint() ? sample.targets() : List.of(), null);
            }
        } else if (statement instanceof Statement.Equation equation) {
            define(equation.target(), table, null, List.of(), equation.value());
        } else if (statement instanceof Statement.Block block) {
            block.statements().forEach(s -> define(s, block.name()));
        } else if (statement instanceof Statement.Confounded arc) {
            confounded.add(arc);
            use(List.of(arc.first(), arc.second()), arc.place());
            if (arc.first().equals(arc.second())) {
                problem(arc.place(), arc.first(), "a variable confounded with itself", "name two variables");
            }
        } else if (statement instanceof Statement.Randomised list) {
            randomised.addAll(list.names());
            use(list.names(), list.place());
        } else if (statement instanceof Statement.Observe observe) {
            observed.addAll(observe.names());
            use(observe.names(), observe.place());
        } else if (statement instanceof Statement.Do intervention) {
            for (Assignment assignment : intervention.assignments()) {
                interventions.put(assignment.variable(), assignment.value());
                use(List.of(assignment.variable()), intervention.place());
            }
        } else if (statement instanceof Statement.Estimands estimands) {
            questions.addAll(estimands.questions());
        }
    }

    private void define(
            Target target, String table, @Nullable Call distribution, List<Target> joint, @Nullable Term value) {
        Variable known = variables.get(target.name());
        if (known != null && (known.distribution() != null || known.value() != null)) {
            problem(
                    target.place(),
                    target.name(),
                    "`" + target.name() + "` is defined twice",
                    "keep one definition; the first stands at " + known.place());
            return;
        }
        if (known != null && !target.plates().isEmpty() && !target.plates().equals(known.plates())) {
            problem(
                    target.place(),
                    target.name(),
                    "`" + target.name() + "` was declared per " + known.plates(),
                    "write it here as it was declared");
            return;
        }
        if (known != null && value != null) {
            problem(
                    target.place(),
                    target.name(),
                    "`" + target.name() + "` is declared as data or latent and cannot equal a term",
                    "give it a distribution, or drop it from the declaration");
            return;
        }
        if (plates.containsKey(target.name())) {
            problem(target.place(), target.name(), "`" + target.name() + "` is a plate already", "choose another name");
            return;
        }
        Variable.Kind kind = value != null
                ? Variable.Kind.DETERMINISTIC
                : known == null
                        ? Variable.Kind.PARAMETER
                        : known.kind() == Variable.Kind.LATENT ? Variable.Kind.LATENT : Variable.Kind.OUTCOME;
        List<String> spans = known == null ? target.plates() : known.plates();
        String home = known == null ? table : known.table();
        // Defined anew at its end: the order of definition is the order of parameters.
        variables.remove(target.name());
        variables.put(
                target.name(),
                new Variable(target.name(), kind, home, spans, distribution, joint, value, target.place()));
    }

    private void variable(String name, Variable.Kind kind, String table, List<String> spans, Place place) {
        Variable added = new Variable(name, kind, table, spans, null, List.of(), null, place);
        if (plates.containsKey(name) || variables.putIfAbsent(name, added) != null) {
            problem(place, name, "`" + name + "` is declared twice", "remove one declaration");
        }
    }

    private void plate(Plate plate) {
        boolean taken = variables.containsKey(plate.name());
        if (taken || plates.putIfAbsent(plate.name(), plate) != null) {
            problem(plate.place(), plate.name(), "`" + plate.name() + "` is declared twice", "remove one declaration");
        }
        String parent = plate.parent();
        Plate outer = parent == null ? null : plates.get(parent);
        if (parent != null && (outer == null || outer.kind() != Plate.Kind.GROUP || parent.equals(plate.name()))) {
            problem(
                    plate.place(),
                    parent,
                    "`" + parent + "` is no group",
                    "declare `group " + parent + "` on a line before");
        }
    }

    private void use(List<String> names, Place place) {
        names.forEach(n -> uses.putIfAbsent(n, place));
    }

    private void problem(Place place, String token, String message, String remedy) {
        problems.add(new Problem(place, token, message, remedy));
    }
}
