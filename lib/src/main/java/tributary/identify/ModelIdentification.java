package tributary.identify;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.graph.Implications;
import tributary.model.CausalGraph;
import tributary.model.Model;
import tributary.model.term.Statement;
import tributary.model.term.Term;
import tributary.model.term.Terms;

/**
 * The identification of every question of a model, and what its graph says that data could contradict.
 *
 * @param graph the model's graph
 * @param questions in order of writing
 * @param implications the independences that the graph implies among what is seen
 */
public record ModelIdentification(
        CausalGraph graph, List<QuestionIdentification> questions, List<Implications.Independence> implications) {
    /** Copies its lists. */
    public ModelIdentification {
        questions = List.copyOf(questions);
        implications = List.copyOf(implications);
    }

    /** Identifies the questions of a model; one that names earlier ones asks for their effects too. */
    public static ModelIdentification of(Model model) {
        CausalGraph graph = CausalGraph.of(model);
        Effects effects = new Effects(graph);
        Map<String, QuestionIdentification> questions = new LinkedHashMap<>();
        for (Statement.Question question : model.questions()) {
            Set<EffectIdentification> found = new LinkedHashSet<>();
            Terms.walk(question.term(), term -> {
                QuestionIdentification earlier = term instanceof Term.Name name ? questions.get(name.name()) : null;
                if (earlier != null) {
                    found.addAll(earlier.effects());
                }
            });
            Asked.of(graph, question).forEach(asked -> found.add(effects.of(asked)));
            questions.put(question.name(), new QuestionIdentification(question.name(), List.copyOf(found)));
        }
        return new ModelIdentification(graph, List.copyOf(questions.values()), Implications.of(graph.observed()));
    }

    /**
     * What is said of one question.
     *
     * @throws IllegalArgumentException if the model has no such question
     */
    public QuestionIdentification question(String name) {
        return questions.stream()
                .filter(q -> q.question().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the model has no question " + name));
    }
}
