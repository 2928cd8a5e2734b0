package tributary.bench;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import tributary.consensus.Blocks;
import tributary.consensus.LocalBlocks;
import tributary.posterior.Data;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * A model, rows drawn from it, and the posterior moments of its parameters by quadrature.
 *
 * @param name of the case
 * @param model its text
 * @param data its rows in the order of time
 * @param names the parameters that are compared
 * @param reference their posterior means, then standard deviations
 */
record ConsensusCase(String name, String model, Data data, List<String> names, double[][] reference) {
    /** Orders in which rows may lie in a table; shards are stretches of it. */
    enum Order {
        /** As good as a hash of the rows. */
        RANDOM,
        /** By outcome: some shards have no event at all. */
        SORTED,
        /** As they came: covariates drift. */
        TIME
    }

    /** The rows in an order, cut into stretches of like length. */
    Blocks blocks(Order order, int shards) {
        int rows = data.rows("rows");
        RandomStream random = StreamKey.of(31).with("order").stream();
        double[] key = switch (order) {
            case RANDOM -> random(rows, random);
            case SORTED -> data.numbers("rows", "y");
            case TIME -> new double[rows];
        };
        int[] sorted = IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> key[i]).thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        return new LocalBlocks(IntStream.range(0, shards)
                .mapToObj(s ->
                        data.pick("rows", java.util.Arrays.copyOfRange(sorted, (int) ((long) s * rows / shards), (int)
                                ((s + 1L) * rows / shards))))
                .toList());
    }

    private static double[] random(int rows, RandomStream random) {
        double[] key = new double[rows];
        for (int i = 0; i < rows; i++) {
            key[i] = random.nextDouble();
        }
        return key;
    }

    /** The models of the table by name, each made of so many rows when it is asked for: its quadrature takes seconds. */
    static Map<String, IntFunction<ConsensusCase>> all() {
        Map<String, IntFunction<ConsensusCase>> makers = new LinkedHashMap<>();
        makers.put("logistic_1", n -> logistic("logistic, 1 % events", -4.75, n));
        makers.put("logistic_10", n -> logistic("logistic, 10 % events", -2.2, n));
        makers.put("poisson", ConsensusCase::poisson);
        makers.put("gamma", ConsensusCase::gamma);
        makers.put("normal", ConsensusCase::normal);
        makers.put("student", ConsensusCase::student);
        makers.put("hierarchical", ConsensusCase::hierarchical);
        return makers;
    }

    /** A covariate that drifts by one and a half of its deviations over the table. */
    private static double[] drifting(int rows, RandomStream random) {
        double[] x = new double[rows];
        for (int i = 0; i < rows; i++) {
            x[i] = random.nextGaussian() + 1.5 * i / rows - 0.75;
        }
        return x;
    }

    private static double wide(double... values) {
        double sum = 0;
        for (double value : values) {
            sum -= value * value / (2 * 2.5 * 2.5);
        }
        return sum;
    }

    private static ConsensusCase logistic(String name, double intercept, int rows) {
        RandomStream random = StreamKey.of(32).with(name).stream();
        double[] x = drifting(rows, random);
        double[] z = new double[rows];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            z[i] = random.nextDouble() < 0.3 ? 1 : 0;
            y[i] = random.nextDouble() < 1 / (1 + StrictMath.exp(-intercept - 0.6 * x[i] + 0.4 * z[i])) ? 1 : 0;
        }
        double[][] reference = Quadrature.of(
                u -> {
                    double sum = wide(u);
                    for (int i = 0; i < rows; i++) {
                        double eta = u[0] + u[1] * x[i] + u[2] * z[i];
                        sum += y[i] * eta - (eta > 0 ? eta : 0) - Math.log1p(Math.exp(-Math.abs(eta)));
                    }
                    return sum;
                },
                Quadrature::certain,
                intercept,
                0,
                0);
        return new ConsensusCase(
                name,
                "row y, x, z\na, b, c ~ normal(0, 2.5)\ny ~ bernoulli_logit(a + b * x + c * z)\n",
                Data.builder().numbers("x", x).numbers("z", z).numbers("y", y).build(),
                List.of("a", "b", "c"),
                reference);
    }

    private static ConsensusCase poisson(int rows) {
        RandomStream random = StreamKey.of(33).stream();
        double[] x = drifting(rows, random);
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            double left = StrictMath.exp(-1 + 0.5 * x[i]);
            for (left -= random.nextExponential(); left > 0; left -= random.nextExponential()) {
                y[i]++;
            }
        }
        double[][] reference = Quadrature.of(
                u -> {
                    double sum = wide(u);
                    for (int i = 0; i < rows; i++) {
                        double eta = u[0] + u[1] * x[i];
                        sum += y[i] * eta - Math.exp(eta);
                    }
                    return sum;
                },
                Quadrature::certain,
                0,
                0);
        return new ConsensusCase(
                "poisson",
                "row y, x\na, b ~ normal(0, 2.5)\ny ~ poisson_log(a + b * x)\n",
                Data.builder().numbers("x", x).numbers("y", y).build(),
                List.of("a", "b"),
                reference);
    }

    private static ConsensusCase gamma(int rows) {
        RandomStream random = StreamKey.of(34).stream();
        double[] x = drifting(rows, random);
        double[] y = new double[rows];
        double[] logs = {0};
        for (int i = 0; i < rows; i++) {
            y[i] = random.nextGamma(1.5) / 1.5 * StrictMath.exp(0.5 - 0.4 * x[i]);
            logs[0] += StrictMath.log(y[i]);
        }
        double[][] reference = Quadrature.of(
                u -> {
                    double shape = Math.exp(u[2]);
                    double sum = 0;
                    for (int i = 0; i < rows; i++) {
                        double eta = u[0] + u[1] * x[i];
                        sum -= eta + y[i] * Math.exp(-eta);
                    }
                    double constant = shape * Math.log(shape) - org.apache.commons.math3.special.Gamma.logGamma(shape);
                    return wide(u[0], u[1])
                            - shape * shape / 8
                            + u[2]
                            + shape * sum
                            + rows * constant
                            + (shape - 1) * logs[0];
                },
                u -> Quadrature.certain(u[0], u[1], Math.exp(u[2])),
                0,
                0,
                0);
        return new ConsensusCase(
                "gamma, log link",
                "row y, x\na, b ~ normal(0, 2.5)\nk ~ half_normal(2)\ny ~ gamma_log(k, a + b * x)\n",
                Data.builder().numbers("x", x).numbers("y", y).build(),
                List.of("a", "b", "k"),
                reference);
    }

    private static ConsensusCase normal(int rows) {
        RandomStream random = StreamKey.of(35).stream();
        double[] x = drifting(rows, random);
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            y[i] = 1 + 0.1 * x[i] + 1.3 * random.nextGaussian();
        }
        double[][] reference = Quadrature.of(
                u -> {
                    double sum = 0;
                    for (int i = 0; i < rows; i++) {
                        double gap = y[i] - u[0] - u[1] * x[i];
                        sum += gap * gap;
                    }
                    double variance = Math.exp(2 * u[2]);
                    return wide(u[0], u[1]) - variance / 8 + u[2] - rows * u[2] - sum / (2 * variance);
                },
                u -> Quadrature.certain(u[0], u[1], Math.exp(u[2])),
                0,
                0,
                0);
        return new ConsensusCase(
                "normal",
                "row y, x\na, b ~ normal(0, 2.5)\ns ~ half_normal(2)\ny ~ normal(a + b * x, s)\n",
                Data.builder().numbers("x", x).numbers("y", y).build(),
                List.of("a", "b", "s"),
                reference);
    }

    private static ConsensusCase student(int rows) {
        RandomStream random = StreamKey.of(36).stream();
        double[] x = drifting(rows, random);
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            y[i] = 0.5 + 0.3 * x[i] + 0.8 * random.nextStudentT(4);
        }
        double[][] reference = Quadrature.of(
                u -> {
                    double nu = Math.exp(u[3]);
                    double variance = Math.exp(2 * u[2]);
                    double sum = 0;
                    for (int i = 0; i < rows; i++) {
                        double gap = y[i] - u[0] - u[1] * x[i];
                        sum += Math.log1p(gap * gap / (nu * variance));
                    }
                    double constant = org.apache.commons.math3.special.Gamma.logGamma(0.5 * (nu + 1))
                            - org.apache.commons.math3.special.Gamma.logGamma(0.5 * nu)
                            - 0.5 * u[3]
                            - u[2];
                    return wide(u[0], u[1])
                            - variance / 8
                            + u[2]
                            + 2 * u[3]
                            - 0.1 * nu
                            + rows * constant
                            - 0.5 * (nu + 1) * sum;
                },
                u -> Quadrature.certain(u[0], u[1], Math.exp(u[2]), Math.exp(u[3])),
                0,
                0,
                0,
                1);
        return new ConsensusCase(
                "student t",
                "row y, x\na, b ~ normal(0, 2.5)\ns ~ half_normal(2)\nnu ~ gamma(2, 0.1)\n"
                        + "y ~ student_t(nu, a + b * x, s)\n",
                Data.builder().numbers("x", x).numbers("y", y).build(),
                List.of("a", "b", "s", "nu"),
                reference);
    }

    private static final int GROUPS = 12;

    /** Effects of groups are integrated out by hand: the lattice has mean, scale and noise alone. */
    private static ConsensusCase hierarchical(int rows) {
        RandomStream random = StreamKey.of(37).stream();
        double[] effects = new double[GROUPS];
        for (int g = 0; g < GROUPS; g++) {
            effects[g] = 1 + 0.4 * random.nextGaussian();
        }
        double[] y = new double[rows];
        String[] groups = new String[rows];
        double[] sums = new double[GROUPS];
        double[] counts = new double[GROUPS];
        double[] within = {0};
        for (int i = 0; i < rows; i++) {
            int g = (int) (GROUPS * random.nextDouble());
            y[i] = effects[g] + 1.5 * random.nextGaussian();
            groups[i] = String.format("g%02d", g);
            sums[g] += y[i];
            counts[g]++;
        }
        for (int i = 0; i < rows; i++) {
            int g = Integer.parseInt(groups[i].substring(1));
            double gap = y[i] - sums[g] / counts[g];
            within[0] += gap * gap;
        }
        double[][] reference = Quadrature.of(
                u -> {
                    double between = Math.exp(2 * u[1]);
                    double variance = Math.exp(2 * u[2]);
                    double sum = wide(u[0])
                            - between / 2
                            + u[1]
                            - variance / 8
                            + u[2]
                            - (rows - GROUPS) * u[2]
                            - within[0] / (2 * variance);
                    for (int g = 0; g < GROUPS; g++) {
                        double spread = between + variance / counts[g];
                        double gap = sums[g] / counts[g] - u[0];
                        sum -= 0.5 * (Math.log(spread) + gap * gap / spread);
                    }
                    return sum;
                },
                u -> {
                    double between = Math.exp(2 * u[1]);
                    double variance = Math.exp(2 * u[2]);
                    double[] values = new double[3 + GROUPS];
                    values[0] = u[0];
                    values[1] = Math.exp(u[1]);
                    values[2] = Math.exp(u[2]);
                    double[] moments = new double[2 * values.length];
                    for (int g = 0; g < GROUPS; g++) {
                        double precision = counts[g] / variance + 1 / between;
                        double mean = (sums[g] / variance + u[0] / between) / precision;
                        values[3 + g] = mean;
                        moments[values.length + 3 + g] = 1 / precision;
                    }
                    for (int k = 0; k < values.length; k++) {
                        moments[k] = values[k];
                        moments[values.length + k] += values[k] * values[k];
                    }
                    return moments;
                },
                0,
                0,
                0);
        List<String> names = new java.util.ArrayList<>(List.of("m", "t", "s"));
        for (int g = 0; g < GROUPS; g++) {
            names.add(String.format("u[g%02d]", g));
        }
        return new ConsensusCase(
                "hierarchical normal",
                "row y\ngroup g\nm ~ normal(0, 2.5)\nt ~ half_normal(1)\ns ~ half_normal(2)\nu[g] ~ normal(m, t)\n"
                        + "y ~ normal(u[g], s)\n",
                Data.builder().numbers("y", y).categories("g", groups).build(),
                names,
                reference);
    }
}
