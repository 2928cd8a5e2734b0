package tributary.identify;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tributary.model.CausalGraph;
import tributary.model.term.Assignment;
import tributary.model.term.Condition;
import tributary.model.term.Statement;
import tributary.model.term.Term;
import tributary.model.term.Terms;

/**
 * What one {@code E[...]} or {@code P[...]} of a question asks of a graph; contrasts of two values of a treatment ask the
 * same twice.
 *
 * @param treatments what is set
 * @param outcomes what is averaged
 * @param mediators what keeps the value that another setting would give it
 * @param given what the answer is conditioned on: {@code where} and {@code by}, and what a policy reads
 * @param ownValue whether the treatment's own observed value matters: effects on the treated, shifts
 */
public record Asked(
        Set<String> treatments, Set<String> outcomes, Set<String> mediators, Set<String> given, boolean ownValue) {
    /** Keeps the order of its sets, and their content. */
    public Asked {
        treatments = Collections.unmodifiableSet(new LinkedHashSet<>(treatments));
        outcomes = Collections.unmodifiableSet(new LinkedHashSet<>(outcomes));
        mediators = Collections.unmodifiableSet(new LinkedHashSet<>(mediators));
        given = Collections.unmodifiableSet(new LinkedHashSet<>(given));
    }

    /** What a question asks, each thing once; nothing if it is arithmetic of parameters or asks for no intervention. */
    static List<Asked> of(CausalGraph graph, Statement.Question question) {
        Set<Asked> found = new LinkedHashSet<>();
        Terms.walk(question.term(), term -> {
            if (term instanceof Term.Expectation expectation) {
                Asked asked = of(graph, expectation);
                if (!asked.treatments().isEmpty()) {
                    found.add(asked);
                }
            }
        });
        return List.copyOf(found);
    }

    private static Asked of(CausalGraph graph, Term.Expectation expectation) {
        Set<String> treatments = new LinkedHashSet<>();
        Set<String> mediators = new LinkedHashSet<>();
        Set<String> given = new LinkedHashSet<>();
        set(graph, expectation.settings(), treatments, given);
        for (Condition.NaturalUnder natural : expectation.kept()) {
            mediators.add(natural.variable());
            set(graph, natural.assignments(), treatments, given);
        }
        expectation.where().forEach(holds -> given.addAll(graph.nodes(holds)));
        expectation.by().forEach(name -> given.addAll(graph.nodes(Terms.name(name))));
        boolean own = given.stream().anyMatch(treatments::contains);
        return new Asked(treatments, graph.nodes(expectation.body()), mediators, Law.minus(given, treatments), own);
    }

    private static void set(CausalGraph graph, List<Assignment> assignments, Set<String> treatments, Set<String> read) {
        for (Assignment assignment : assignments) {
            treatments.add(assignment.variable());
            read.addAll(graph.nodes(assignment.value()));
        }
    }
}
