package tributary.jobs.scan;

import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import tributary.jobs.JobFailure;

/**
 * Why a CSV file could not be read by its schema: which column holds what that is not of its type, or which line has
 * too many or too few fields. Reads the file once more, all columns as text; asked only after reading has failed.
 */
final class CsvFault {
    private static final String WHOLE_LINE = "tributary whole line";

    private CsvFault() {}

    /** The fault in words, if it shows in the values; empty if the table is no CSV or reads well as text. */
    static Optional<String> find(SparkSession spark, InputTable table) {
        String ddl = table.schema();
        if (table.format() != InputTable.Format.CSV || ddl == null) {
            return Optional.empty();
        }
        StructType schema = StructType.fromDDL(ddl);
        StructType texts = new StructType();
        List<Column> questions = new ArrayList<>();
        for (StructField field : schema.fields()) {
            texts = texts.add(field.name(), DataTypes.StringType);
            Column text = Columns.named(field.name());
            boolean typed = !(field.dataType() instanceof StringType);
            Column unlike = text.try_cast(field.dataType())
                    .isNull()
                    .and(length(trim(text)).gt(0));
            questions.add(min(when(typed ? unlike : lit(false), text)));
        }
        questions.add(min(Columns.named(WHOLE_LINE)));
        Row answer = spark.read()
                .option("header", table.header())
                .option("delimiter", table.delimiter())
                .option("mode", "PERMISSIVE")
                .option("columnPruning", false)
                .option("columnNameOfCorruptRecord", WHOLE_LINE)
                .schema(texts.add(WHOLE_LINE, DataTypes.StringType))
                .csv(table.location())
                .agg(questions.get(0), questions.subList(1, questions.size()).toArray(Column[]::new))
                .collectAsList()
                .get(0);
        return described(table, schema, answer);
    }

    private static Optional<String> described(InputTable table, StructType schema, Row answer) {
        String key = " by input." + table.name() + ".schema";
        for (int i = 0; i < schema.length(); i++) {
            StructField field = schema.fields()[i];
            if (!answer.isNullAt(i)) {
                return Optional.of("column " + JobFailure.quote(field.name()) + " is "
                        + field.dataType().simpleString() + key + ", yet holds "
                        + JobFailure.quote(answer.getString(i)));
            }
        }
        return Optional.ofNullable(answer.getString(schema.length()))
                .map(line -> "a line has other than the " + schema.length() + " fields it has" + key + ": "
                        + JobFailure.quote(line));
    }
}
