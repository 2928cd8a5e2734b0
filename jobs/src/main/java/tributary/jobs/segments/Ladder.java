package tributary.jobs.segments;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import tributary.check.LeftOutSums;
import tributary.family.segments.LeftOut;
import tributary.family.segments.Rung;
import tributary.family.segments.SegmentDesign;
import tributary.family.segments.SegmentPosterior;
import tributary.family.segments.SegmentScale;
import tributary.family.segments.SegmentSpec;
import tributary.infer.Describe;
import tributary.infer.nuts.Nuts;
import tributary.jobs.conf.SegmentsConf;
import tributary.jobs.scan.SegmentBlocks;
import tributary.jobs.scan.SegmentScan;
import tributary.random.StreamKey;

/** The ladder of models of one metric: each fitted to the same segments, compared by rows and segments left out. */
final class Ladder {
    /** Draws of the hyper-parameters behind each left-out part. */
    private static final int DRAWS = 400;
    /** More rows than these are not left out one by one. */
    private static final long MOST_ROWS = 500_000;

    private final SegmentSpec spec;
    private final List<Rung> rungs;
    private final List<LeftOut.Fitted> fitted = new ArrayList<>();
    private final List<double[]> effects = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    private Ladder(SegmentSpec spec, List<Rung> rungs) {
        this.spec = spec;
        this.rungs = rungs;
    }

    static Ladder fit(
            SegmentSpec spec,
            List<Rung> rungs,
            SegmentScale scale,
            SegmentBlocks blocks,
            int metric,
            Nuts nuts,
            StreamKey key,
            Executor executor) {
        Ladder ladder = new Ladder(spec, rungs);
        for (Rung rung : rungs) {
            SegmentDesign design = SegmentDesign.of(rung.of(spec), scale);
            SegmentPosterior.Found found = SegmentPosterior.sample(
                    design, blocks.gather(metric, design), nuts, DRAWS, key.with(rung.word()), executor);
            ladder.fitted.add(new LeftOut.Fitted(design, found.posterior()));
            double[] effect = found.draws().values("effect_" + spec.arms().get(0));
            ladder.effects.add(new double[] {Describe.mean(effect), Describe.sd(effect)});
            ladder.complaints.add(found.complaint().orElse(""));
        }
        return ladder;
    }

    /** The rows of {@code model_comparison}, and the words for people. */
    List<Row> compare(
            SegmentBlocks blocks, SegmentScan scan, int metric, long rows, SegmentsConf conf, List<String> words) {
        List<LeftOut.Fitted> models = new ArrayList<>(fitted);
        List<Row> table = new ArrayList<>();
        if (conf.segmentsLeftOut()) {
            LeftOutSums segments =
                    blocks.fold(metric, moments -> LeftOut.segments(models, moments), (a, b) -> a.merge(b));
            table.addAll(places("segment", segments, words));
        }
        boolean byRow = conf.rowsLeftOut();
        if (byRow && rows <= MOST_ROWS) {
            LeftOutSums each =
                    scan.foldRows(metric, rows, own -> LeftOut.rows(models, own), (a, b) -> a.merge(b)).stream()
                            .reduce(LeftOutSums::merge)
                            .orElseThrow();
            table.addAll(places("row", each, words));
        } else if (byRow) {
            words.add("  " + rows + " rows are too many to be left out one by one (at most " + MOST_ROWS + ")");
        }
        return table;
    }

    private List<Row> places(String leftOut, LeftOutSums compared, List<String> words) {
        List<Row> rows = new ArrayList<>();
        int place = 0;
        for (LeftOutSums.Place p : compared.places()) {
            Rung rung = rungs.get(p.model());
            place++;
            String complaint = complaints.get(p.model());
            boolean none = Double.isNaN(p.elpd());
            rows.add(RowFactory.create(
                    SegmentsJob.NAME,
                    spec.analysis(),
                    spec.metric(),
                    rung.word(),
                    leftOut,
                    place,
                    finite(p.elpd()),
                    finite(p.standardError()),
                    finite(p.effectiveParameters()),
                    finite(p.difference()),
                    finite(p.differenceError()),
                    finite(p.worstKHat()),
                    none ? null : Long.valueOf(p.unreliable()),
                    effects.get(p.model())[0],
                    effects.get(p.model())[1],
                    none
                            ? "a level under a flat prior predicts nothing of a "
                                    + (leftOut.equals("row") ? "segment's only row" : "segment that is left out")
                            : complaint.isEmpty() ? null : complaint));
            words.add(String.format(
                    Locale.ROOT,
                    "  %s left out, %d. %-16s elpd %10.1f  difference %8.1f (%.1f)  effect %.4g (%.3g)",
                    leftOut,
                    place,
                    rung.word(),
                    p.elpd(),
                    p.difference(),
                    p.differenceError(),
                    effects.get(p.model())[0],
                    effects.get(p.model())[1]));
        }
        return rows;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
