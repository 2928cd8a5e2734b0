package tributary.family.segments;

import java.io.Serializable;
import java.util.List;
import tributary.check.LeftOutSums;
import tributary.hierarchy.GroupConditional;

/**
 * Predictive densities of segments and rows that are left out, for several models side by side.
 *
 * <p>For each left-out part and model, {@code elpd = log E[p(part | rest)]} by Pareto-smoothed importance sampling with
 * weights {@code 1 / p(part | rest, phi)} over the draws of the hyper-parameters phi, the segments integrated out
 * (Vehtari, Gelman and Gabry, 2017; integrated as Merkle, Furr and Rabe-Hesketh, 2019).
 */
public final class LeftOut {
    private LeftOut() {}

    /** One model on its way to a comparison. */
    public record Fitted(SegmentDesign design, SegmentPosterior posterior) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** Of the segments of a block, each left out as a whole. */
    public static LeftOutSums segments(List<Fitted> models, SegmentMoments moments) {
        LeftOutSums.Collector all = new LeftOutSums.Collector(models.size());
        GroupConditional[][] given = new GroupConditional[models.size()][];
        for (int m = 0; m < given.length; m++) {
            Fitted model = models.get(m);
            var groups = model.design().groups(moments);
            given[m] = new GroupConditional[model.posterior().size()];
            for (int i = 0; i < given[m].length; i++) {
                given[m][i] =
                        groups.given(model.design().model(), model.posterior().position(i));
            }
        }
        for (int s = 0; s < moments.segments(); s++) {
            if (moments.count(s) == 0) {
                continue;
            }
            for (int m = 0; m < given.length; m++) {
                SegmentSpec.Baseline baseline = models.get(m).design().spec().baseline();
                // A level under a flat prior predicts nothing of a segment that is left out.
                boolean proper = baseline != SegmentSpec.Baseline.FIXED && baseline != SegmentSpec.Baseline.SEPARATE;
                double[] log = new double[given[m].length];
                for (int i = 0; i < log.length; i++) {
                    log[i] = proper ? given[m][i].logLikelihood(s) : Double.NaN;
                }
                all.take(m, log);
            }
            all.finish(1);
        }
        return all.sums();
    }

    /** Of the rows of one segment, each left out alone. */
    public static LeftOutSums rows(List<Fitted> models, double[][] rows) {
        LeftOutSums.Collector all = new LeftOutSums.Collector(models.size());
        double[][][] logs = new double[models.size()][rows.length][];
        for (int m = 0; m < logs.length; m++) {
            Fitted model = models.get(m);
            RowGroups own = model.design().rows(rows);
            for (int r = 0; r < rows.length; r++) {
                logs[m][r] = new double[model.posterior().size()];
            }
            for (int i = 0; i < model.posterior().size(); i++) {
                GroupConditional given = own.groups()
                        .given(model.design().model(), model.posterior().position(i));
                for (int r = 0; r < rows.length; r++) {
                    logs[m][r][i] = own.own() > 0
                            ? given.logLeftOut(0, own.columns(r), own.outcome(r), own.own())
                            : given.logLeftOut(0, own.columns(r), own.outcome(r));
                }
            }
        }
        for (int r = 0; r < rows.length; r++) {
            for (int m = 0; m < logs.length; m++) {
                all.take(m, logs[m][r]);
            }
            all.finish(1);
        }
        return all.sums();
    }
}
