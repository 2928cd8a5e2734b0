package tributary.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tributary.consensus.Certificate;
import tributary.infer.Draws;
import tributary.infer.PosteriorSummary;
import tributary.posterior.InferenceStatus;
import tributary.posterior.Posterior;
import tributary.posterior.Unknown;

/**
 * The joint answer: factors' draws put side by side and taken to the model's own parameters.
 *
 * <p>Factors are independent given the data, so that any pairing of their draws is a draw of all.
 */
public final class PosteriorDraws {
    private final Posterior posterior;
    private final List<FactorFit> fits;
    private final @Nullable Draws unconstrained;
    private final @Nullable Draws draws;
    private final Map<String, FactorFit> owner = new HashMap<>();

    PosteriorDraws(Posterior posterior, List<FactorFit> fits) {
        this.posterior = posterior;
        this.fits = List.copyOf(fits);
        for (FactorFit fit : fits) {
            for (Unknown unknown : fit.plan().factor().unknowns()) {
                unknown.labels().forEach(label -> owner.put(label, fit));
            }
        }
        this.unconstrained = joined(posterior, fits);
        this.draws = unconstrained == null ? null : posterior.constrain(unconstrained);
    }

    private static @Nullable Draws joined(Posterior posterior, List<FactorFit> fits) {
        Draws only = fits.size() == 1 ? fits.get(0).unconstrained() : null;
        if (only != null && only.names().equals(posterior.coordinates())) {
            return only; // there may be hundreds of megabytes of them
        }
        double[][] columns = new double[posterior.layout().dimension()][];
        int chains = 1;
        for (FactorFit fit : fits) {
            Draws own = fit.unconstrained();
            if (own == null) {
                return null;
            }
            chains = own.chains();
            int[] places = fit.plan().factor().coordinates(posterior.layout());
            for (int i = 0; i < places.length; i++) {
                columns[places[i]] = own.values(i);
            }
        }
        return Draws.ofColumns(posterior.coordinates(), chains, columns);
    }

    /** The bound model. */
    public Posterior posterior() {
        return posterior;
    }

    /** The factors' answers. */
    public List<FactorFit> fits() {
        return fits;
    }

    /** Draws of the model's parameters; null where some factor has none. */
    public @Nullable Draws draws() {
        return draws;
    }

    /** The same draws as unconstrained positions; null where some factor has none. */
    public @Nullable Draws unconstrained() {
        return unconstrained;
    }

    /** The factor that a parameter belongs to; what is computed from several has the worst of all. */
    public FactorFit fit(String name) {
        FactorFit own = owner.get(name);
        if (own != null) {
            return own;
        }
        FactorFit worst = fits.get(0);
        for (FactorFit fit : fits) {
            worst = fit.status().compareTo(worst.status()) > 0 ? fit : worst;
        }
        return worst;
    }

    /** Whether every factor may be published. */
    public boolean publishable() {
        return draws != null && fits.stream().allMatch(fit -> fit.status() != InferenceStatus.UNCERTIFIED);
    }

    /** Why not, in words; empty where it may be. */
    public String complaint() {
        List<String> complaints = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (FactorFit fit : fits) {
            if ((fit.status() == InferenceStatus.UNCERTIFIED || fit.unconstrained() == null)
                    && seen.add(fit.reason())) {
                complaints.add(String.join(", ", fit.plan().factor().names()) + ": " + fit.reason());
            }
        }
        return String.join("; ", complaints);
    }

    /**
     * The summary of what is computed from draws of all parameters, such as the answer to a question: chains by their own
     * diagnostics, and worth no more than the draws of any factor that were weighed.
     *
     * @param values one for each draw, chain by chain
     */
    public PosteriorSummary summary(double[] values, double probability) {
        double worth = Double.POSITIVE_INFINITY;
        boolean chains = false;
        for (FactorFit fit : fits) {
            Certificate certificate = fit.certificate();
            worth = certificate == null ? worth : Math.min(worth, certificate.ess());
            chains |= certificate == null && fit.status() != InferenceStatus.EXACT;
        }
        if (Double.isInfinite(worth)) {
            return PosteriorSummary.ofChains(byChain(values), probability);
        }
        PosteriorSummary weighed = PosteriorSummary.ofIndependent(values, Math.min(worth, values.length), probability);
        return chains ? PosteriorSummary.ofChains(byChain(values), probability).atMost(weighed) : weighed;
    }

    private double[][] byChain(double[] values) {
        Draws all = draws;
        int count = all == null ? 1 : all.chains();
        int length = values.length / count;
        double[][] chains = new double[count][];
        for (int chain = 0; chain < count; chain++) {
            chains[chain] = Arrays.copyOfRange(values, chain * length, (chain + 1) * length);
        }
        return chains;
    }

    /** The worst k-hat of all factors and of their estimands; NaN where no draws were weighed. */
    public double kHat() {
        double worst = Double.NaN;
        for (FactorFit fit : fits) {
            Certificate certificate = fit.certificate();
            double kHat = certificate == null ? Double.NaN : certificate.worstKHat();
            if (!Double.isNaN(kHat) && !(kHat <= worst)) {
                worst = kHat;
            }
        }
        return worst;
    }

    /** The summary of one parameter: chains by their own diagnostics, weighted draws by their importance ESS. */
    public PosteriorSummary summary(String name, double probability) {
        Draws all = draws;
        if (all == null) {
            throw new IllegalStateException("there are no draws: " + complaint());
        }
        Certificate certificate = fit(name).certificate();
        return certificate == null
                ? PosteriorSummary.ofChains(all.byChain(name), probability)
                : PosteriorSummary.ofIndependent(
                        all.values(name), Math.min(certificate.ess(), all.size()), probability);
    }
}
