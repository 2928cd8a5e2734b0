package tributary.model.text;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import tributary.model.grammar.CausalParser;
import tributary.model.term.Place;
import tributary.model.term.Problem;
import tributary.model.term.Statement;
import tributary.model.term.Target;
import tributary.model.term.Term;

/** Reads statements from the parse tree. */
final class StatementReader {
    private final TextPlaces places;
    private final List<Problem> problems;
    private final TermReader terms;

    StatementReader(TextPlaces places, List<Problem> problems) {
        this.places = places;
        this.problems = problems;
        this.terms = new TermReader(places, false, problems);
    }

    List<Statement> all(List<CausalParser.StatementContext> trees) {
        return trees.stream().map(this::read).toList();
    }

    private Statement read(CausalParser.StatementContext tree) {
        Place place = places.at(tree.getStart());
        if (tree instanceof CausalParser.SamplingContext sampling) {
            Term.Call distribution = terms.distribution(sampling.distribution());
            return new Statement.Sample(targets(sampling.target()), false, distribution, place);
        }
        if (tree instanceof CausalParser.JointSamplingContext sampling) {
            Term.Call distribution = terms.distribution(sampling.distribution());
            return new Statement.Sample(targets(sampling.target()), true, distribution, place);
        }
        if (tree instanceof CausalParser.EquationContext equation) {
            return new Statement.Equation(target(equation.target()), terms.read(equation.expression()), place);
        }
        if (tree instanceof CausalParser.PriorOverrideContext prior) {
            return new Statement.Prior(target(prior.target()), terms.distribution(prior.distribution()), place);
        }
        if (tree instanceof CausalParser.ConfoundingContext confounding) {
            return new Statement.Confounded(name(confounding.NAME(0)), name(confounding.NAME(1)), place);
        }
        if (tree instanceof CausalParser.InterventionContext intervention) {
            return new Statement.Do(terms.assignments(intervention.assignment()), place);
        }
        if (tree instanceof CausalParser.EstimandsBlockContext block) {
            return estimands(block, place);
        }
        return declaration(tree, place);
    }

    private Statement declaration(CausalParser.StatementContext tree, Place place) {
        if (tree instanceof CausalParser.RowDeclarationContext rows) {
            return new Statement.Rows(names(rows.names()), place);
        }
        if (tree instanceof CausalParser.LatentDeclarationContext latents) {
            return new Statement.Latents(names(latents.names()), place);
        }
        if (tree instanceof CausalParser.GroupDeclarationContext groups) {
            return new Statement.Groups(
                    names(groups.names()), groups.NAME() == null ? null : name(groups.NAME()), place);
        }
        if (tree instanceof CausalParser.ColumnDeclarationContext columns) {
            List<Target> list = new ArrayList<>();
            for (int i = 0; i < columns.NAME().size(); i += 2) {
                TerminalNode node = columns.NAME(i);
                list.add(new Target(name(node), List.of(name(columns.NAME(i + 1))), places.at(node.getSymbol())));
            }
            return new Statement.GroupColumns(list, place);
        }
        if (tree instanceof CausalParser.ColumnsDeclarationContext columns) {
            return columnPlate(columns, place);
        }
        if (tree instanceof CausalParser.SeriesDeclarationContext series) {
            return new Statement.Series(name(series.NAME(0)), name(series.NAME(1)), place);
        }
        if (tree instanceof CausalParser.RandomisationContext randomised) {
            return new Statement.Randomised(names(randomised.names()), place);
        }
        if (tree instanceof CausalParser.ObservationContext observation) {
            return new Statement.Observe(names(observation.names()), place);
        }
        CausalParser.RowsBlockContext block = (CausalParser.RowsBlockContext) tree;
        return new Statement.Block(name(block.NAME()), all(block.statement()), place);
    }

    private Statement columnPlate(CausalParser.ColumnsDeclarationContext tree, Place place) {
        Term source = terms.read(tree.expression());
        boolean size = source instanceof Term.Literal literal
                && literal.value() >= 1
                && literal.value() <= 100_000
                && literal.value() == StrictMath.rint(literal.value());
        if (!size && !(source instanceof Term.Vector) && !(source instanceof Term.Call)) {
            problems.add(new Problem(
                    source.place(),
                    tree.expression().getText(),
                    "this makes no plate of columns",
                    "write columns k = [a, b], columns k = 3 (a whole number up to 100,000), or columns k = C(g)"));
        }
        return new Statement.ColumnPlate(name(tree.NAME()), source, place);
    }

    private Statement estimands(CausalParser.EstimandsBlockContext tree, Place place) {
        List<Statement.Question> questions = new ArrayList<>();
        for (CausalParser.NamedQuestionContext question : tree.namedQuestion()) {
            questions.add(question(question));
        }
        return new Statement.Estimands(questions, place);
    }

    Statement.Question question(CausalParser.NamedQuestionContext tree) {
        Token string = tree.STRING().getSymbol();
        String text = string.getText();
        TextPlaces inside = new TextPlaces(places.file(), string.getLine() - 1, string.getCharPositionInLine() + 1);
        Term term = ModelText.question(text.substring(1, text.length() - 1), inside, problems);
        return new Statement.Question(name(tree.NAME()), term, places.at(tree.getStart()));
    }

    private List<Target> targets(List<CausalParser.TargetContext> trees) {
        return trees.stream().map(this::target).toList();
    }

    private Target target(CausalParser.TargetContext tree) {
        List<String> names = tree.NAME().stream().map(this::name).toList();
        return new Target(names.get(0), names.subList(1, names.size()), places.at(tree.getStart()));
    }

    private List<String> names(CausalParser.NamesContext tree) {
        return tree.NAME().stream().map(this::name).toList();
    }

    private String name(TerminalNode node) {
        return terms.name(node);
    }
}
