package tributary.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.model.term.Statement;
import tributary.model.term.TermPrinter;

/**
 * The causal graph of a model as Mermaid or Graphviz text: columns, latents and deterministic steps between them, with
 * observed, latent and set nodes marked; arcs with two heads are unmeasured common causes.
 */
public final class GraphText {
    private final Model model;
    private final Dependencies dependencies;

    private GraphText(Model model) {
        this.model = model;
        this.dependencies = model.dependencies();
    }

    /** Mermaid's flowchart text. */
    public static String mermaid(Model model) {
        GraphText graph = new GraphText(model);
        StringBuilder text = new StringBuilder("flowchart TD\n");
        for (Node node : graph.nodes()) {
            String label = "\"" + node.label() + "\"";
            String shape = node.style().equals("set") ? "[" + label + "]" : "([" + label + "])";
            text.append("  n_").append(node.id()).append(shape);
            text.append(":::").append(node.style()).append('\n');
        }
        graph.edges((from, to, earlier) -> text.append("  n_")
                .append(from)
                .append(earlier ? " -->|earlier| n_" : " --> n_")
                .append(to)
                .append('\n'));
        for (Statement.Confounded arc : model.confounded()) {
            text.append("  n_")
                    .append(arc.first())
                    .append(" <-.-> n_")
                    .append(arc.second())
                    .append('\n');
        }
        text.append("  classDef observed fill:#d9d9d9,stroke:#333\n");
        text.append("  classDef latent fill:#ffffff,stroke:#333,stroke-dasharray:4\n");
        text.append("  classDef computed fill:#ffffff,stroke:#999\n");
        text.append("  classDef set fill:#fde0a6,stroke:#333\n");
        return text.toString();
    }

    /** Graphviz's dot text. */
    public static String graphviz(Model model) {
        GraphText graph = new GraphText(model);
        StringBuilder text = new StringBuilder("digraph model {\n");
        for (Node node : graph.nodes()) {
            String style = switch (node.style()) {
                case "observed" -> "style=filled, fillcolor=lightgrey";
                case "latent" -> "style=dashed";
                case "set" -> "shape=box, style=filled, fillcolor=moccasin";
                default -> "color=grey";
            };
            text.append("  \"").append(node.id()).append("\" [label=\"").append(node.label());
            text.append("\", class=\"")
                    .append(node.style())
                    .append("\", ")
                    .append(style)
                    .append("];\n");
        }
        graph.edges((from, to, earlier) -> text.append("  \"")
                .append(from)
                .append("\" -> \"")
                .append(to)
                .append(earlier ? "\" [label=\"earlier\"];\n" : "\";\n"));
        for (Statement.Confounded arc : model.confounded()) {
            text.append("  \"").append(arc.first()).append("\" -> \"").append(arc.second());
            text.append("\" [dir=both, style=dashed];\n");
        }
        return text.append("}\n").toString();
    }

    private record Node(String id, String label, String style) {}

    private interface Edge {
        void draw(String from, String to, boolean earlier);
    }

    private List<Node> nodes() {
        List<Node> nodes = new ArrayList<>();
        for (Variable variable : model.variables()) {
            if (shown(variable)) {
                String style = switch (variable.kind()) {
                    case EXOGENOUS, OUTCOME -> model.isObserved(variable) ? "observed" : "latent";
                    case DETERMINISTIC -> "computed";
                    case LATENT, PARAMETER -> "latent";
                };
                nodes.add(new Node(variable.name(), variable.name(), style));
                var set = model.interventions().get(variable.name());
                if (set != null) {
                    String label = "do(" + variable.name() + " = " + TermPrinter.printQuestion(set) + ")";
                    nodes.add(new Node("do_" + variable.name(), label, "set"));
                }
            }
        }
        return nodes;
    }

    private void edges(Edge edge) {
        for (Variable variable : model.variables()) {
            if (shown(variable)) {
                dependencies.parents(variable.name()).stream()
                        .filter(parent -> !dependencies.natural(variable.name()).contains(parent))
                        .forEach(parent -> edge(parent, variable, false, edge));
                dependencies.earlier(variable.name()).forEach(parent -> edge(parent, variable, true, edge));
            }
        }
    }

    private void edge(String parent, Variable child, boolean earlier, Edge edge) {
        if (shown(model.variable(parent))) {
            boolean set = model.interventions().containsKey(parent);
            edge.draw(set ? "do_" + parent : parent, child.name(), earlier);
        }
    }

    private static boolean isAxis(@Nullable Plate plate) {
        return plate != null && plate.kind() != Plate.Kind.COLUMNS;
    }

    /** Columns, latents and steps on rows, and unknowns of groups; plain parameters would hide the picture. */
    private boolean shown(Variable variable) {
        return model.plates(variable.name()).stream()
                .anyMatch(p -> isAxis(model.plates().get(p)));
    }
}
