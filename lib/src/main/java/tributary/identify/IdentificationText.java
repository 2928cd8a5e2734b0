package tributary.identify;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tributary.graph.Identification;

/** The identification of a model's questions in lines for people. */
public final class IdentificationText {
    private IdentificationText() {}

    /** The graph, and each question with its ways, formulas and assumptions. */
    public static List<String> lines(ModelIdentification model) {
        List<String> lines = new ArrayList<>();
        lines.add("the graph of one row, as far as it is seen:");
        String edges = model.graph().observed().toString();
        if (edges.isEmpty()) {
            lines.add("  no edges");
        } else {
            edges.lines().forEach(edge -> lines.add("  " + edge));
        }
        for (QuestionIdentification question : model.questions()) {
            lines.add("");
            if (question.effects().isEmpty()) {
                lines.add(question.question()
                        + ": asks for no intervention; it means what its parameters mean in the model");
            }
            for (EffectIdentification effect : question.effects()) {
                lines.addAll(lines(question.question(), effect));
            }
        }
        return lines;
    }

    private static List<String> lines(String question, EffectIdentification effect) {
        List<String> lines = new ArrayList<>();
        lines.add(question + ": " + Law.text(effect.asked()) + (effect.identified() ? " is" : " is not")
                + " identified by the graph; identified_by = " + effect.identifiedBy());
        if (!effect.reason().isEmpty()) {
            lines.add("  " + effect.reason());
        }
        for (Route route : effect.routes()) {
            lines.add("  " + route.words());
            lines.add("    " + route.text());
            lines.add("    LaTeX  " + route.latex());
            for (Assumption assumption : route.assumptions()) {
                lines.add("    assumes" + (assumption.testable() ? " (data can tell) " : " (untestable) ")
                        + assumption.words());
            }
        }
        lines.add("  minimal adjustment sets: "
                + (effect.minimal().isEmpty()
                        ? "none"
                        : effect.minimal().stream().map(Law::set).collect(Collectors.joining(" "))));
        effect.optimal().ifPresent(set -> lines.add("  least asymptotic variance: " + Law.set(set)));
        if (effect.asked().mediators().isEmpty() && effect.law() instanceof Identification.Identified found) {
            lines.add("  by the complete algorithm: " + found.law().text());
        }
        return lines;
    }
}
