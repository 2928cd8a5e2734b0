package tributary.graph;

import java.util.SplittableRandom;

/** Random graphs with arcs, of nodes {@code a, b, c, ...} in a causal order that differs from the order of their names. */
final class RandomGraphs {
    private RandomGraphs() {}

    static Dag draw(int nodes, double edges, double arcs, SplittableRandom random) {
        int[] place = new int[nodes];
        for (int i = 0; i < nodes; i++) {
            int other = random.nextInt(i + 1);
            place[i] = place[other];
            place[other] = i;
        }
        Dag.Builder builder = Dag.builder();
        for (int i = 0; i < nodes; i++) {
            builder.node(name(i));
        }
        for (int i = 0; i < nodes; i++) {
            for (int j = i + 1; j < nodes; j++) {
                if (random.nextDouble() < edges) {
                    builder.edge(name(place[i]), name(place[j]));
                }
                if (random.nextDouble() < arcs) {
                    builder.arc(name(i), name(j));
                }
            }
        }
        return builder.build();
    }

    static String name(int node) {
        return String.valueOf((char) ('a' + node));
    }
}
