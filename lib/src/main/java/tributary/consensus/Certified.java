package tributary.consensus;

import org.jspecify.annotations.Nullable;

/** The outcome of certification: the certificate, resampled draws, and the weighted moments before resampling. */
public final class Certified {
    private final Certificate certificate;
    private final double[][] draws;
    private final @Nullable Gaussian moments;

    Certified(Certificate certificate, double[][] draws, @Nullable Gaussian moments) {
        this.certificate = certificate;
        this.draws = draws;
        this.moments = moments;
    }

    /** What may be claimed. */
    public Certificate certificate() {
        return certificate;
    }

    /** The number of resampled draws. */
    public int size() {
        return draws.length;
    }

    /** One resampled draw in unconstrained space, a copy; exchangeable with the others. */
    public double[] draw(int index) {
        return draws[index].clone();
    }

    /** The weighted mean and covariance, free of resampling noise; null where the weights collapsed. */
    public @Nullable Gaussian moments() {
        return moments;
    }
}
