package tributary.family.mediamix;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tributary.expr.BoundProgram;
import tributary.infer.Crps;
import tributary.infer.Describe;
import tributary.infer.Draws;
import tributary.model.Model;
import tributary.posterior.Posterior;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * Weeks of the outcome that a model is fitted without, and how well it foretells them; media and controls of these weeks
 * are known to it, as they are in a plan.
 *
 * <p>The fit knows nothing of them: in its panel their outcome is the mean of the geo's other weeks, so that no scale nor
 * size can tell, and its likelihood leaves them out.
 */
public final class Holdout implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int DRAWS = 1000;

    private final String name;
    private final MediaPanel whole;
    private final boolean[][] held;

    private Holdout(String name, MediaPanel whole, boolean[][] held) {
        this.name = name;
        this.whole = whole;
        this.held = held;
        for (int g = 0; g < held.length; g++) {
            int seen = 0;
            for (boolean out : held[g]) {
                seen += out ? 0 : 1;
            }
            if (seen < 2) {
                throw new IllegalArgumentException("the holdout " + name + " leaves fewer than two weeks of "
                        + whole.geos().get(g) + " to learn from: hold out less");
            }
        }
        if (rows() == 0) {
            throw new IllegalArgumentException("the holdout " + name
                    + " holds out no week of the data: name weeks and geos as they are in the data");
        }
    }

    /**
     * Weeks held out.
     *
     * @param name what it is called
     * @param panel the panel
     * @param last how many of the last weeks; 0 for none of them
     * @param dates first days of further weeks
     * @param geos the geos in which they are held out; empty for all
     * @throws IllegalArgumentException if none is held out, or too few are left
     */
    public static Holdout of(String name, MediaPanel panel, int last, Set<LocalDate> dates, Set<String> geos) {
        int weeks = panel.weeks().size();
        boolean[][] held = new boolean[panel.geos().size()][weeks];
        for (int g = 0; g < held.length; g++) {
            boolean here = geos.isEmpty() || geos.contains(panel.geos().get(g));
            for (int t = 0; t < weeks; t++) {
                held[g][t] = here
                        && (t >= weeks - last || dates.contains(panel.weeks().get(t)));
            }
        }
        return new Holdout(name, panel, held);
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /** How many rows, weeks of geos, are held out. */
    public int rows() {
        int rows = 0;
        for (boolean[] geo : held) {
            for (boolean out : geo) {
                rows += out ? 1 : 0;
            }
        }
        return rows;
    }

    /**
     * The panel to fit.
     *
     * @param sized whether the geos' sizes were given, such as populations; else they are made of the outcomes left
     * @throws IllegalArgumentException if a geo has no size because no outcome is left of it
     */
    public MediaPanel panel(boolean sized) {
        double[][] outcome = new double[held.length][];
        double[] means = new double[held.length];
        for (int g = 0; g < held.length; g++) {
            means[g] = Describe.mean(seen(g));
            outcome[g] = whole.kpi()[g].clone();
            for (int t = 0; t < outcome[g].length; t++) {
                outcome[g][t] = held[g][t] ? means[g] : outcome[g][t];
            }
        }
        double[] sizes = whole.sizes();
        for (int g = 0; !sized && sizes.length > 1 && g < sizes.length; g++) {
            if (!(means[g] > 0)) {
                throw new IllegalArgumentException("the weeks left of "
                        + whole.geos().get(g) + " have a mean outcome of " + means[g] + ", which is no size of a geo");
            }
            sizes[g] = means[g];
        }
        return whole.with(outcome, sizes, held);
    }

    private double[] seen(int geo) {
        List<Double> seen = new ArrayList<>();
        for (int t = 0; t < held[geo].length; t++) {
            if (!held[geo][t]) {
                seen.add(whole.kpi()[geo][t]);
            }
        }
        return seen.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * One figure of how well weeks were foretold.
     *
     * @param statistic {@code mape} (mean absolute percentage error of the predictive median, weeks of outcome 0 left out),
     *     {@code bias} (observed less predictive mean, over observed; of Student's t less its median), {@code crps} (mean, in outcome), {@code crps_skill} (1
     *     less the ratio to the CRPS of the geo's other weeks as a forecast), {@code coverage_50} and {@code coverage_94} (the
     *     share of weeks within their equal-tailed predictive interval)
     * @param value the figure; NaN where it does not exist
     * @param passed whether it is as good as can be asked: skill above 0, coverage within three standard errors; always for
     *     the others
     */
    public record Score(String statistic, double value, boolean passed) implements Serializable {}

    /**
     * The scores of a fit without these weeks.
     *
     * @param mix the model of {@link #panel}
     * @param posterior that model bound
     * @param positions its unconstrained draws
     * @param key of the noise of weeks
     */
    public List<Score> scores(MediaMixModel mix, Posterior posterior, Draws positions, StreamKey key) {
        double[][] foretold = predictive(mix, posterior, MediaWorlds.thinned(positions, DRAWS), key.with(name));
        double percent = 0;
        double crps = 0;
        double plain = 0;
        double off = 0;
        double sum = 0;
        int counted = 0;
        int[] inside = new int[2];
        // Of few degrees of freedom, Student's t has no mean.
        boolean tailed = mix.spec().outcome() == MediaMixSpec.Outcome.STUDENT_T;
        int row = 0;
        for (int g = 0; g < held.length; g++) {
            double[] others = seen(g);
            for (int t = 0; t < held[g].length; t++) {
                if (!held[g][t]) {
                    continue;
                }
                double[] draws = foretold[row++];
                double y = whole.kpi()[g][t];
                double[] q = Describe.quantiles(draws, 0.03, 0.25, 0.5, 0.75, 0.97);
                if (y != 0) {
                    percent += Math.abs((y - q[2]) / y);
                    counted++;
                }
                crps += Crps.of(draws, y);
                plain += Crps.of(others, y);
                off += y - (tailed ? q[2] : Describe.mean(draws));
                sum += y;
                inside[0] += y >= q[1] && y <= q[3] ? 1 : 0;
                inside[1] += y >= q[0] && y <= q[4] ? 1 : 0;
            }
        }
        List<Score> scores = new ArrayList<>();
        scores.add(new Score("mape", counted > 0 ? percent / counted : Double.NaN, true));
        scores.add(new Score("bias", sum != 0 ? off / sum : Double.NaN, true));
        scores.add(new Score("crps", crps / row, true));
        double skill = plain > 0 ? 1 - crps / plain : Double.NaN;
        scores.add(new Score("crps_skill", skill, skill > 0));
        scores.add(coverage(50, inside[0], row));
        scores.add(coverage(94, inside[1], row));
        return scores;
    }

    /** Three binomial standard errors, as if weeks were independent: a rough rule. */
    private static Score coverage(int percent, int inside, int rows) {
        double share = (double) inside / rows;
        double wanted = percent / 100.0;
        double error = Math.sqrt(wanted * (1 - wanted) / rows);
        return new Score("coverage_" + percent, share, Math.abs(share - wanted) <= 3 * error + 0.5 / rows);
    }

    /** Draws of the outcome of each row held out, in its own unit, rows by geo, then week. */
    private double[][] predictive(MediaMixModel mix, Posterior posterior, Draws positions, StreamKey key) {
        Model model = mix.model();
        BoundProgram program = new MediaWorlds(mix, posterior).compile(List.of(posterior.expression(model, "mu")));
        int weeks = whole.weeks().size();
        double[][] into = new double[1][held.length * weeks];
        double[] sizes = mix.data().numbers(tributary.model.Plate.ROWS, "size");
        double[][] draws = new double[rows()][positions.size()];
        double[] position = new double[positions.names().size()];
        int sigma = posterior.names().indexOf("sigma");
        int nu = posterior.names().indexOf("nu");
        for (int d = 0; d < positions.size(); d++) {
            positions.row(d, position);
            program.outputs(position, into);
            double[] values = posterior.constrain(position);
            RandomStream noise = key.with(d).stream();
            int row = 0;
            for (int at = 0; at < into[0].length; at++) {
                if (!held[at / weeks][at % weeks]) {
                    continue;
                }
                double shock = mix.spec().outcome() == MediaMixSpec.Outcome.STUDENT_T
                        ? noise.nextStudentT(values[nu])
                        : noise.nextGaussian();
                double y = into[0][at] + values[sigma] * shock;
                y = mix.spec().outcome() == MediaMixSpec.Outcome.LOGNORMAL ? StrictMath.exp(y) : y;
                draws[row++][d] = y * sizes[at];
            }
        }
        return draws;
    }
}
