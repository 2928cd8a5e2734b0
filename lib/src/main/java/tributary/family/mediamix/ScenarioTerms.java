package tributary.family.mediamix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tributary.expr.Axis;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Program;
import tributary.model.Model;
import tributary.model.Plate;
import tributary.model.term.Place;
import tributary.model.term.Statement;
import tributary.model.term.Term;
import tributary.model.term.Terms;
import tributary.posterior.Posterior;

/** Works out the terms of scenarios over what was, row by row; the language's own reader and arithmetic do it. */
final class ScenarioTerms {
    private final MediaMixModel mix;
    private final Posterior posterior;
    private final Map<String, double[]> natural = new LinkedHashMap<>();
    private final List<String> rows = new ArrayList<>();
    private final Columns columns;

    ScenarioTerms(MediaMixModel mix, Posterior posterior) {
        this.mix = mix;
        this.posterior = posterior;
        MediaMixSpec spec = mix.spec();
        spec.channels()
                .forEach(
                        c -> natural.put(c.name(), flat(mix.panel().of(c.name()).spend())));
        Stream.concat(
                        spec.controls().stream().map(ControlSpec::name),
                        spec.mediators().stream().map(MediatorSpec::name))
                .forEach(name -> natural.putIfAbsent(name, flat(mix.series(name).values())));
        Columns all = posterior.columns();
        for (double[] values : natural.values()) {
            String row = "natural_" + (rows.size() + 1);
            rows.add(row);
            all = all.with(row, values);
        }
        this.columns = all;
    }

    private static double[] flat(double[][] values) {
        return java.util.Arrays.stream(values)
                .flatMapToDouble(java.util.Arrays::stream)
                .toArray();
    }

    /** What a variable was, rows by geo, then week. */
    double[] natural(String variable) {
        return natural.getOrDefault(variable, new double[0]).clone();
    }

    /**
     * The term in every row.
     *
     * @param own what {@link ScenarioSpec#SPEND} stands for
     */
    double[] values(Term term, String own) {
        String any = "media_" + mix.id(mix.spec().channels().get(0).name());
        Model asked = mix.model().with(new Statement.Rows(rows, Place.NONE)).intervene(any, renamed(term, own));
        Expr value = Exprs.fill(Axis.rows(Plate.ROWS), 0).plus(posterior.expression(asked, any));
        double[][] into = new double[1][posterior.columns().size(Axis.rows(Plate.ROWS))];
        Program.compile(posterior.layout(), value)
                .bind(columns)
                .outputs(new double[posterior.layout().dimension()], into);
        return into[0];
    }

    /** Names from outside may be no names of the language, or stand for something else in the model. */
    private Term renamed(Term term, String own) {
        if (term instanceof Term.Name name) {
            boolean known = natural.containsKey(name.name());
            int at = new ArrayList<>(natural.keySet()).indexOf(known ? name.name() : own);
            return Terms.name(rows.get(at));
        }
        if (term instanceof Term.Unary unary) {
            return new Term.Unary(unary.operator(), renamed(unary.operand(), own), unary.place());
        }
        if (term instanceof Term.Binary binary) {
            return new Term.Binary(
                    binary.operator(), renamed(binary.left(), own), renamed(binary.right(), own), binary.place());
        }
        if (term instanceof Term.Call call) {
            return new Term.Call(
                    call.function(),
                    call.arguments().stream()
                            .map(a -> new Term.Argument(a.name(), renamed(a.value(), own)))
                            .toList(),
                    call.place());
        }
        return term;
    }
}
