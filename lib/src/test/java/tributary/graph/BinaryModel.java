package tributary.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A structural model of binary nodes on a graph, with one latent of its own for every arc: its laws, observed and under
 * interventions, by enumeration of everything.
 */
final class BinaryModel {
    private final Dag dag;
    private final int levels;
    private final List<int[]> arcs = new ArrayList<>();
    private final int[][] parents;
    private final int[][] latents;
    private final int[] offset;
    private final double[] logits;

    /** A model with these logits of P(node = 1 | parents, latents); each latent is uniform over so many levels. */
    BinaryModel(Dag dag, int levels, double[] logits) {
        this.dag = dag;
        this.levels = levels;
        this.logits = logits;
        int n = dag.size();
        parents = new int[n][];
        latents = new int[n][];
        offset = new int[n + 1];
        for (int v = 0; v < n; v++) {
            int node = v;
            parents[v] = dag.parents(v).stream().toArray();
            dag.siblings(v).stream().filter(s -> s > node).forEach(s -> arcs.add(new int[] {node, s}));
        }
        for (int v = 0; v < n; v++) {
            int node = v;
            latents[v] = java.util.stream.IntStream.range(0, arcs.size())
                    .filter(a -> arcs.get(a)[0] == node || arcs.get(a)[1] == node)
                    .toArray();
            offset[v + 1] = offset[v] + (1 << parents[v].length) * power(levels, latents[v].length);
        }
    }

    static BinaryModel random(Dag dag, int levels, SplittableRandom random) {
        double[] logits = new double[new BinaryModel(dag, levels, new double[0]).size()];
        Arrays.setAll(logits, i -> random.nextDouble(-2.0, 2.0));
        return new BinaryModel(dag, levels, logits);
    }

    BinaryModel with(double[] others) {
        return new BinaryModel(dag, levels, others);
    }

    int size() {
        return offset[dag.size()];
    }

    double[] logits() {
        return logits.clone();
    }

    /** The law of all nodes, indexed by their bits, with some held at values: nodes that are set follow no equation. */
    double[] law(int setNodes, int setValues) {
        int n = dag.size();
        double[] law = new double[1 << n];
        int hidden = power(levels, arcs.size());
        int[] level = new int[arcs.size()];
        for (int u = 0; u < hidden; u++) {
            for (int a = 0, rest = u; a < level.length; a++, rest /= levels) {
                level[a] = rest % levels;
            }
            for (int bits = 0; bits < law.length; bits++) {
                if ((bits & setNodes) == (setValues & setNodes)) {
                    double p = 1.0 / hidden;
                    for (int v = 0; v < n && p > 0; v++) {
                        if ((setNodes >> v & 1) == 0) {
                            double one = 1 / (1 + StrictMath.exp(-logits[place(v, bits, level)]));
                            p *= (bits >> v & 1) == 1 ? one : 1 - one;
                        }
                    }
                    law[bits] += p;
                }
            }
        }
        return law;
    }

    private int place(int node, int bits, int[] level) {
        int at = 0;
        for (int p : parents[node]) {
            at = 2 * at + (bits >> p & 1);
        }
        for (int a : latents[node]) {
            at = levels * at + level[a];
        }
        return offset[node] + at;
    }

    private static int power(int base, int exponent) {
        int found = 1;
        for (int i = 0; i < exponent; i++) {
            found *= base;
        }
        return found;
    }

    /** The bits of some nodes. */
    static int bits(Dag dag, Set<String> names) {
        int bits = 0;
        for (String name : names) {
            bits |= 1 << dag.index(name);
        }
        return bits;
    }

    /** The probability of some nodes taking the values of the given bits. */
    static double probability(double[] law, int nodes, int values) {
        double sum = 0;
        for (int bits = 0; bits < law.length; bits++) {
            if ((bits & nodes) == (values & nodes)) {
                sum += law[bits];
            }
        }
        return sum;
    }

    /** The value of a formula under a law, its free names at the given bits. */
    static double evaluate(Formula formula, Dag dag, double[] law, int values) {
        if (formula instanceof Formula.Probability p) {
            int given = bits(dag, p.given());
            return probability(law, given | bits(dag, p.of()), values) / probability(law, given, values);
        }
        if (formula instanceof Formula.Product product) {
            double value = 1;
            for (Formula factor : product.factors()) {
                value *= evaluate(factor, dag, law, values);
            }
            return value;
        }
        if (formula instanceof Formula.Sum sum) {
            int over = bits(dag, sum.over());
            double value = 0;
            for (int bits = over; ; bits = (bits - 1) & over) {
                value += evaluate(sum.term(), dag, law, (values & ~over) | bits);
                if (bits == 0) {
                    return value;
                }
            }
        }
        Formula.Quotient quotient = (Formula.Quotient) formula;
        return evaluate(quotient.numerator(), dag, law, values) / evaluate(quotient.denominator(), dag, law, values);
    }
}
