package tributary.expr;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tributary.math.CoreSum;
import tributary.math.Kernels;

/** Lays a program out in memory: a slot per scalar, a vector per whole vector, and the steps in order. */
final class Assembly {
    private static final int SMALLEST_BLOCK = 64;

    /** Numbers of regressors that the second cache holds with ease: 256 KB. */
    private static final int TILE = 32_768;

    private final Graph graph = new Graph();
    private final Depth depth = new Depth(graph);
    private final BoundData data;
    private final Kernels kernels;
    private final Scalars scalars = new Scalars();
    private final IdentityHashMap<Expr, Integer> slots = new IdentityHashMap<>();
    private final IdentityHashMap<Expr, Vector> vectors = new IdentityHashMap<>();
    private final IdentityHashMap<Expr, Integer> seedSlots = new IdentityHashMap<>();
    private final IdentityHashMap<Expr, Boolean> stored = new IdentityHashMap<>();
    private final List<Expr> order;
    private final List<Step> steps = new ArrayList<>();
    private final boolean masked;

    /** What a pass is for: sinks of one axis at one depth, with adjoints known beforehand or not. */
    private record Key(Axis axis, int depth, boolean seeded) {}

    Assembly(Program program, BoundData data, Kernels kernels) {
        this.data = data;
        this.kernels = kernels;
        List<Expr> roots = new ArrayList<>(program.outputs());
        roots.addAll(program.seeds());
        this.order = Graph.order(roots);
        this.masked = order.stream().anyMatch(node -> node instanceof Select && depth.isBlockwise(node));
        for (int i = 0; i < program.seeds().size(); i++) {
            Expr sum = program.seededSums().get(i);
            Expr seed = program.seeds().get(i);
            if (depth.of(seed) <= depth.of(sum.arguments().get(0))) {
                seedSlots.put(sum, slot(seed));
            }
        }
        findStored(program.outputs());
        build();
    }

    Scalars scalars() {
        return scalars;
    }

    List<Step> steps() {
        return steps;
    }

    List<Expr> order() {
        return order;
    }

    BoundData data() {
        return data;
    }

    boolean isData(Expr node) {
        return graph.isData(node);
    }

    /** The slot of a scalar. */
    int slot(Expr scalar) {
        Integer found = slots.get(scalar);
        if (found == null) {
            found = scalars.slot();
            slots.put(scalar, found);
            if (graph.isData(scalar)) {
                scalars.set(found, data.values(scalar)[0]);
            }
        }
        return found;
    }

    /** The memory of a vector that is read whole. */
    Vector vector(Expr node) {
        Vector found = vectors.get(node);
        if (found == null) {
            int size = data.size(node.axis());
            found = graph.isData(node) ? Vector.data(data.values(node), size) : Vector.variable(size);
            vectors.put(node, found);
        }
        return found;
    }

    /** A scalar copied into a vector of one, or a vector as it is. */
    Vector vectorOrScalar(Expr node) {
        if (!node.axis().isScalar() || graph.isData(node) || vectors.containsKey(node)) {
            return vector(node);
        }
        Vector one = vector(node);
        steps.add(new VectorSteps.Stacked(scalars, new int[] {slot(node)}, one));
        return one;
    }

    /** All vectors. */
    Iterable<Vector> vectors() {
        return vectors.values();
    }

    private void findStored(List<Expr> outputs) {
        for (Expr output : outputs) {
            markStored(output);
        }
        for (Expr node : order) {
            boolean reads = !depth.isBlockwise(node) || node instanceof Gather;
            if (reads && !isSum(node) && !graph.isData(node)) {
                node.arguments().forEach(this::markStored);
            }
        }
    }

    private void markStored(Expr node) {
        if (depth.isBlockwise(node)) {
            stored.put(node, true);
        }
    }

    private static boolean isSum(Expr node) {
        return node instanceof SegmentSum
                || (node instanceof Reduce reduce && reduce.operator() == Reduce.Operator.SUM);
    }

