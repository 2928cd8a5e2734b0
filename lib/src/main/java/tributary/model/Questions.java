package tributary.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.model.term.Statement;
import tributary.model.term.Term;

/** Questions written out: where one names an earlier one, its term stands in the name's place. */
final class Questions {
    private Questions() {}

    /** The questions in terms of variables alone; a variable's name means the variable. */
    static List<Statement.Question> writtenOut(List<Statement.Question> questions, Set<String> variables) {
        Map<String, Term> earlier = new LinkedHashMap<>();
        List<Statement.Question> all = new ArrayList<>();
        for (Statement.Question question : questions) {
            Term term = put(question.term(), earlier);
            all.add(new Statement.Question(question.name(), term, question.place()));
            if (!variables.contains(question.name())) {
                earlier.put(question.name(), term);
            }
        }
        return List.copyOf(all);
    }

    private static Term put(Term term, Map<String, Term> earlier) {
        if (earlier.isEmpty()) {
            return term;
        }
        if (term instanceof Term.Name name) {
            return earlier.getOrDefault(name.name(), term);
        }
        if (term instanceof Term.Unary unary) {
            return new Term.Unary(unary.operator(), put(unary.operand(), earlier), unary.place());
        }
        if (term instanceof Term.Binary binary) {
            return new Term.Binary(
                    binary.operator(), put(binary.left(), earlier), put(binary.right(), earlier), binary.place());
        }
        if (term instanceof Term.Call call) {
            List<Term.Argument> arguments = call.arguments().stream()
                    .map(a -> new Term.Argument(a.name(), put(a.value(), earlier)))
                    .toList();
            return new Term.Call(call.function(), arguments, call.place());
        }
        return term;
    }
}
