package tributary.jobs.demo;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import tributary.jobs.shard.ModelTable;
import tributary.jobs.shard.NamedRows;
import tributary.model.Model;
import tributary.model.Variable;
import tributary.posterior.Data;
import tributary.posterior.Facts;
import tributary.posterior.Simulation;
import tributary.random.StreamKey;

/** Rows drawn from a model at some positions, where they come to lie: every row variable, as it was set or drawn. */
final class SimulatedRows implements Serializable {
    private static final long serialVersionUID = 1L;
    /** What a variable would have been that is set. */
    private static final String NATURAL = "_natural";

    private final Model model;
    private final Data columns;
    private final Facts facts;
    private final double[][] positions;
    private final StreamKey key;
    private final ArrayList<String> groups;
    private final ArrayList<String> shown = new ArrayList<>();
    private final ArrayList<String> natural = new ArrayList<>();
    private transient @Nullable Simulation simulation;

    SimulatedRows(Model model, Data columns, Facts facts, double[][] positions, StreamKey key, List<String> groups) {
        this.model = model;
        this.columns = columns;
        this.facts = facts;
        this.positions = positions;
        this.key = key;
        this.groups = new ArrayList<>(groups);
        for (Variable variable : model.variables()) {
            if (variable.data() && variable.plates().contains(variable.table())) {
                shown.add(variable.name());
                if (variable.kind() == Variable.Kind.OUTCOME
                        && model.interventions().containsKey(variable.name())) {
                    natural.add(variable.name());
                }
            }
        }
    }

    private StructType schema(boolean keyed) {
        StructType schema = new StructType()
                .add("row_id", keyed ? DataTypes.StringType : DataTypes.LongType, false)
                .add("draw", DataTypes.IntegerType, false);
        for (String group : groups) {
            schema = schema.add(group, DataTypes.StringType, false);
        }
        for (String name : shown) {
            schema = schema.add(name, DataTypes.DoubleType, true);
        }
        for (String name : natural) {
            schema = schema.add(name + NATURAL, DataTypes.DoubleType, true);
        }
        return schema;
    }

    /** The rows of a table, drawn afresh; each has its key as {@code row_id}. */
    Dataset<Row> keyed(ModelTable table) {
        return NamedRows.map(table, schema(true), (rows, names) -> drawn(rows, names, true));
    }

    /** Numbered rows, each with levels of groups by chance. */
    Dataset<Row> numbered(Dataset<Long> numbers, Map<String, List<String>> levels) {
        LinkedHashMap<String, ArrayList<String>> dealt = new LinkedHashMap<>();
        levels.forEach((group, names) -> dealt.put(group, new ArrayList<>(names)));
        return NamedRows.numbered(numbers, schema(false), (rows, names) -> {
            Data.Builder data = Data.builder().rows(names.size());
            dealt.forEach((group, known) -> data.categories(
                    group,
                    names.stream()
                            .map(name -> known.get(key.with("level").with(group).with(name).stream()
                                    .nextInt(known.size())))
                            .toArray(String[]::new)));
            // What is exogenous is set; its column is never read, but must be there.
            for (String name : columns.columns("rows")) {
                if (columns.hasNumbers("rows", name)) {
                    data.numbers(name, new double[names.size()]);
                }
            }
            return drawn(data.build(), names, false);
        });
    }

    private Simulation simulation() {
        Simulation known = simulation;
        if (known == null) {
            known = Simulation.of(model, columns, facts);
            simulation = known;
        }
        return known;
    }

    private List<Row> drawn(Data rows, List<String> names, boolean keyed) {
        List<Row> result = new ArrayList<>();
        for (int draw = 0; draw < positions.length; draw++) {
            Data data = simulation().simulate(positions[draw], rows, names, key.with(draw));
            double[][] values = new double[shown.size() + natural.size()][];
            for (int k = 0; k < shown.size(); k++) {
                values[k] = simulation().values(shown.get(k), positions[draw], data);
            }
            for (int k = 0; k < natural.size(); k++) {
                values[shown.size() + k] = data.numbers("rows", natural.get(k));
            }
            List<List<String>> labels =
                    groups.stream().map(group -> data.categories("rows", group)).toList();
            for (int i = 0; i < names.size(); i++) {
                Object[] row = new Object[2 + groups.size() + values.length];
                row[0] = keyed ? names.get(i) : (Object) Long.valueOf(names.get(i));
                row[1] = draw;
                for (int k = 0; k < groups.size(); k++) {
                    row[2 + k] = labels.get(k).get(i);
                }
                for (int k = 0; k < values.length; k++) {
                    double value = values[k][values[k].length == 1 ? 0 : i];
                    row[2 + groups.size() + k] = Double.isFinite(value) ? value : null;
                }
                result.add(RowFactory.create(row));
            }
        }
        return result;
    }
}
