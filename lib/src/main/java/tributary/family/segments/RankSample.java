package tributary.family.segments;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import tributary.random.StreamKey;

/**
 * The improvements of a few hundred segments chosen by their names, in the draws for which ranks are counted: it tells how
 * improvements lie between their extremes. Those with the least hashed names are kept, so that merging does not hang on the
 * order of blocks.
 */
final class RankSample implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final StreamKey KEY = StreamKey.of(0).with("segments whose improvements part the bins of ranks");

    private final int most;
    private final TreeMap<Place, double[][]> kept = new TreeMap<>();

    /** A sample of at most so many segments. */
    RankSample(int most) {
        this.most = most;
    }

    private record Place(long hash, String name) implements Comparable<Place>, Serializable {
        private static final long serialVersionUID = 1L;
        private static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::hash).thenComparing(Place::name);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** Takes a segment into account: its improvements in the draws at these places are kept if its turn comes. */
    void offer(SegmentLifts lifts, int segment, int sign, int[] counted) {
        String name = lifts.name(segment);
        Place place = new Place(KEY.with(name).stream().nextLong(), name);
        if (kept.size() >= most && place.compareTo(kept.lastKey()) > 0) {
            return;
        }
        double[][] improvements = new double[lifts.arms()][counted.length];
        for (int a = 0; a < improvements.length; a++) {
            for (int i = 0; i < counted.length; i++) {
                improvements[a][i] = sign * lifts.at(segment, a, counted[i]);
            }
        }
        keep(place, improvements);
    }

    private void keep(Place place, double[][] improvements) {
        kept.put(place, improvements);
        if (kept.size() > most) {
            kept.pollLastEntry();
        }
    }

    /** Of both. */
    RankSample merge(RankSample other) {
        RankSample merged = new RankSample(most);
        for (RankSample one : new RankSample[] {this, other}) {
            for (Map.Entry<Place, double[][]> entry : one.kept.entrySet()) {
                merged.keep(entry.getKey(), entry.getValue());
            }
        }
        return merged;
    }

    int size() {
        return kept.size();
    }

    /** An arm's improvements in a counted draw, in increasing order, into {@code sorted[from ..]}. */
    void sorted(int arm, int counted, double[] sorted, int from) {
        int at = from;
        for (double[][] improvements : kept.values()) {
            sorted[at++] = improvements[arm][counted];
        }
        java.util.Arrays.sort(sorted, from, at);
    }
}
