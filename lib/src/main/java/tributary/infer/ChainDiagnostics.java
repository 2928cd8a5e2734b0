package tributary.infer;

import java.util.Arrays;
import java.util.List;

/**
 * Whether chains agree: the worst R-hat and the least effective sample sizes of everything that was drawn, as Vehtari,
 * Gelman, Simpson, Carpenter and Buerkner (2021) ask for them: R-hat, and the sizes of the bulk and of the tails.
 *
 * @param rHat the largest R-hat, at least 1
 * @param rHatOf whose
 * @param bulk the least bulk effective sample size; infinite of nothing
 * @param bulkOf whose
 * @param tail the least tail effective sample size; infinite of nothing
 * @param tailOf whose
 * @param untold a quantity that varies and has no R-hat, because there is one chain or a draw is no number; empty for none
 */
public record ChainDiagnostics(
        double rHat, String rHatOf, double bulk, String bulkOf, double tail, String tailOf, String untold) {
    /** The worst over all quantities of all these draws. */
    public static ChainDiagnostics of(List<Draws> all) {
        double rHat = 1;
        double bulk = Double.POSITIVE_INFINITY;
        double tail = Double.POSITIVE_INFINITY;
        String[] worst = {"", "", ""};
        String untold = "";
        for (Draws draws : all) {
            for (String name : draws.names()) {
                double[][] chains = draws.byChain(name);
                double r = RHat.of(chains);
                if (Double.isNaN(r) && varies(chains)) {
                    untold = name;
                }
                if (r > rHat) {
                    rHat = r;
                    worst[0] = name;
                }
                double b = EffectiveSize.bulk(chains);
                if (b < bulk) {
                    bulk = b;
                    worst[1] = name;
                }
                double t = EffectiveSize.tail(chains);
                if (t < tail) {
                    tail = t;
                    worst[2] = name;
                }
            }
        }
        return new ChainDiagnostics(rHat, worst[0], bulk, worst[1], tail, worst[2], untold);
    }

    /** The lesser of the two effective sample sizes. */
    public double ess() {
        return Math.min(bulk, tail);
    }

    /** Whether everything has an R-hat of at most this, and effective sizes of bulk and tails of at least that. */
    public boolean meet(double mostRHat, double leastEss) {
        return untold.isEmpty() && rHat <= mostRHat && ess() >= leastEss;
    }

    /** Whether draws are not all the same; all NaN, such as a return where nothing was spent, are. */
    private static boolean varies(double[][] chains) {
        return Arrays.stream(chains)
                        .flatMapToDouble(Arrays::stream)
                        .distinct()
                        .limit(2)
                        .count()
                > 1;
    }
}
