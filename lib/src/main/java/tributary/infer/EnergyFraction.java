package tributary.infer;

/** The energy Bayesian fraction of missing information of a Hamiltonian sampler's chain (Betancourt 2016). */
public final class EnergyFraction {
    private EnergyFraction() {}

    /**
     * How far fresh momenta move the energy, against how far it spreads: mean squared step over variance. Below 0.3
     * the chain crosses energies slowly, below 0.2 its tails are not to be believed.
     *
     * @param energy one chain's energies in order
     * @return NaN for fewer than two draws
     */
    public static double of(double[] energy) {
        if (energy.length < 2) {
            return Double.NaN;
        }
        double squares = 0;
        for (int i = 1; i < energy.length; i++) {
            double step = energy[i] - energy[i - 1];
            squares += step * step;
        }
        return squares / (energy.length - 1) / Describe.variance(energy);
    }
}
