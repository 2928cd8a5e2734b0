package tributary.consensus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tributary.random.StreamKey;

/** The distinct modes of a posterior that the full data confirm, the one of the greatest mass first. */
final class Anchors {
    /** A mode whose log evidence is this far below the best cannot move any published figure. */
    private static final double NEGLIGIBLE = 20;

    private final List<Anchor> anchors;
    private final int passes;

    private Anchors(List<Anchor> anchors, int passes) {
        this.anchors = List.copyOf(anchors);
        this.passes = passes;
    }

    /** Climbs from a start, and from further modes that one shard shows from random starts. */
    static Anchors find(PriorDensity prior, Workers workers, double[] start, int mostPasses, StreamKey key) {
        List<Anchor> all = new ArrayList<>();
        all.add(Anchor.find(prior, workers, start, mostPasses));
        int passes = all.get(0).passes() + 1;
        List<ModeSearch.Found> found = workers.map(new ModeSearch(prior, workers.shards(), start.length, key));
        for (double[] candidate : found.get(0).positions()) {
            if (all.stream().anyMatch(anchor -> near(anchor, candidate, workers.shards()))) {
                continue;
            }
            Anchor climbed = Anchor.find(prior, workers, candidate, mostPasses);
            passes += climbed.passes();
            if (climbed.converged() && all.stream().noneMatch(anchor -> anchor.sameAs(climbed))) {
                all.add(climbed);
            }
        }
        all.sort(Comparator.comparingDouble(Anchor::logEvidence).reversed());
        double best = all.get(0).logEvidence();
        return new Anchors(
                all.stream()
                        .filter(anchor -> anchor == all.get(0) || anchor.logEvidence() > best - NEGLIGIBLE)
                        .toList(),
                passes);
    }

    /** Whether a mode of one shard is the shard's view of a known anchor: within five of the shard's own sds. */
    private static boolean near(Anchor anchor, double[] candidate, int shards) {
        Gaussian laplace = anchor.laplace();
        return laplace != null && laplace.squaredDistance(candidate) < 25.0 * candidate.length * shards;
    }

    /** The anchor of the greatest mass. */
    Anchor best() {
        return anchors.get(0);
    }

    /** How many there are. */
    int size() {
        return anchors.size();
    }

    /** Passes over the data that finding them took. */
    int passes() {
        return passes;
    }

    /** The Laplace approximations of those that have one. */
    List<Gaussian> laplaces() {
        List<Gaussian> laplaces = new ArrayList<>();
        for (Anchor anchor : anchors) {
            Gaussian laplace = anchor.laplace();
            if (laplace != null) {
                laplaces.add(laplace);
            }
        }
        return laplaces;
    }

    /** The share of each of {@link #laplaces} in a first proposal; none is starved, the exact pass decides. */
    double[] shares() {
        List<Anchor> proper =
                anchors.stream().filter(anchor -> anchor.laplace() != null).toList();
        double[] shares = new double[proper.size()];
        double sum = 0;
        for (int j = 0; j < shares.length; j++) {
            shares[j] = 0.05
                    + StrictMath.exp(proper.get(j).logEvidence() - proper.get(0).logEvidence());
            sum += shares[j];
        }
        for (int j = 0; j < shares.length; j++) {
            shares[j] /= sum;
        }
        return shares;
    }
}
