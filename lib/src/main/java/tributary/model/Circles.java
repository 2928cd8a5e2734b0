package tributary.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.model.term.Place;
import tributary.model.term.Problem;
import tributary.model.term.Term;
import tributary.model.term.Terms;

/**
 * Reports what is defined by itself, plates and variables alike, and chains of definitions too long to follow; whoever
 * comes after may walk definitions without minding either.
 */
final class Circles {
    /** Definitions that hang on one another; bounds how deep all that walks them goes. */
    static final int LONGEST_CHAIN = 200;

    private static final int SHOWN = 10;

    private final Declarations model;
    private final List<Problem> problems;

    Circles(Declarations model, List<Problem> problems) {
        this.model = model;
        this.problems = problems;
    }

    /** Reports, and tells whether there was nothing to report. */
    boolean none() {
        int before = problems.size();
        Map<String, Collection<String>> plates = new LinkedHashMap<>();
        model.plates.values().forEach(plate -> plates.put(plate.name(), above(plate)));
        new Walk(plates).run();
        if (problems.size() == before) {
            Map<String, Collection<String>> variables =
                    new LinkedHashMap<>(new Earlier(model.variables, model.plates).causes());
            new Walk(variables).run();
        }
        return problems.size() == before;
    }

    private static List<String> above(Plate plate) {
        List<String> above = new ArrayList<>();
        Term source = plate.source();
        if (source != null) {
            above.addAll(Terms.references(source));
        }
        String parent = plate.parent();
        if (parent != null) {
            above.add(parent);
        }
        return above;
    }

    private Place place(String name) {
        Variable variable = model.variables.get(name);
        Plate plate = model.plates.get(name);
        return variable != null ? variable.place() : plate != null ? plate.place() : Place.NONE;
    }

    /** Depth first without recursion: a chain may be as long as its file. */
    private final class Walk {
        private final Map<String, Collection<String>> causes;
        private final Map<String, Integer> depth = new HashMap<>();
        private boolean longChain;

        Walk(Map<String, Collection<String>> causes) {
            this.causes = causes;
        }

        void run() {
            for (String name : causes.keySet()) {
                if (!depth.containsKey(name)) {
                    from(name);
                }
            }
        }

        private void from(String start) {
            Set<String> path = new LinkedHashSet<>(Set.of(start));
            Deque<String> names = new ArrayDeque<>(path);
            Deque<Iterator<String>> open = new ArrayDeque<>();
            open.push(above(start).iterator());
            while (!open.isEmpty()) {
                if (!open.element().hasNext()) {
                    open.pop();
                    String done = names.pop();
                    path.remove(done);
                    settle(done);
                    continue;
                }
                String cause = open.element().next();
                if (path.contains(cause)) {
                    circle(cause, new ArrayList<>(path));
                    path.forEach(name -> depth.put(name, 0));
                    return;
                }
                if (causes.containsKey(cause) && !depth.containsKey(cause)) {
                    path.add(cause);
                    names.push(cause);
                    open.push(above(cause).iterator());
                }
            }
        }

        private Collection<String> above(String name) {
            return causes.getOrDefault(name, Set.of());
        }

        private void settle(String name) {
            int deepest = 0;
            for (String cause : above(name)) {
                deepest = Math.max(deepest, depth.getOrDefault(cause, 0));
            }
            depth.put(name, deepest + 1);
            if (deepest + 1 > LONGEST_CHAIN && !longChain) {
                longChain = true;
                problems.add(new Problem(
                        place(name),
                        name,
                        "`" + name + "` hangs on a chain of more than " + LONGEST_CHAIN + " definitions",
                        "make steps in time rows of a series, and alike definitions one with a group or a vector"));
            }
        }

        private void circle(String name, List<String> path) {
            List<String> whole = path.subList(path.indexOf(name), path.size());
            List<String> loop = new ArrayList<>(whole.subList(0, Math.min(SHOWN, whole.size())));
            if (loop.size() < whole.size()) {
                loop.add("... (" + (whole.size() - SHOWN) + " more)");
            }
            problems.add(new Problem(
                    place(name),
                    name,
                    "`" + name + "` depends on itself: " + String.join(" <- ", loop) + " <- " + name,
                    "causes come before effects: break the circle; earlier values of an observed column are"
                            + " lag(column)"));
        }
    }
}
