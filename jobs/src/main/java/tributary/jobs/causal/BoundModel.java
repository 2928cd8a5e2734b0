package tributary.jobs.causal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.consensus.FactSearch;
import tributary.identify.ModelIdentification;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.CausalConf;
import tributary.jobs.run.HadoopText;
import tributary.jobs.scan.OpenRows;
import tributary.jobs.shard.ModelTable;
import tributary.jobs.shard.Sharding;
import tributary.jobs.shard.SparkBlocks;
import tributary.jobs.shard.TableSummary;
import tributary.model.Model;
import tributary.model.Plate;
import tributary.model.Variable;
import tributary.model.term.ModelException;
import tributary.plan.InferencePlan;
import tributary.plan.ShardCount;
import tributary.posterior.BindingException;
import tributary.posterior.Posterior;

/**
 * A model file and its pinned table, and what becomes of them: shards, the posterior bound to what the shards tell, and
 * its plan, each made when it is first asked for.
 */
final class BoundModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BoundModel.class);
    /**
     * Below this share of distinct rows, equal rows are counted together before they travel, even where a key tells them
     * apart; above it that would move every row twice.
     */
    private static final double COMPRESSES = 0.5;

    private final CausalConf conf;
    private final String text;
    private final Model model;
    private final ModelIdentification identification;
    private final Map<String, Rival> rivals;
    private final OpenRows table;
    private @Nullable RowSurvey survey;
    private @Nullable Prepared prepared;

    private BoundModel(
            CausalConf conf,
            String text,
            Model model,
            ModelIdentification identification,
            Map<String, Rival> rivals,
            OpenRows table) {
        this.conf = conf;
        this.text = text;
        this.model = model;
        this.identification = identification;
        this.rivals = rivals;
        this.table = table;
    }

    /**
     * What is ready to be answered.
     *
     * @param summary what one pass told of the rows that are answered from
     * @param leftOut the rows that lack a value and are not
     * @param blocks its shards
     * @param plan the posterior and how to answer it
     * @param posterior bound to the facts of the shards
     */
    record Prepared(
            TableSummary summary,
            RowSurvey.LeftOut leftOut,
            SparkBlocks blocks,
            Posterior posterior,
            InferencePlan plan) {}

    /** Reads the model, opens the table, and checks that one can be bound to the other; no row is read yet. */
    static BoundModel open(SparkSession spark, CausalConf conf) {
        String text = HadoopText.read("model file", "Correct model.file in the conf", conf.file());
        Rival own = parsed(conf.file(), text);
        Map<String, Rival> rivals = new LinkedHashMap<>();
        conf.rivals()
                .forEach((name, file) -> rivals.put(
                        name,
                        parsed(file, HadoopText.read("model file", "Correct rivals." + name + " in the conf", file))));
        OpenRows table = OpenRows.of(spark, conf.table());
        BoundModel bound = new BoundModel(conf, text, own.model(), own.identification(), rivals, table);
        bound.table();
        return bound;
    }

    /**
     * Another model of the same rows.
     *
     * @param text its file's content
     * @param identification what its graph says of its questions
     */
    record Rival(String text, Model model, ModelIdentification identification) {}

    private static Rival parsed(String file, String text) {
        try {
            Model model = Model.parse(file, text);
            return new Rival(text, model, ModelIdentification.of(model));
        } catch (ModelException e) {
            throw new JobFailure(
                    ExitCode.USAGE,
                    "The model " + JobFailure.quote(file) + " makes no sense.",
                    String.valueOf(e.getMessage()),
                    "Correct the model file at the places named.",
                    e);
        }
    }

    /** The other models of the rows, by name. */
    Map<String, Rival> rivals() {
        return rivals;
    }

    String text() {
        return text;
    }

    Model model() {
        return model;
    }

    /** What the model's graph says of its questions. */
    ModelIdentification identification() {
        return identification;
    }

    OpenRows input() {
        return table;
    }

    /** The rows that the model is bound to. */
    ModelTable rows() {
        return survey().rows();
    }

    /** The table as the model sees it; every fault of the binding is an early message. */
    private ModelTable table() {
        Map<String, String> numbers = new LinkedHashMap<>();
        Map<String, String> categories = new LinkedHashMap<>();
        List<Model> models = new ArrayList<>(List.of(model));
        rivals.values().forEach(rival -> models.add(rival.model()));
        for (Model one : models) {
            for (Variable variable : one.variables()) {
                if (variable.data()) {
                    numbers.put(variable.name(), conf.columns().getOrDefault(variable.name(), variable.name()));
                }
            }
            for (Plate plate : one.plates().values()) {
                if (plate.kind() == Plate.Kind.GROUP && plate.source() == null) {
                    categories.put(plate.name(), conf.columns().getOrDefault(plate.name(), plate.name()));
                }
            }
        }
        List<String> unknown = conf.columns().keySet().stream()
                .filter(name -> !numbers.containsKey(name) && !categories.containsKey(name))
                .map(JobFailure::quote)
                .toList();
        if (!unknown.isEmpty()) {
            throw JobFailure.usage(
                    "input.columns binds what the model does not have: " + String.join(", ", unknown) + ".",
                    "The model has the row variables and groups "
                            + String.join(", ", numbers.keySet())
                            + (categories.isEmpty() ? "" : ", " + String.join(", ", categories.keySet())) + ".",
                    "Name one of these, or declare the variable in " + conf.file() + ".");
        }
        Map<String, String> wanted = new LinkedHashMap<>();
        numbers.forEach((name, column) -> wanted.put(column, "input.columns." + name));
        categories.forEach((name, column) -> wanted.put(column, "input.columns." + name));
        String key = conf.key();
        if (key != null) {
            wanted.put(key, "input.key");
        }
        table.require(wanted);
        numbers.forEach(this::requireNumber);
        if (numbers.isEmpty()) {
            throw JobFailure.usage(
                    "The model " + JobFailure.quote(conf.file()) + " has no row variable.",
                    "Nothing of the table informs it.",
                    "Declare the variables of a row on a line `row y, x`.");
        }
        conf.together().filter(group -> !categories.containsKey(group)).ifPresent(group -> {
            throw JobFailure.usage(
                    "inference.keep-together = " + JobFailure.quote(group) + " is no group of the model.",
                    "The model has the groups " + categories.keySet() + ".",
                    "Name one of them.");
        });
        Map<String, Column> numberColumns = new LinkedHashMap<>();
        numbers.forEach((name, column) -> numberColumns.put(name, numeric(column)));
        Map<String, Column> categoryColumns = new LinkedHashMap<>();
        categories.forEach((name, column) -> categoryColumns.put(name, table.column(column)));
        return ModelTable.of(table.rows(), numberColumns, categoryColumns, key == null ? null : table.column(key));
    }

    private Column numeric(String column) {
        return table.column(column);
    }

    private void requireNumber(String variable, String column) {
        DataType type = table.field(column).dataType();
        if (!(type instanceof NumericType) && !(type instanceof BooleanType)) {
            throw JobFailure.usage(
                    "The row variable " + variable + " is bound to the column " + JobFailure.quote(column) + " of type "
                            + type.sql() + ".",
                    "A row variable is a number or a truth value.",
                    type instanceof StringType
                            ? "Declare `group " + variable + "` for categories, or make the column a number."
                            : "Make the column a number where the table is made.");
        }
    }

    /** Passes over the rows; once. */
    RowSurvey survey() {
        RowSurvey known = survey;
        if (known == null) {
            known = table.reading(() -> RowSurvey.of(conf, table()));
            survey = known;
        }
        return known;
    }

    /**
     * Cuts the table, binds the model and plans; once.
     *
     * @throws JobFailure data gate, where the survey holds the analysis back
     */
    Prepared prepare() {
        Prepared known = prepared;
        if (known == null) {
            RowSurvey seen = survey();
            seen.require();
            known = table.reading(() -> prepared(seen));
            prepared = known;
        }
        return known;
    }

    private Prepared prepared(RowSurvey seen) {
        TableSummary summary = seen.summary();
        int shards = shards(summary);
        boolean compress = summary.distinct() < COMPRESSES * summary.rows();
        SparkBlocks blocks = Sharding.cut(seen.rows(), shards, conf.together(), compress);
        LOG.info("{} rows cut into {} shards", blocks.rows(), shards);
        try {
            FactSearch.Found found = FactSearch.bind(model, blocks);
            InferencePlan plan = InferencePlan.of(found.posterior(), blocks, conf.plan(), summary.rows());
            return new Prepared(summary, seen.leftOut(), blocks, found.posterior(), plan);
        } catch (RuntimeException e) {
            blocks.close();
            throw binding(e);
        }
    }

    private int shards(TableSummary summary) {
        Optional<Integer> asked = conf.shards();
        if (asked.isPresent() && asked.get() > summary.rows()) {
            throw JobFailure.usage(
                    "inference.shards = " + asked.get() + " is more than the table has rows: " + summary.rows() + ".",
                    "A shard without rows knows nothing but its share of the prior.",
                    "Ask for fewer shards, or leave the number to the plan.");
        }
        List<String> outcomes = model.variables().stream()
                .filter(variable -> variable.kind() == Variable.Kind.OUTCOME)
                .map(Variable::name)
                .toList();
        return asked.orElseGet(() -> ShardCount.choose(summary.rows(), summary.events(outcomes)));
    }

    /** What a model that does not go with its rows is told as. */
    static RuntimeException binding(RuntimeException thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof BindingException e) {
                return new JobFailure(
                        ExitCode.USAGE,
                        "The model does not go with its rows.",
                        String.valueOf(e.getMessage()),
                        "Mend the model, the table, or what binds them (input.columns).",
                        thrown);
            }
        }
        return thrown;
    }

    @Override
    public void close() {
        Prepared known = prepared;
        if (known != null) {
            known.blocks().close();
            prepared = null;
        }
    }
}
