package tributary.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tributary.consensus.ModelShards;
import tributary.consensus.ShardLikelihood;
import tributary.expr.Axis;
import tributary.expr.BoundProgram;
import tributary.expr.Exprs;
import tributary.expr.Program;
import tributary.math.Kernels;
import tributary.math.LogDensity;
import tributary.model.Model;
import tributary.posterior.Data;
import tributary.posterior.Posterior;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * The engine's benchmark: time of a gradient per row with both kernel sets against the hand-written scalar loop in the
 * same run, from ten covariates to five hundred; the exact pass of many draws over many rows against one draw after the
 * other; effective draws of NUTS per CPU second and per gradient. A table, then one JSON object on the last line.
 */
public final class EngineBench {
    private final boolean quick;
    private final Timing timing;
    private final List<String> json = new ArrayList<>();

    private EngineBench(boolean quick) {
        this.quick = quick;
        this.timing = new Timing(quick);
    }

    /** Arguments: {@code --quick} for fewer rows and shorter chains. */
    public static void main(String[] arguments) {
        new EngineBench(Arrays.asList(arguments).contains("--quick")).run();
    }

    private void run() {
        System.out.printf(
                "%-18s %9s %9s %9s %9s %8s %8s %10s %9s%n",
                "workload", "rows", "by hand", "plain", "vector", "plain x", "vector x", "ESS/s", "ESS/grad");
        System.out.println("(ns per row and gradient, of one thread's CPU time; ESS by "
                + Kernels.preferred().name() + " kernels)");
        int scale = quick ? 5 : 1;
        measure(RowWorkloads.logistic(100_000 / scale, 10), true);
        measure(RowWorkloads.gamma(50_000 / scale, 8), true);
        measure(RowWorkloads.hierarchical(200 / scale, 500), true);
        measure(MediaWorkload.of(150, 10), true);
        for (int terms : quick ? new int[] {10, 100, 500} : new int[] {10, 50, 100, 250, 500}) {
            covariates(terms, quick ? 4_000 : 20_000);
        }
        exactPass(100_000 / scale, 10, quick ? 200 : 1000);
        sampler("eight_schools", SamplerTargets.eightSchools());
        sampler("independent_normal_10", SamplerTargets.correlatedNormal(10, 0));
        sampler("correlated_normal_50", SamplerTargets.correlatedNormal(50, 0.5));
        System.out.println("{\"benchmark\":\"engine\",\"quick\":" + quick + ",\"kernels\":\""
                + Kernels.preferred().name() + "\",\"workloads\":{" + String.join(",", json) + "}}");
    }

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    private void covariates(int terms, int rows) {
        Workload many = RowWorkloads.logistic(rows, terms);
        measure(
                new Workload(
                        "logistic_x" + terms, many.rows(), many.layout(), many.density(), many.data(), many.byHand()),
                false);
    }

    private void measure(Workload workload, boolean sample) {
        Program program = Program.compile(workload.layout(), workload.density());
        BoundProgram plain = program.bind(workload.data(), Kernels.plain());
        BoundProgram vector = program.bind(workload.data(), Kernels.preferred());
        check(workload, vector);
        double[] nanoseconds = timing.gradients(workload.byHand(), plain, vector);
        Sampling sampling =
                sample ? Sampling.of(workload.name(), program.bind(workload.data()), quick ? 150 : 500) : Sampling.NONE;
        double rows = workload.rows();
        System.out.println(format(
                "%-18s %9d %9.2f %9.2f %9.2f %8.2f %8.2f %10.1f %9.4f",
                workload.name(),
                workload.rows(),
                nanoseconds[0] / rows,
                nanoseconds[1] / rows,
                nanoseconds[2] / rows,
                nanoseconds[0] / nanoseconds[1],
                nanoseconds[0] / nanoseconds[2],
                sampling.essPerSecond(),
                sampling.essPerGradient()));
        json.add(format(
                "\"%s\":{\"rows\":%d,\"scalar_loop_ns_per_row\":%.3f,\"plain_ns_per_row\":%.3f,\"ns_per_row\":%.3f,"
                        + "\"plain_ratio_to_scalar_loop\":%.3f,\"ratio_to_scalar_loop\":%.3f,"
                        + "\"ns_per_row_and_coordinate\":%.3f,%s}",
                workload.name(),
                workload.rows(),
                nanoseconds[0] / rows,
                nanoseconds[1] / rows,
                nanoseconds[2] / rows,
                nanoseconds[0] / nanoseconds[1],
                nanoseconds[0] / nanoseconds[2],
                nanoseconds[2] / rows / vector.dimension(),
                sampling.json()));
    }

