package tributary.bench;

import static tributary.expr.Exprs.column;
import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.exp;
import static tributary.expr.Exprs.gather;
import static tributary.expr.Exprs.log1p;
import static tributary.expr.Exprs.parameter;
import static tributary.expr.Exprs.sum;

import tributary.expr.Axis;
import tributary.expr.Columns;
import tributary.expr.Densities;
import tributary.expr.Expr;
import tributary.expr.Index;
import tributary.expr.Layout;
import tributary.expr.Parameter;
import tributary.expr.Program;
import tributary.math.LogDensity;

/** Densities on which the sampler's own worth shows: effective draws a gradient. */
final class SamplerTargets {
    private SamplerTargets() {}

    /** A stationary autoregression of unit variance: correlated, at one correlation for neighbours. */
    static LogDensity correlatedNormal(int dimension, double correlation) {
        double precision = 1 / (1 - correlation * correlation);
        return new ByHand(dimension) {
            @Override
            public double evaluate(double[] position, double[] gradient) {
                double total = -0.5 * position[0] * position[0];
                gradient[0] = -position[0];
                for (int i = 1; i < dimension; i++) {
                    double d = position[i] - correlation * position[i - 1];
                    total -= 0.5 * d * d * precision;
                    gradient[i] = -d * precision;
                    gradient[i - 1] += correlation * d * precision;
                }
                return total;
            }
        };
    }

    /** Eight schools (Rubin 1981; data and priors as in Gelman et al.), school effects non-centred. */
    static LogDensity eightSchools() {
        Axis rows = Axis.rows("schools");
        Axis schools = Axis.levels("school", 8);
        Parameter mean = parameter("mu");
        Parameter logTau = parameter("log_tau");
        Parameter effects = parameter("eta", schools);
        Expr theta = mean.plus(exp(logTau).times(gather(effects, new Index("school", rows, schools))));
        Expr density = sum(Densities.normal(column("y", rows), theta, column("sd", rows)))
                .plus(sum(Densities.normal(effects, constant(0), constant(1))))
                .plus(Densities.normal(mean, constant(0), constant(5)))
                .plus(logTau.minus(log1p(exp(logTau).times(0.2).squared())));
        Columns data = Columns.builder()
                .rows(rows, 8)
                .numbers("y", new double[] {28, 8, -3, 7, -1, 1, 18, 12})
                .numbers("sd", new double[] {15, 10, 16, 11, 9, 11, 10, 18})
                .levels("school", new int[] {0, 1, 2, 3, 4, 5, 6, 7})
                .build();
        return Program.compile(Layout.of(mean, logTau, effects), density).bind(data);
    }
}
