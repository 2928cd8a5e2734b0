package tributary.infer;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What the sampler noticed at every draw: divergences, tree depth, energy, acceptance, step size, leapfrog steps.
 *
 * <p>Rectangular beside its {@link Draws}: chain by draw, immutable once built.
 */
public final class SampleStats implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int chains;
    private final int draws;
    private final boolean[] diverging;
    private final int[] treeDepth;
    private final int[] leapfrogs;
    private final double[] energy;
    private final double[] acceptanceRate;
    private final double[] stepSize;

    private SampleStats(int chains, int draws) {
        this.chains = chains;
        this.draws = draws;
        int size = chains * draws;
        diverging = new boolean[size];
        treeDepth = new int[size];
        leapfrogs = new int[size];
        energy = new double[size];
        acceptanceRate = new double[size];
        stepSize = new double[size];
    }

    /**
     * One transition.
     *
     * @param diverging whether the energy error passed the limit, which ended the trajectory
     * @param treeDepth how often the trajectory doubled
     * @param leapfrogs gradient evaluations
     * @param energy of the accepted point: kinetic minus log density
     * @param acceptanceRate the mean Metropolis acceptance along the trajectory, in [0, 1]
     * @param stepSize of the leapfrog steps
     */
    public record Step(
            boolean diverging, int treeDepth, int leapfrogs, double energy, double acceptanceRate, double stepSize) {}

    /** Statistics of {@code steps[chain][draw]}, rectangular. */
    public static SampleStats of(Step[][] steps) {
        SampleStats stats = new SampleStats(steps.length, steps.length == 0 ? 0 : steps[0].length);
        for (int c = 0; c < steps.length; c++) {
            if (steps[c].length != stats.draws) {
                throw new IllegalArgumentException(
                        "chain " + c + " has " + steps[c].length + " steps where chain 0 has " + stats.draws);
            }
            for (int d = 0; d < stats.draws; d++) {
                int i = c * stats.draws + d;
                Step step = steps[c][d];
                stats.diverging[i] = step.diverging();
                stats.treeDepth[i] = step.treeDepth();
                stats.leapfrogs[i] = step.leapfrogs();
                stats.energy[i] = step.energy();
                stats.acceptanceRate[i] = step.acceptanceRate();
                stats.stepSize[i] = step.stepSize();
            }
        }
        return stats;
    }

    /** The number of chains. */
    public int chains() {
        return chains;
    }

    /** The number of draws in each chain. */
    public int draws() {
        return draws;
    }

    /** One transition. */
    public Step step(int chain, int draw) {
        int i = chain * draws + draw;
        return new Step(diverging[i], treeDepth[i], leapfrogs[i], energy[i], acceptanceRate[i], stepSize[i]);
    }

    /** One chain's divergent transitions. */
    public int divergences(int chain) {
        int count = 0;
        for (int d = 0; d < draws; d++) {
            count += diverging[chain * draws + d] ? 1 : 0;
        }
        return count;
    }

    /** All divergent transitions. */
    public int divergences() {
        int count = 0;
        for (int c = 0; c < chains; c++) {
            count += divergences(c);
        }
        return count;
    }

    /** One chain's transitions that doubled at least {@code depth} times: at the limit, a loss of speed only. */
    public int transitionsAtDepth(int chain, int depth) {
        int count = 0;
        for (int d = 0; d < draws; d++) {
            count += treeDepth[chain * draws + d] >= depth ? 1 : 0;
        }
        return count;
    }

    /** The deepest tree of a chain. */
    public int maxTreeDepth(int chain) {
        return Arrays.stream(treeDepth, chain * draws, (chain + 1) * draws)
                .max()
                .orElse(0);
    }

    /** All gradient evaluations after warm-up. */
    public long leapfrogs() {
        return Arrays.stream(leapfrogs).asLongStream().sum();
    }

    /** A copy of one chain's energies, in order. */
    public double[] energy(int chain) {
        return Arrays.copyOfRange(energy, chain * draws, (chain + 1) * draws);
    }

    /** A chain's energy fraction of missing information. */
    public double energyFraction(int chain) {
        return EnergyFraction.of(energy(chain));
    }

    /** A chain's mean acceptance. */
    public double acceptanceRate(int chain) {
        return Describe.mean(Arrays.copyOfRange(acceptanceRate, chain * draws, (chain + 1) * draws));
    }
}
