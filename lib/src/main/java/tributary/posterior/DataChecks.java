package tributary.posterior;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tributary.dist.Argument;
import tributary.dist.Support;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.model.DrawnFrom;
import tributary.model.Plate;
import tributary.model.Variable;

/** What data must be before a model may speak of them: present, finite, in the support, in the order of time. */
final class DataChecks {
    private static final double LARGEST = 1e100;

    private final Scene scene;
    private final Data data;

    DataChecks(Scene scene, Data data) {
        this.scene = scene;
        this.data = data;
    }

    void run() {
        for (Variable variable : scene.model.variables()) {
            if (variable.data()) {
                present(variable);
            }
        }
        DataTerms terms = new DataTerms(scene, data);
        for (Variable variable : scene.model.variables()) {
            if (variable.distribution() != null) {
                terms.requireFinite(variable);
                argumentsInSupport(variable);
            }
            if (variable.kind() == Variable.Kind.OUTCOME && variable.joint().isEmpty()) {
                inSupport(variable);
            }
        }
        for (Plate plate : scene.model.plates().values()) {
            String order = plate.order();
            if (order != null) {
                inOrder(plate, order);
            }
        }
    }

    private void present(Variable variable) {
        String table = variable.table();
        if (!data.hasNumbers(table, variable.name())) {
            if (data.hasCategories(table, variable.name())) {
                throw new BindingException("the row variable `" + variable.name() + "` (" + variable.place()
                        + ") is bound to text; declare `group " + variable.name() + "` and use C(" + variable.name()
                        + ") or an effect of it");
            }
            throw Frame.unbound(variable, table, data);
        }
        double[] values = data.view(table, variable.name());
        for (int i = 0; i < values.length; i++) {
            if (!(Math.abs(values[i]) <= LARGEST)) {
                throw new BindingException("`" + variable.name() + "` is " + values[i] + " in row " + (i + 1) + " of "
                        + table
                        + (Double.isFinite(values[i])
                                ? "; beyond 1e100 squares overflow: express it in a larger unit"
                                : "; drop or fill missing values before"));
            }
        }
    }

    /** Arguments that are data, such as known standard errors, are possible in every row. */
    private void argumentsInSupport(Variable variable) {
        if (Law.drawn(variable).kind() != DrawnFrom.Kind.FAMILY) {
            return;
        }
        List<Law> laws = variable.unknown() ? scene.laws(variable).laws() : List.of(scene.law(variable));
        laws.forEach(law -> argumentsInSupport(variable, law));
    }

    private void argumentsInSupport(Variable variable, Law law) {
        List<Argument> roles = law.roles();
        for (int k = 0; k < roles.size(); k++) {
            Expr argument = law.arguments().get(k);
            Support allowed = roles.get(k).constraint();
            boolean each = allowed.kind() == Support.Kind.REAL || allowed.kind() == Support.Kind.INTEGER;
            if (!each || argument.axis().isScalar() || !Graphs.isData(argument)) {
                continue;
            }
            double[] values = scene.frame.rows().evaluate(argument, data);
            for (int i = 0; i < values.length; i++) {
                if (!allowed.contains(values[i])) {
                    throw new BindingException("`" + roles.get(k).name() + "` of `"
                            + Objects.requireNonNull(law.family()).name() + "` (" + variable.place() + ") is "
                            + values[i]
                            + scene.frame.where(argument.axis(), i) + "; mend the data or the formula: "
                            + "scales and shapes are positive, probabilities lie between 0 and 1, trials are counts");
                }
            }
        }
    }

    private void inSupport(Variable variable) {
        Support support = scene.law(variable).support();
        Expr inside = support.inside(Exprs.column(variable.name(), scene.translator.axis(variable)));
        if (!Graphs.isData(inside)) {
            return;
        }
        double[] good = scene.frame.rows().evaluate(inside, data);
        double[] values =
                scene.frame.rows().evaluate(Exprs.column(variable.name(), scene.translator.axis(variable)), data);
        for (int i = 0; i < values.length; i++) {
            boolean whole = support.kind() != Support.Kind.INTEGER || values[i] == StrictMath.rint(values[i]);
            if (good[good.length == 1 ? 0 : i] == 0 || !whole) {
                throw new BindingException("`" + variable.name() + "` is " + values[i] + " in row " + (i + 1)
                        + ", which `"
                        + (variable.distribution() == null
                                ? ""
                                : variable.distribution().function())
                        + "` (" + variable.place() + ") cannot give; choose another distribution or mend the data");
            }
        }
    }

    private void inOrder(Plate plate, String order) {
        String table = plate.table();
        List<String> series = Frame.labels(data, table, plate.name());
        double[] time = data.view(table, order);
        Set<String> closed = new HashSet<>();
        for (int i = 1; i < time.length; i++) {
            boolean same = series.get(i).equals(series.get(i - 1));
            if (!same) {
                closed.add(series.get(i - 1));
            }
            if ((same && time[i] <= time[i - 1]) || closed.contains(series.get(i))) {
                throw new BindingException("row " + (i + 1) + " of " + table + " is out of order: sort by "
                        + plate.name() + ", then by " + order + ", each time once");
            }
        }
    }
}
