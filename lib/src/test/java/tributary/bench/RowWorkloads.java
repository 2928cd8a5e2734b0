package tributary.bench;

import static tributary.expr.Exprs.column;
import static tributary.expr.Exprs.constant;
import static tributary.expr.Exprs.exp;
import static tributary.expr.Exprs.gather;
import static tributary.expr.Exprs.linear;
import static tributary.expr.Exprs.parameter;
import static tributary.expr.Exprs.sum;

import java.util.ArrayList;
import java.util.List;
import tributary.expr.Axis;
import tributary.expr.Columns;
import tributary.expr.Densities;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Index;
import tributary.expr.Layout;
import tributary.expr.Parameter;
import tributary.math.LogDensity;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The workloads whose cost is in the rows: logistic (W1), hierarchical normal (W2), gamma with log link (W4). */
final class RowWorkloads {
    private static final Axis ROWS = Axis.rows("rows");
    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    private RowWorkloads() {}

    private static RandomStream random(String name) {
        return StreamKey.of(1).with("bench").with(name).stream();
    }

    /** Intercept and slopes, one array a covariate. */
    private static double[][] covariates(int rows, int terms, RandomStream random) {
        double[][] x = new double[terms][rows];
        for (double[] column : x) {
            for (int i = 0; i < rows; i++) {
                column[i] = random.nextGaussian();
            }
        }
        return x;
    }

    private static Expr predictor(Parameter intercept, Parameter slopes, int terms) {
        List<Expr> coefficients = new ArrayList<>();
        List<Expr> regressors = new ArrayList<>();
        for (int k = 0; k < terms; k++) {
            coefficients.add(Exprs.element(slopes, k));
            regressors.add(column("x" + k, ROWS));
        }
        return linear(intercept, coefficients, regressors);
    }

    private static Columns.Builder columns(int rows, double[][] x) {
        Columns.Builder builder = Columns.builder().rows(ROWS, rows);
        for (int k = 0; k < x.length; k++) {
            builder.numbers("x" + k, x[k]);
        }
        return builder;
    }

