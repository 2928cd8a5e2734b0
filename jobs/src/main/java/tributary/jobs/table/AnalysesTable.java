package tributary.jobs.table;

import java.util.List;

/** Table {@code analyses}: one analysis of an attempt, or a part of it held back alone, and why. */
public final class AnalysesTable {
    /** The table. */
    public static final TableDefinition DEFINITION = TableDefinition.table(
                    "analyses",
                    "One analysis of an attempt, or a part of it held back alone: published or held back by a gate, and why")
            .key("command", "The command that made it")
            .key("analysis", "The analysis, such as an experiment")
            .text("metric", "The metric whose rows alone are held back; NULL for all")
            .text("unit", "The group whose rows alone are held back; NULL for all")
            .word(
                    "verdict",
                    List.of("published", "held_back"),
                    "Whether its rows are in the result tables or in quarantine")
            .word(
                    "gate",
                    List.of("none", "data", "inference", "run"),
                    "The gate that held it back; run where another analysis did")
            .text("reason", "Why, in words")
            .build();

    private AnalysesTable() {}
}
