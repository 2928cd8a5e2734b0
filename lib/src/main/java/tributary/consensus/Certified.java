package tributary.consensus;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.infer.Draws;

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

    /** The same draws with nothing claimed of them, for a reason; these where there is none. */
    Certified doubted(String reason) {
        return reason.isEmpty() ? this : new Certified(certificate.doubted(reason), draws, moments);
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

    /** The resampled draws dealt into chains, which their exchangeability allows. */
    public Draws dealt(List<String> names, int chains, int length) {
        double[][][] rows = new double[chains][length][];
        for (int chain = 0; chain < chains; chain++) {
            for (int draw = 0; draw < length; draw++) {
                rows[chain][draw] = draw(chain * length + draw);
            }
        }
        return Draws.ofRows(names, rows);
    }

    /** The weighted mean and covariance, free of resampling noise; null where the weights collapsed. */
    public @Nullable Gaussian moments() {
        return moments;
    }
}
