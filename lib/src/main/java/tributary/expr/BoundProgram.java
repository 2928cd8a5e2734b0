package tributary.expr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tributary.math.Kernels;
import tributary.math.LogDensity;

/**
 * A program with its data and its own scratch memory: one thread at a time. Nothing is allocated while it runs, and
 * the same position gives the same bits, whatever the kernels, the block size or the number of threads.
 */
public final class BoundProgram implements LogDensity {
    private final Program program;
    private final BoundData data;
    private final Kernels kernels;
    private final Scalars scalars;
    private final List<Vector> vectors = new ArrayList<>();
    private final Step[] steps;
    private final Parameters parameters;
    private final Output[] outputs;

    BoundProgram(Program program, BoundData data, Kernels kernels) {
        this.program = program;
        this.data = data;
        this.kernels = kernels;
        Assembly assembly = new Assembly(program, data, kernels);
        this.scalars = assembly.scalars();
        this.steps = assembly.steps().toArray(Step[]::new);
        this.parameters = new Parameters(program.layout(), assembly);
        this.outputs = program.outputs().stream()
                .map(expr -> Output.of(expr, assembly))
                .toArray(Output[]::new);
        assembly.vectors().forEach(vectors::add);
    }

    /** The same program on the same data with scratch memory of its own: one per thread. */
    public BoundProgram forAnotherThread() {
        return new BoundProgram(program, data, kernels);
    }

    /** The name of the kernels in use. */
    public String kernels() {
        return kernels.name();
    }

    @Override
    public int dimension() {
        return program.layout().dimension();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the first output is not scalar
     */
    @Override
    public double evaluate(double[] position, double[] gradient) {
        Output density = outputs[0];
        density.requireScalar();
        parameters.load(position);
        scalars.clearAdjoints();
        for (int i = 0; i < vectors.size(); i++) {
            Arrays.fill(vectors.get(i).adjoint, 0);
        }
        for (Step step : steps) {
            step.forward(true);
        }
        density.seed();
        for (int i = steps.length - 1; i >= 0; i--) {
            steps[i].reverse();
        }
        parameters.unload(gradient);
        return density.value(0);
    }

    /** The first output without its gradient, at about half the cost. */
    public double value(double[] position) {
        outputs[0].requireScalar();
        run(position);
        return outputs[0].value(0);
    }

    /** The number of elements of each output. */
    public int[] sizes() {
        return Arrays.stream(outputs).mapToInt(Output::size).toArray();
    }

    /**
     * All outputs at a position.
     *
     * @param position {@code dimension()} coordinates
     * @param into receives the outputs in order, {@link #sizes()} numbers each
     */
    public void outputs(double[] position, double[][] into) {
        run(position);
        for (int k = 0; k < outputs.length; k++) {
            outputs[k].copy(into[k]);
        }
    }

    /** All outputs at a position, in new arrays. */
    public double[][] outputs(double[] position) {
        double[][] into = new double[outputs.length][];
        for (int k = 0; k < outputs.length; k++) {
            into[k] = new double[outputs[k].size()];
        }
        outputs(position, into);
        return into;
    }

    private void run(double[] position) {
        parameters.load(position);
        for (Step step : steps) {
            step.forward(false);
        }
    }

    Step[] steps() {
        return steps;
    }

    void load(double[] position) {
        parameters.load(position);
    }

    double density() {
        outputs[0].requireScalar();
        return outputs[0].value(0);
    }
}
