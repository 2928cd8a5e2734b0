package tributary.check;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.inference.AlternativeHypothesis;
import org.apache.commons.math3.stat.inference.BinomialTest;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import tributary.infer.Draws;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * Simulation-based calibration: if truth comes from the prior and data from the truth, the rank of the truth among
 * posterior draws is uniform, whatever the model (Talts et al. 2018; Modrak et al. 2023).
 *
 * <p>Too narrow posteriors give ranks at both ends, biased ones a slope. Replications are independent and named by
 * number, so they may run anywhere in any order.
 *
 * @param replications data sets to simulate
 * @param draws L, to which the posterior draws are thinned evenly; 255 makes 256 equal cells
 */
public record Calibration(int replications, int draws) {
    /** For the suite: 64 replications. */
    public static final Calibration QUICK = new Calibration(64, 255);
    /** For releases: 500 replications. */
    public static final Calibration LONG = new Calibration(500, 255);
    /** The family-wise error of a verdict: a sound inference fails one run in a thousand. */
    public static final double FAMILY_WISE_LEVEL = 1e-3;

    private static final double[] COVERAGES = {0.5, 0.8, 0.95};

    /** Checks the settings. */
    public Calibration {
        if (replications < 2 || draws < 1) {
            throw new IllegalArgumentException(
                    "calibration needs replications >= 2 and draws >= 1, has " + replications + " and " + draws);
        }
    }

    /**
     * One replication's yield: a rank for each quantity, or none where the fit failed; small, and safe to send.
     *
     * @param replication its number
     * @param ranks one a quantity, in 0..L; empty if the fit failed
     * @param failure why it failed; empty text if it did not
     */
    public record Ranked(int replication, List<Integer> ranks, String failure) implements Serializable {}

    /**
     * The verdict on an inference.
     *
     * @param results one a quantity
     * @param failures reasons of replications without a fit
     */
    public record Report(List<CalibrationResult> results, List<String> failures) {
        /** Whether every fit came and no quantity's ranks stray from uniform at the family-wise level. */
        public boolean passes() {
            double level = FAMILY_WISE_LEVEL / StrictMath.max(1, results.size());
            return failures.isEmpty() && results.stream().allMatch(result -> result.uniformityP() > level);
        }

        /** The result of one quantity. */
        public CalibrationResult result(String quantity) {
            return results.stream()
                    .filter(result -> result.quantity().equals(quantity))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no calibration of " + quantity));
        }
    }

    /** Runs all replications, one task each, and judges them; the executor does not change the verdict. */
    public Report run(Simulator simulator, StreamKey key, Executor executor) {
        List<CompletableFuture<Ranked>> running = IntStream.range(0, replications)
                .mapToObj(r -> CompletableFuture.supplyAsync(() -> replicate(simulator, key, r), executor))
                .toList();
        return judge(
                simulator.quantities(),
                running.stream().map(CompletableFuture::join).toList());
    }

    /** One replication, by number. */
    public Ranked replicate(Simulator simulator, StreamKey key, int replication) {
        StreamKey own = key.with("calibration").with(replication);
        Replication simulated = simulator.replicate(own.with("simulator"));
        Optional<Draws> fit = simulated.draws();
        if (fit.isEmpty()) {
            return new Ranked(replication, List.of(), simulated.failure().orElse("no draws"));
        }
        Draws posterior = fit.get();
        if (posterior.size() < draws) {
            throw new IllegalArgumentException(
                    "calibration on " + draws + " draws needs as many of the posterior, has " + posterior.size());
        }
        List<Integer> ranks = new ArrayList<>();
        RandomStream ties = own.with("ties").stream();
        for (int q = 0; q < posterior.names().size(); q++) {
            ranks.add(rank(simulated.truth(q), posterior.values(q), ties));
        }
        return new Ranked(replication, List.copyOf(ranks), "");
    }

    /** The rank among evenly spaced draws; equal draws are put below or above at random. */
    private int rank(double truth, double[] values, RandomStream ties) {
        int below = 0;
        int equal = 0;
        for (int i = 0; i < draws; i++) {
            double value = values[(int) ((i + 0.5) * values.length / draws)];
            below += value < truth ? 1 : 0;
            equal += value == truth ? 1 : 0;
        }
        return below + ties.nextInt(equal + 1);
    }

    /** Judges ranks, in whatever order they came. */
    public Report judge(List<String> quantities, List<Ranked> ranked) {
        List<Ranked> fits = ranked.stream()
                .filter(one -> one.failure().isEmpty())
                .sorted(Comparator.comparingInt(Ranked::replication))
                .toList();
        List<String> failures = ranked.stream()
                .filter(one -> !one.failure().isEmpty())
                .map(one -> "replication " + one.replication() + ": " + one.failure())
                .toList();
        List<CalibrationResult> results = new ArrayList<>();
        if (fits.size() >= 2) {
            RankUniformity test = RankUniformity.of(fits.size(), draws);
            for (int q = 0; q < quantities.size(); q++) {
                int quantity = q;
                int[] ranks =
                        fits.stream().mapToInt(one -> one.ranks().get(quantity)).toArray();
                results.add(judge(quantities.get(q), ranks, test));
            }
        }
        return new Report(List.copyOf(results), failures);
    }

    private CalibrationResult judge(String quantity, int[] ranks, RankUniformity test) {
        double[] coverage = new double[COVERAGES.length];
        double coverageP = 1;
        for (int c = 0; c < coverage.length; c++) {
            double level = COVERAGES[c];
            int covered =
                    (int) Arrays.stream(ranks).filter(r -> covers(r, level)).count();
            long cells = IntStream.rangeClosed(0, draws)
                    .filter(r -> covers(r, level))
                    .count();
            coverage[c] = (double) covered / ranks.length;
            coverageP = StrictMath.min(
                    coverageP,
                    new BinomialTest()
                            .binomialTest(
                                    ranks.length,
                                    covered,
                                    (double) cells / (draws + 1),
                                    AlternativeHypothesis.TWO_SIDED));
        }
        return new CalibrationResult(
                quantity,
                draws,
                Arrays.stream(ranks).boxed().toList(),
                coverage[0],
                coverage[1],
                coverage[2],
                coverageP,
                test.pValue(ranks),
                chiSquare(ranks),
                Arrays.stream(ranks).average().orElseThrow() / (draws + 1) + 0.5 / (draws + 1));
    }

    /** Whether a rank lies in the central interval of a probability. */
    private boolean covers(int rank, double level) {
        return StrictMath.abs((rank + 0.5) / (draws + 1) - 0.5) < level / 2;
    }

    /** In the greatest power of two of bins that leaves eight ranks a bin. */
    private double chiSquare(int[] ranks) {
        int bins = 2;
        while (2 * bins <= draws + 1 && 16 * bins <= ranks.length) {
            bins *= 2;
        }
        long[] observed = new long[bins];
        double[] expected = new double[bins];
        for (int rank : ranks) {
            observed[rank * bins / (draws + 1)]++;
        }
        for (int rank = 0; rank <= draws; rank++) {
            expected[rank * bins / (draws + 1)] += (double) ranks.length / (draws + 1);
        }
        return new ChiSquareTest().chiSquareTest(expected, observed);
    }
}
