package tributary.model.text;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;
import tributary.model.grammar.CausalParser;
import tributary.model.term.Assignment;
import tributary.model.term.Condition;
import tributary.model.term.Names;
import tributary.model.term.Operator;
import tributary.model.term.Place;
import tributary.model.term.Problem;
import tributary.model.term.Term;
import tributary.model.term.Terms;

/** Reads terms from the parse tree. */
final class TermReader {
    private final TextPlaces places;
    private final boolean question;
    private final List<Problem> problems;

    TermReader(TextPlaces places, boolean question, List<Problem> problems) {
        this.places = places;
        this.question = question;
        this.problems = problems;
    }

    Term read(CausalParser.ExpressionContext tree) {
        Place place = places.at(tree.getStart());
        if (tree instanceof CausalParser.NumberContext number) {
            return literal(number.NUMBER().getSymbol());
        }
        if (tree instanceof CausalParser.TextContext text) {
            return new Term.Text(quoted(text.STRING()), place);
        }
        if (tree instanceof CausalParser.NameContext name) {
            return new Term.Name(name(name.NAME()), place);
        }
        if (tree instanceof CausalParser.CallContext call) {
            return new Term.Call(name(call.NAME()), arguments(call.arguments()), place);
        }
        if (tree instanceof CausalParser.ElementContext element) {
            return element(element, place);
        }
        if (tree instanceof CausalParser.VectorContext vector) {
            return new Term.Vector(all(vector.list().expression()), place);
        }
        if (tree instanceof CausalParser.ParenthesesContext inner) {
            return grouped(inner.expression(), inner.NAME(), inner.getText().contains("||"), place);
        }
        if (tree instanceof CausalParser.NegationContext negation) {
            return Terms.minus(read(negation.expression()), place);
        }
        if (tree instanceof CausalParser.DenialContext denial) {
            return new Term.Unary(Operator.NOT, read(denial.expression()), place);
        }
        return new Term.Binary(
                Operator.binary(tree.getChild(1).getText()),
                read((CausalParser.ExpressionContext) tree.getChild(0)),
                read((CausalParser.ExpressionContext) tree.getChild(2)),
                place);
    }

    List<Term> all(List<CausalParser.ExpressionContext> trees) {
        return trees.stream().map(this::read).toList();
    }

    Term.Call distribution(CausalParser.DistributionContext tree) {
        return new Term.Call(name(tree.NAME()), arguments(tree.arguments()), places.at(tree.getStart()));
    }

    List<Assignment> assignments(List<CausalParser.AssignmentContext> trees) {
        return trees.stream()
                .map(tree -> new Assignment(name(tree.NAME()), read(tree.expression())))
                .toList();
    }

    /** A name no longer than names may be; a longer one is reported and cut. */
    String name(TerminalNode node) {
        String text = node.getText();
        if (text.length() > Names.LONGEST) {
            problems.add(new Problem(
                    places.at(node.getSymbol()),
                    text,
                    "the name has " + text.length() + " letters",
                    "at most " + Names.LONGEST + " are read"));
            return text.substring(0, Names.LONGEST);
        }
        return text;
    }

    Place place(Token token) {
        return places.at(token);
    }

    private Term literal(Token token) {
        double value = Double.parseDouble(token.getText());
        if (Double.isInfinite(value)) {
            problems.add(new Problem(
                    places.at(token), token.getText(), "the number is too large", "numbers are at most 1.8e308"));
            value = 0;
        }
        return new Term.Literal(value, places.at(token));
    }

    private String quoted(TerminalNode string) {
        String text = string.getText();
        String inner = text.substring(1, text.length() - 1);
        if (inner.indexOf('"') >= 0 || inner.indexOf('\'') >= 0) {
            problems.add(new Problem(places.at(string.getSymbol()), text, "text holds quotes", "remove them"));
            return inner.replace("\"", "").replace("'", "");
        }
        return inner;
    }

    private List<Term.Argument> arguments(CausalParser.@Nullable ArgumentsContext tree) {
        List<Term.Argument> list = new ArrayList<>();
        if (tree != null) {
            for (CausalParser.ArgumentContext argument : tree.argument()) {
                boolean named = argument.getChild(1) != null
                        && argument.getChild(1).getText().equals("=");
                TerminalNode group = argument.NAME().size() > (named ? 1 : 0)
                        ? argument.NAME(argument.NAME().size() - 1)
                        : null;
                boolean separate = group != null
                        && argument.getChild(argument.getChildCount() - 2)
                                .getText()
                                .equals("||");
                Term value = grouped(argument.expression(), group, separate, places.at(argument.getStart()));
                list.add(new Term.Argument(named ? name(argument.NAME(0)) : null, value));
            }
        }
        return list;
    }

    private Term grouped(
            CausalParser.ExpressionContext inner, @Nullable TerminalNode group, boolean separate, Place place) {
        return group == null ? read(inner) : new Term.Grouped(read(inner), name(group), !separate, place);
    }

    private Term element(CausalParser.ElementContext tree, Place place) {
        String name = name(tree.NAME());
        List<Term> inner = all(tree.expression());
        if (question && inner.size() == 1 && (name.equals("E") || name.equals("P"))) {
            List<Condition> conditions =
                    tree.condition().stream().map(this::condition).toList();
            return new Term.Expectation(name.equals("P"), inner.get(0), conditions, place);
        }
        if (!tree.condition().isEmpty()) {
            problems.add(new Problem(
                    place,
                    name,
                    "`" + name + "[... | ...]` has no meaning here",
                    "E[ | ] and P[ | ] of one term stand in estimands, nowhere else"));
        }
        return new Term.Element(name, inner, place);
    }

    private Condition condition(CausalParser.ConditionContext tree) {
        if (tree instanceof CausalParser.SetToContext set) {
            return new Condition.SetTo(assignments(set.assignment()));
        }
        if (tree instanceof CausalParser.NaturalUnderContext natural) {
            return new Condition.NaturalUnder(name(natural.NAME()), assignments(natural.assignment()));
        }
        if (tree instanceof CausalParser.RestrictionContext restriction) {
            return new Condition.Where(read(restriction.expression()));
        }
        CausalParser.BreakdownContext breakdown = (CausalParser.BreakdownContext) tree;
        return new Condition.By(
                breakdown.names().NAME().stream().map(this::name).toList());
    }
}
