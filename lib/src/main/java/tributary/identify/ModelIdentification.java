package tributary.identify;

import java.util.ArrayList;
import java.util.List;
import tributary.graph.Implications;
import tributary.model.CausalGraph;
import tributary.model.Model;
import tributary.model.term.ModelException;
import tributary.model.term.Problem;
import tributary.model.term.Statement;

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

    /**
     * Identifies the questions of a model.
     *
     * @throws ModelException with every question that no graph of this shape can answer
     */
    public static ModelIdentification of(Model model) {
        CausalGraph graph = CausalGraph.of(model);
        Effects effects = new Effects(graph);
        List<QuestionIdentification> questions = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Statement.Question question : model.questions()) {
            try {
                questions.add(new QuestionIdentification(
                        question.name(),
                        Asked.of(graph, question).stream().map(effects::of).toList()));
            } catch (ModelException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new ModelException(problems);
        }
        return new ModelIdentification(graph, questions, Implications.of(graph.observed()));
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
