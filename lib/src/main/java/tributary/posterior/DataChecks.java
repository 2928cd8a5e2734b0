package tributary.posterior;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tributary.dist.Support;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.model.Plate;
import tributary.model.Variable;

/** What data must be before a model may speak of them: present, finite, in the support, in the order of time. */
final class DataChecks {
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
        for (Variable variable : scene.model.variables()) {
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
            if (!Double.isFinite(values[i])) {
                throw new BindingException("`" + variable.name() + "` is " + values[i] + " in row " + (i + 1) + " of "
                        + table + "; drop or fill missing values before");
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
