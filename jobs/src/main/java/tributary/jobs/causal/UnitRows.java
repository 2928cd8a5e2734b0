package tributary.jobs.causal;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import tributary.estimand.Noise;
import tributary.estimand.UnitEffect;
import tributary.estimand.UnitEffects;
import tributary.infer.Draws;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.CausalConf;
import tributary.jobs.conf.UnitsConf;
import tributary.jobs.shard.ModelTable;
import tributary.jobs.table.UnitEffectsTable;
import tributary.model.term.Assignment;
import tributary.model.term.Condition;
import tributary.model.term.ModelException;
import tributary.model.term.Place;
import tributary.model.term.Problem;
import tributary.model.term.Statement;
import tributary.model.term.Term;
import tributary.posterior.Data;
import tributary.posterior.Posterior;
import tributary.random.StreamKey;

/** Every unit under two interventions, computed where its row lies: no row passes through the driver. */
final class UnitRows {
    private static final int TOGETHER = 256;

    private UnitRows() {}

    /** The rows of unit_effects. */
    static Dataset<Row> of(
            CausalConf conf,
            UnitsConf units,
            ModelTable table,
            Posterior posterior,
            Draws unconstrained,
            StreamKey key) {
        UnitEffects effects = UnitEffects.of(
                posterior,
                units.outcome(),
                units.treated(),
                units.untreated(),
                units.noise(),
                conf.interval().probability(),
                thinned(unconstrained, units.draws()));
        List<Column> wanted = new ArrayList<>();
        List<Column> content = new ArrayList<>();
        table.columns().forEach(name -> content.add(col(name)));
        wanted.add(table.keyed() ? col(ModelTable.KEY) : hex(xxhash64(content.toArray(Column[]::new))));
        wanted.addAll(content);
        return table.rows()
                .select(wanted.toArray(Column[]::new))
                .mapPartitions(
                        new Task(conf, units, table.numbers(), table.categories(), effects, key),
                        Encoders.row(UnitEffectsTable.DEFINITION.rowSchema()));
    }

    /** Checks that the model says what becomes of the outcome, before anything is sampled. */
    static void check(UnitsConf units, Posterior posterior) {
        for (List<Assignment> settings : List.of(units.treated(), units.untreated())) {
            Term.Expectation average = new Term.Expectation(
                    false,
                    new Term.Name(units.outcome(), Place.NONE),
                    List.of(new Condition.SetTo(settings)),
                    Place.NONE);
            Statement.Question question = new Statement.Question("units", average, Place.NONE);
            try {
                posterior.model().with(new Statement.Estimands(List.of(question), Place.NONE));
            } catch (ModelException e) {
                throw new JobFailure(
                        ExitCode.USAGE,
                        "The section units of the conf cannot be answered by the model.",
                        e.problems().stream().map(Problem::message).collect(Collectors.joining("; ")),
                        e.problems().stream().map(Problem::remedy).distinct().collect(Collectors.joining("; "))
                                + " (units.outcome, units.do, units.instead)",
                        e);
            }
        }
        UnitEffects.of(posterior, units.outcome(), units.treated(), units.untreated(), units.noise(), 0.5);
    }

    /** So many draws, evenly spread over the chains. */
    private static double[][] thinned(Draws unconstrained, int most) {
        int size = Math.min(most, unconstrained.size());
        double[][] positions = new double[size][unconstrained.names().size()];
        for (int d = 0; d < size; d++) {
            unconstrained.row((int) ((long) d * unconstrained.size() / size), positions[d]);
        }
        return positions;
    }

    private static final class Task implements MapPartitionsFunction<Row, Row> {
        private static final long serialVersionUID = 1L;
        private final String model;
        private final String outcome;
        private final String set;
        private final String instead;
        private final Noise noise;
        private final double probability;
        private final ArrayList<String> numbers;
        private final ArrayList<String> categories;
        private final UnitEffects effects;
        private final StreamKey key;

        Task(
                CausalConf conf,
                UnitsConf units,
                List<String> numbers,
                List<String> categories,
                UnitEffects effects,
                StreamKey key) {
            this.model = conf.name();
            this.outcome = units.outcome();
            this.set = units.set();
            this.instead = units.instead();
            this.noise = units.noise();
            this.probability = conf.interval().probability();
            this.numbers = new ArrayList<>(numbers);
            this.categories = new ArrayList<>(categories);
            this.effects = effects;
            this.key = key;
        }

        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            return new Iterator<>() {
                private Iterator<Row> ready = Collections.emptyIterator();

                @Override
                public boolean hasNext() {
                    if (!ready.hasNext() && rows.hasNext()) {
                        ready = some(rows).iterator();
                    }
                    return ready.hasNext();
                }

                @Override
                public Row next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    return ready.next();
                }
            };
        }

        private List<Row> some(Iterator<Row> rows) {
            List<String> names = new ArrayList<>();
            double[][] values = new double[numbers.size()][TOGETHER];
            String[][] labels = new String[categories.size()][TOGETHER];
            while (rows.hasNext() && names.size() < TOGETHER) {
                Row row = rows.next();
                int at = names.size();
                for (int k = 0; k < values.length; k++) {
                    values[k][at] = row.getDouble(1 + k);
                }
                for (int k = 0; k < labels.length; k++) {
                    labels[k][at] = row.getString(1 + values.length + k);
                }
                names.add(row.getString(0));
            }
            Data.Builder data = Data.builder();
            for (int k = 0; k < values.length; k++) {
                data.numbers(numbers.get(k), Arrays.copyOf(values[k], names.size()));
            }
            for (int k = 0; k < labels.length; k++) {
                data.categories(categories.get(k), Arrays.copyOf(labels[k], names.size()));
            }
            List<UnitEffect> told = effects.of(data.build(), names, key);
            List<Row> result = new ArrayList<>();
            for (int i = 0; i < told.size(); i++) {
                result.add(UnitEffectsTable.row(
                        model, names.get(i), outcome, set, instead, noise, probability, told.get(i)));
            }
            return result;
        }
    }
}