    private static double[] byRow(double[][] x, int rows) {
        double[] flat = new double[rows * x.length];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < x.length; k++) {
                flat[i * x.length + k] = x[k][i];
            }
        }
        return flat;
    }

    private static double standardNormal(double[] position, double[] gradient, int count) {
        double total = 0;
        for (int j = 0; j < count; j++) {
            total -= 0.5 * position[j] * position[j] + HALF_LOG_TWO_PI;
            gradient[j] = -position[j];
        }
        return total;
    }

    static Workload logistic(int rows, int terms) {
        RandomStream random = random("logistic");
        double[][] x = covariates(rows, terms, random);
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            double eta = -0.5;
            for (int k = 0; k < terms; k++) {
                eta += x[k][i] * (k % 3 - 1) / Math.sqrt(terms);
            }
            y[i] = random.nextDouble() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
        }
        Parameter intercept = parameter("intercept");
        Parameter slopes = parameter("slopes", Axis.levels("terms", terms));
        Expr eta = predictor(intercept, slopes, terms);
        Expr density = sum(Densities.bernoulliLogit(column("y", ROWS), eta))
                .plus(Densities.normal(intercept, constant(0), constant(1)))
                .plus(sum(Densities.normal(slopes, constant(0), constant(1))));
        Columns data = columns(rows, x).numbers("y", y).build();
        double[] flat = byRow(x, rows);
        LogDensity byHand = new ByHand(terms + 1) {
            @Override
            public double evaluate(double[] position, double[] gradient) {
                double total = standardNormal(position, gradient, terms + 1);
                for (int i = 0; i < rows; i++) {
                    double odds = position[0];
                    for (int k = 0; k < terms; k++) {
                        odds += position[1 + k] * flat[i * terms + k];
                    }
                    double e = Math.exp(-Math.abs(odds));
                    total += y[i] * odds - Math.max(odds, 0) - Math.log1p(e);
                    double residual = y[i] - (odds >= 0 ? 1 : e) / (1 + e);
                    gradient[0] += residual;
                    for (int k = 0; k < terms; k++) {
                        gradient[1 + k] += residual * flat[i * terms + k];
                    }
                }
                return total;
            }
        };
        return new Workload("logistic", rows, Layout.of(intercept, slopes), density, data, byHand);
    }

    static Workload gamma(int rows, int terms) {
        RandomStream random = random("gamma");
        double[][] x = covariates(rows, terms, random);
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            double eta = 1;
            for (int k = 0; k < terms; k++) {
                eta += 0.2 * x[k][i] * (k % 3 - 1);
            }
            y[i] = random.nextGamma(2) * Math.exp(eta) / 2;
        }
        Parameter intercept = parameter("intercept");
        Parameter slopes = parameter("slopes", Axis.levels("terms", terms));
        Parameter logShape = parameter("log_shape");
        Expr eta = predictor(intercept, slopes, terms);
        Expr density = sum(Densities.gammaLog(column("y", ROWS), exp(logShape), eta))
                .plus(Densities.normal(intercept, constant(0), constant(1)))
                .plus(sum(Densities.normal(slopes, constant(0), constant(1))))
                .plus(Densities.normal(logShape, constant(0), constant(1)));
        Columns data = columns(rows, x).numbers("y", y).build();
        double[] flat = byRow(x, rows);
        double[] logY = new double[rows];
        for (int i = 0; i < rows; i++) {
            logY[i] = Math.log(y[i]);
        }
        LogDensity byHand = new ByHand(terms + 2) {
            @Override
            public double evaluate(double[] position, double[] gradient) {
                double total = standardNormal(position, gradient, terms + 2);
                double shape = Math.exp(position[terms + 1]);
                double normaliser = shape * Math.log(shape) - org.apache.commons.math3.special.Gamma.logGamma(shape);
                double shapeSlope = Math.log(shape) + 1 - org.apache.commons.math3.special.Gamma.digamma(shape);
                double dShape = 0;
                for (int i = 0; i < rows; i++) {
                    double mean = position[0];
                    for (int k = 0; k < terms; k++) {
                        mean += position[1 + k] * flat[i * terms + k];
                    }
                    double ratio = y[i] * Math.exp(-mean);
                    total += shape * (logY[i] - mean - ratio) - logY[i] + normaliser;
                    dShape += logY[i] - mean - ratio + shapeSlope;
                    double residual = shape * (ratio - 1);
                    gradient[0] += residual;
                    for (int k = 0; k < terms; k++) {
                        gradient[1 + k] += residual * flat[i * terms + k];
                    }
                }
                gradient[terms + 1] += shape * dShape;
                return total;
            }
        };
        return new Workload("gamma", rows, Layout.of(intercept, slopes, logShape), density, data, byHand);
    }

    static Workload hierarchical(int groups, int perGroup) {
        RandomStream random = random("hierarchical");
        int rows = groups * perGroup;
        int[] group = new int[rows];
        double[] y = new double[rows];
        double effect = 0;
        for (int i = 0; i < rows; i++) {
            group[i] = i / perGroup;
            effect = i % perGroup == 0 ? 0.5 * random.nextGaussian() : effect;
            y[i] = 1 + effect + random.nextGaussian();
        }
        Axis axis = Axis.levels("groups", groups);
        Parameter mean = parameter("mean");
        Parameter logTau = parameter("log_tau");
        Parameter logSigma = parameter("log_sigma");
        Parameter effects = parameter("effects", axis);
        Expr mu = gather(effects, new Index("group", ROWS, axis));
        Expr density = sum(Densities.normal(column("y", ROWS), mu, exp(logSigma)))
                .plus(sum(Densities.normal(effects, mean, exp(logTau))))
                .plus(Densities.normal(mean, constant(0), constant(1)))
                .plus(Densities.normal(logTau, constant(0), constant(1)))
                .plus(Densities.normal(logSigma, constant(0), constant(1)));
        Columns data = Columns.builder()
                .rows(ROWS, rows)
                .numbers("y", y)
                .levels("group", group)
                .build();
        LogDensity byHand = new ByHand(groups + 3) {
            @Override
            public double evaluate(double[] position, double[] gradient) {
                double total = standardNormal(position, gradient, 3);
                double tau = Math.exp(-2 * position[1]);
                double sigma = Math.exp(-2 * position[2]);
                for (int g = 0; g < groups; g++) {
                    double d = position[3 + g] - position[0];
                    total -= 0.5 * d * d * tau + position[1] + HALF_LOG_TWO_PI;
                    gradient[3 + g] = -d * tau;
                    gradient[0] += d * tau;
                    gradient[1] += d * d * tau - 1;
                }
                for (int i = 0; i < rows; i++) {
                    double d = y[i] - position[3 + group[i]];
                    total -= 0.5 * d * d * sigma + position[2] + HALF_LOG_TWO_PI;
                    gradient[3 + group[i]] += d * sigma;
                    gradient[2] += d * d * sigma - 1;
                }
                return total;
            }
        };
        return new Workload("hierarchical", rows, Layout.of(mean, logTau, logSigma, effects), density, data, byHand);
    }
}