    /**
     * Many draws weighed against all rows of a shard, as the certificate does it: rows' differences from the anchor. The
     * baseline takes one draw after the other: terms into an array, their differences added in a loop.
     */
    private void exactPass(int rows, int terms, int draws) {
        Workload workload = RowWorkloads.logistic(rows, terms);
        StringBuilder text = new StringBuilder("row y");
        StringBuilder predictor = new StringBuilder("b");
        for (int k = 0; k < terms; k++) {
            text.append(", x" + k);
            predictor.append(" + s" + k + " * x" + k);
        }
        text.append("\nb ~ normal(0, 1)\n");
        for (int k = 0; k < terms; k++) {
            text.append("s" + k + " ~ normal(0, 1)\n");
        }
        text.append("y ~ bernoulli_logit(" + predictor + ")\n");
        Data.Builder data = Data.builder().numbers("y", workload.data().numbers(Exprs.column("y", Axis.rows("rows"))));
        for (int k = 0; k < terms; k++) {
            data.numbers("x" + k, workload.data().numbers(Exprs.column("x" + k, Axis.rows("rows"))));
        }
        Posterior posterior = Posterior.of(Model.parse("logistic", text.toString()), data.build());
        ShardLikelihood shard = ModelShards.of(posterior).shard(posterior.columns());
        BoundProgram alone = Program.compile(
                        posterior.layout(), posterior.likelihoods().get(0).rows())
                .bind(posterior.columns());
        RandomStream random = StreamKey.of(4).with("draws").stream();
        double[] anchor = new double[terms + 1];
        double[][] positions = new double[draws][terms + 1];
        for (double[] position : positions) {
            Arrays.setAll(position, i -> 0.1 * random.nextGaussian());
        }
        double[][] reference = alone.outputs(anchor);
        double[][] values = alone.outputs(anchor);
        double[] sums = new double[16];
        double[] all = timing.tasks(
                () -> {
                    for (int draw = 0; draw < sums.length; draw++) {
                        alone.outputs(positions[draw], values);
                        double sum = 0;
                        for (int i = 0; i < rows; i++) {
                            sum += values[0][i] - reference[0][i];
                        }
                        sums[draw] = sum;
                    }
                },
                () -> shard.relative(positions, anchor));
        double one = all[0] / sums.length / rows;
        double together = all[1] / draws / rows;
        System.out.println(format(
                "exact pass, %d rows x %d draws, %s kernels, ns per row and draw: %.2f one draw after the other, %.2f together",
                rows, draws, alone.kernels(), one, together));
        json.add(format(
                "\"exact_pass\":{\"rows\":%d,\"draws\":%d,\"ns_per_row_and_draw\":%.3f,\"alone_ns_per_row_and_draw\":%.3f,"
                        + "\"ratio_to_alone\":%.3f}",
                rows, draws, together, one, one / together));
    }

    private void sampler(String name, LogDensity density) {
        Sampling sampling = Sampling.of(name, density, 1000);
        System.out.println(format(
                "%-22s %.1f gradients a draw, %.3f ESS a gradient",
                name, sampling.gradientsPerDraw(), sampling.essPerGradient()));
        json.add("\"" + name + "\":{" + sampling.json() + "}");
    }

    /** A benchmark of two different densities would be worth nothing. */
    private static void check(Workload workload, BoundProgram program) {
        double[] position = Timing.position(program.dimension());
        double[] expected = new double[position.length];
        double[] actual = new double[position.length];
        double value = workload.byHand().evaluate(position, expected);
        double other = program.evaluate(position, actual);
        boolean equal = Math.abs(value - other) <= 1e-9 * Math.abs(value);
        for (int i = 0; i < position.length; i++) {
            equal &= Math.abs(expected[i] - actual[i]) <= 1e-7 * Math.max(1, Math.abs(expected[i]));
        }
        if (!equal) {
            throw new IllegalStateException(workload.name() + ": the loop by hand and the program differ, " + value
                    + " and " + other + Arrays.toString(expected) + Arrays.toString(actual));
        }
    }
}
