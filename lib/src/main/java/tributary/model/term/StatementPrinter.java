package tributary.model.term;

import java.util.List;
import java.util.stream.Collectors;

/** Statements as the text of a model file, which parses back to the same statements. */
public final class StatementPrinter {
    private StatementPrinter() {}

    /** The text of a model file. */
    public static String print(List<Statement> statements) {
        StringBuilder text = new StringBuilder();
        statements.forEach(statement -> append(text, "", statement));
        return text.toString();
    }

    /** One statement without its line end. */
    public static String print(Statement statement) {
        return print(List.of(statement)).stripTrailing();
    }

    private static void append(StringBuilder text, String indent, Statement statement) {
        if (statement instanceof Statement.Block block) {
            text.append(indent).append("rows ").append(block.name()).append(" {\n");
            block.statements().forEach(inner -> append(text, indent + "  ", inner));
            text.append(indent).append("}\n");
        } else if (statement instanceof Statement.Estimands estimands) {
            text.append(indent).append("estimands {\n");
            for (Statement.Question question : estimands.questions()) {
                text.append(indent).append("  ").append(question.name()).append(" = \"");
                text.append(TermPrinter.printQuestion(question.term())).append("\"\n");
            }
            text.append(indent).append("}\n");
        } else {
            text.append(indent).append(line(statement)).append('\n');
        }
    }

    private static String line(Statement statement) {
        TermPrinter terms = TermPrinter.MODEL;
        if (statement instanceof Statement.Rows rows) {
            return "row " + names(rows.names());
        }
        if (statement instanceof Statement.Latents latents) {
            return "latent " + names(latents.names());
        }
        if (statement instanceof Statement.Groups groups) {
            return "group " + names(groups.names()) + (groups.within() == null ? "" : " in " + groups.within());
        }
        if (statement instanceof Statement.GroupColumns columns) {
            return "column " + targets(columns.columns());
        }
        if (statement instanceof Statement.ColumnPlate plate) {
            return "columns " + plate.name() + " = " + TermPrinter.print(plate.source());
        }
        if (statement instanceof Statement.Series series) {
            return "series " + series.group() + " ordered by " + series.order();
        }
        if (statement instanceof Statement.Randomised randomised) {
            return "randomised " + names(randomised.names());
        }
        if (statement instanceof Statement.Observe observe) {
            return "observe " + names(observe.names());
        }
        if (statement instanceof Statement.Do intervention) {
            return terms.assignments(intervention.assignments());
        }
        if (statement instanceof Statement.Prior prior) {
            return "prior(" + target(prior.target()) + ") = " + terms.distribution(prior.distribution());
        }
        if (statement instanceof Statement.Confounded confounded) {
            return confounded.first() + " <-> " + confounded.second();
        }
        if (statement instanceof Statement.Sample sample) {
            String left = targets(sample.targets());
            return (sample.joint() ? "(" + left + ")" : left) + " ~ " + terms.distribution(sample.distribution());
        }
        Statement.Equation equation = (Statement.Equation) statement;
        return target(equation.target()) + " = " + TermPrinter.print(equation.value());
    }

    private static String names(List<String> names) {
        return String.join(", ", names);
    }

    private static String targets(List<Target> targets) {
        return targets.stream().map(StatementPrinter::target).collect(Collectors.joining(", "));
    }

    private static String target(Target target) {
        return target.plates().isEmpty() ? target.name() : target.name() + "[" + names(target.plates()) + "]";
    }
}
