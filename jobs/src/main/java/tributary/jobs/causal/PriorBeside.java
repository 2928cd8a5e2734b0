package tributary.jobs.causal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import tributary.check.ModelReplicates;
import tributary.check.SensitivityCell;
import tributary.estimand.Estimate;
import tributary.estimand.Inquiry;
import tributary.infer.DensityCurve;
import tributary.infer.Draws;
import tributary.jobs.conf.CausalConf;
import tributary.jobs.table.SensitivityTable;
import tributary.posterior.Posterior;
import tributary.random.StreamKey;

/** What the priors alone say of parameters and questions, beside what the data made of it: cells of the grid of priors. */
final class PriorBeside {
    /** Quantities beyond these are for the draws themselves. */
    private static final int MOST = 40;

    private PriorBeside() {}

    /** The rows; none where a prior is improper, or conf asks for no predictive draws. */
    static List<Row> rows(
            CausalConf conf,
            Posterior posterior,
            Inquiry.Surveyed questions,
            Draws unconstrained,
            List<Estimate> answers,
            StreamKey key) {
        double[][] prior = conf.predictive().draws() == 0
                ? new double[0][]
                : ModelReplicates.prior(posterior, 2 * conf.predictive().draws(), key);
        if (prior.length == 0) {
            return List.of();
        }
        Draws before = Draws.ofRows(unconstrained.names(), new double[][][] {prior});
        List<Row> rows = new ArrayList<>();
        Draws one = posterior.constrain(before);
        Draws other = posterior.constrain(unconstrained);
        for (String name : one.names().subList(0, Math.min(MOST, one.names().size()))) {
            both(conf, rows, "parameter", name, one.values(name), other.values(name));
        }
        Map<String, double[]> known = new LinkedHashMap<>();
        answers.stream().filter(e -> e.level().equals(Estimate.ALL)).forEach(e -> known.put(e.question(), e.values()));
        for (Estimate answer : questions.answer(before, key.with("prior answers"))) {
            double[] after = known.get(answer.question());
            if (answer.level().equals(Estimate.ALL) && after != null) {
                both(conf, rows, answer.question(), answer.question(), answer.values(), after);
            }
        }
        return rows;
    }

    private static void both(
            CausalConf conf, List<Row> rows, String estimand, String metric, double[] before, double[] after) {
        // A prior that hardly ever gives a number has no quantiles to show.
        boolean any = Arrays.stream(before).filter(Double::isFinite).count() > 1;
        if (any && Arrays.stream(after).allMatch(Double::isFinite)) {
            rows.add(row(conf, estimand, metric, "prior", "the priors alone, no row seen", before));
            rows.add(row(conf, estimand, metric, "posterior", "what the rows made of it", after));
        }
    }

    private static Row row(CausalConf conf, String estimand, String metric, String cell, String words, double[] draws) {
        return SensitivityTable.row(
                CausalJob.NAME,
                conf.name(),
                estimand,
                metric,
                "none",
                "all",
                SensitivityCell.ofDraws(SensitivityCell.Grid.PRIOR, cell, words, draws, conf.interval()),
                DensityCurve.of(Arrays.stream(draws).filter(Double::isFinite).toArray()));
    }
}