    private void build() {
        int deepest = 0;
        Map<Key, List<Expr>> sinks = new LinkedHashMap<>();
        for (Expr node : order) {
            deepest = Math.max(deepest, depth.whole(node));
            if (isSum(node) && !graph.isData(node)) {
                Expr argument = node.arguments().get(0);
                Key key = new Key(argument.axis(), depth.of(argument), seedSlots.containsKey(node));
                sinks.computeIfAbsent(key, ignored -> new ArrayList<>()).add(node);
            }
            if (stored.containsKey(node)) {
                Key key = new Key(node.axis(), depth.of(node), false);
                sinks.computeIfAbsent(key, ignored -> new ArrayList<>()).add(node);
            }
        }
        for (int at = 0; at <= deepest; at++) {
            StepMaker maker = new StepMaker(this, kernels);
            for (Expr node : order) {
                if (depth.of(node) == at && !graph.isData(node) && !depth.isBlockwise(node) && !isSum(node)) {
                    Step step = node.accept(maker);
                    if (step != Step.NOTHING) {
                        steps.add(step);
                    }
                }
            }
            for (Map.Entry<Key, List<Expr>> entry : sinks.entrySet()) {
                if (entry.getKey().depth() == at) {
                    steps.add(pass(entry.getKey(), entry.getValue()));
                }
            }
        }
    }

    private Pass pass(Key key, List<Expr> sinkNodes) {
        IdentityHashMap<Expr, Boolean> needed = new IdentityHashMap<>();
        for (Expr sink : sinkNodes) {
            Binary core = core(sink);
            need(core != null ? core.right() : isSum(sink) ? sink.arguments().get(0) : sink, key.depth(), needed);
        }
        int size = data.size(key.axis());
        Pass pass = new Pass(this, kernels, size, block(size, needed.keySet()), masked, key.seeded());
        List<Expr> nodes = order.stream().filter(needed::containsKey).toList();
        OpMaker maker = new OpMaker(this, pass, kernels);
        for (Expr node : nodes) {
            pass.add(node, maker.of(node));
        }
        for (Expr node : sinkNodes) {
            pass.add(sink(pass, node));
        }
        pass.link(nodes);
        return pass;
    }

    /** Registers with their adjoints, and regressors from forward to backward, should stay in the nearest caches. */
    private static int block(int size, Set<Expr> nodes) {
        int terms = 0;
        for (Expr node : nodes) {
            terms +=
                    node instanceof LinearPredictor linear ? linear.regressors().size() : 0;
        }
        int block = nodes.size() <= 32 ? 512 : nodes.size() <= 96 ? 256 : 128;
        while (block > SMALLEST_BLOCK && block * terms > TILE) {
            block /= 2;
        }
        return Math.min(block, BoundData.padded(size));
    }

    /** The core of a log density whose sum with known adjoint this is; null if it is none. */
    private @Nullable Binary core(Expr sink) {
        return seedSlots.containsKey(sink)
                        && sink.arguments().get(0) instanceof Binary binary
                        && CoreSum.FUNCTIONS.contains(binary.function())
                        && isData(binary.left())
                ? binary
                : null;
    }

    private void need(Expr node, int at, IdentityHashMap<Expr, Boolean> needed) {
        boolean known = stored.containsKey(node) && depth.of(node) < at;
        if (depth.isBlockwise(node) && !known && needed.put(node, true) == null && !(node instanceof Gather)) {
            for (Expr argument : node.arguments()) {
                need(argument, at, needed);
            }
        }
    }

    private Sink sink(Pass pass, Expr node) {
        if (node instanceof SegmentSum sum) {
            Levels levels = data.levels(sum.index());
            Operand x = pass.operand(sum.argument());
            return new Sink.ByLevel(kernels, pass.block(), sum.argument(), x, levels, vector(node));
        }
        Binary core = core(node);
        if (core != null) {
            Operand outcome = pass.operand(core.left());
            Operand predictor = pass.operand(core.right());
            int seed = Objects.requireNonNull(seedSlots.get(node));
            return new CoreSink(kernels, pass.block(), core, outcome, predictor, scalars, slot(node), seed);
        }
        if (isSum(node)) {
            Expr argument = node.arguments().get(0);
            @Nullable Integer seed = seedSlots.get(node);
            Operand x = pass.operand(argument);
            return new Sink.Total(kernels, pass.block(), argument, x, scalars, slot(node), seed == null ? -1 : seed);
        }
        return new Sink.Stored(node, pass.operand(node), vector(node));
    }
}
