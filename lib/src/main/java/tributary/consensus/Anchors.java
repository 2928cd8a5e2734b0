package tributary.consensus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tributary.random.StreamKey;

/** The distinct modes of a posterior that the full data confirm, the one of the greatest mass first. */
final class Anchors {
    /** A mode whose log evidence is this far below the best cannot move any published figure. */
    private static final double NEGLIGIBLE = 20;
    /** Searches that end within one posterior sd have climbed one mode. */
    private static final double SAME = 1;

    private final List<Anchor> anchors;
    private final int passes;
    private final int starts;

    private Anchors(List<Anchor> anchors, int passes, int starts) {
        this.anchors = List.copyOf(anchors);
        this.passes = passes;
        this.starts = starts;
    }

    /** Climbs from a start, and from further modes that one shard shows from random starts. */
    static Anchors find(PriorDensity prior, Workers workers, double[] start, int mostPasses, StreamKey key) {
        List<Anchor> all = new ArrayList<>();
        all.add(Anchor.find(prior, workers, start, mostPasses));
        int passes = all.get(0).passes() + 1;
        List<ModeSearch.Found> found = workers.map(new ModeSearch(prior, workers.shards(), start.length, key));
        for (double[] candidate : unseen(all.get(0), found.get(0).positions(), workers.shards())) {
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
                passes,
                found.get(0).starts());
    }

    /**
     * The modes of one shard that may be news of the whole: all but its view of the known anchor, which is the nearest of
     * them, if within five of the shard's own sds. Where a shard has several modes the others are none of its error, however
     * near.
     */
    private static List<double[]> unseen(Anchor known, double[][] ends, int shards) {
        Gaussian laplace = known.laplace();
        List<double[]> distinct = new ArrayList<>();
        for (double[] end : ends) {
            if (laplace == null || distinct.stream().noneMatch(other -> between(laplace, end, other) < SAME)) {
                distinct.add(end);
            }
        }
        if (laplace != null) {
            distinct.sort(Comparator.comparingDouble(laplace::squaredDistance));
            boolean view = !distinct.isEmpty()
                    && laplace.squaredDistance(distinct.get(0)) < 25.0 * laplace.dimension() * shards;
            return view ? distinct.subList(1, distinct.size()) : distinct;
        }
        return distinct;
    }

    /** The squared distance of two points in posterior sds. */
    private static double between(Gaussian laplace, double[] one, double[] other) {
        double[] moved = laplace.mean();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += one[i] - other[i];
        }
        return laplace.squaredDistance(moved);
    }

    /** The anchor of the greatest mass. */
    Anchor best() {
        return anchors.get(0);
    }

    /** How many there are. */
    int size() {
        return anchors.size();
    }

    /**
     * Why they may not be all, in words; empty where there is no reason to expect more: an answer that misses modes would be
     * certified all the same, since no draw would visit these.
     */
    String doubt() {
        return size() == 1 || ModeSearch.exhausted(size(), starts)
                ? ""
                : size() + " modes were found from " + starts
                        + " random starts, so more are to be expected than were seen"
                        + " (a model that is the same with parameters exchanged or with signs turned has many: an order or"
                        + " a sign in their priors, such as increasing(...) or half_normal, leaves one)";
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
