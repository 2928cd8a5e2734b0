package tributary.infer.nuts;

import java.io.Serializable;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import tributary.infer.Draws;
import tributary.infer.SampleStats;

/**
 * What a run of several chains gives: draws and statistics of the chains that ran, and a report of every chain.
 *
 * <p>A chain that could not start is missing from the draws and named in {@link #failures()}: whether the rest may be
 * believed is for the caller's gate to say.
 */
public final class NutsFit implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an immutable list of serialisable names
    private final List<String> names;

    private final double[][][] rows;
    private final SampleStats stats;

    @SuppressWarnings("serial") // an immutable list of serialisable records
    private final List<ChainReport> reports;

    NutsFit(List<String> names, double[][][] rows, SampleStats stats, List<ChainReport> reports) {
        this.names = names;
        this.rows = rows;
        this.stats = stats;
        this.reports = reports;
    }

    /**
     * The draws of the chains that ran, in unconstrained coordinates.
     *
     * @throws IllegalStateException if none ran
     */
    public Draws draws() {
        if (rows.length == 0) {
            throw new IllegalStateException("no chain could run: "
                    + failures().stream().map(ChainReport::reason).distinct().collect(Collectors.joining("; ")));
        }
        return Draws.ofRows(names, rows);
    }

    /**
     * The same fit in other coordinates.
     *
     * @param map writes into its second argument where the first one lies there
     */
    public NutsFit map(BiConsumer<double[], double[]> map) {
        double[][][] mapped = new double[rows.length][][];
        for (int c = 0; c < rows.length; c++) {
            mapped[c] = new double[rows[c].length][names.size()];
            for (int d = 0; d < mapped[c].length; d++) {
                map.accept(rows[c][d], mapped[c][d]);
            }
        }
        return new NutsFit(names, mapped, stats, reports);
    }

    /** Statistics beside the draws. */
    public SampleStats stats() {
        return stats;
    }

    /** Every chain's report. */
    public List<ChainReport> reports() {
        return reports;
    }

    /** Reports of chains that could not run. */
    public List<ChainReport> failures() {
        return reports.stream().filter(report -> report.failure().isPresent()).toList();
    }
}
