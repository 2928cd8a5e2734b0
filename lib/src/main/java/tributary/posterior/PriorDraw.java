package tributary.posterior;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.dist.Bijector;
import tributary.dist.Construct;
import tributary.dist.Distribution;
import tributary.dist.Shape;
import tributary.dist.Support;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Parameter;
import tributary.expr.TreeEvaluator;
import tributary.model.DrawnFrom;
import tributary.model.Variable;
import tributary.random.RandomStream;

/** Draws one unknown of a scene from its prior and writes it as coordinates. */
record PriorDraw(Scene scene, Unknown unknown, Variable variable) {
    /**
     * Draws a variable where its law stands; of variables drawn together the first draws all.
     *
     * @throws IllegalStateException if the prior is flat, or needs outcomes that are yet to be drawn
     */
    static void into(Scene scene, Variable variable, double[] position, RandomStream stream) {
        if (!Scene.together(variable).get(0).equals(variable.name())) {
            return;
        }
        requireNoPast(scene, variable.name());
        Unknown unknown = scene.unknowns.stream()
                .filter(u -> u.name().equals(variable.name()))
                .findFirst()
                .orElseThrow();
        new PriorDraw(scene, unknown, variable).into(position, stream);
    }

    /** Refuses unknowns whose law needs outcomes that are yet to be drawn. */
    private static void requireNoPast(Scene scene, String unknown) {
        Set<String> seen = new LinkedHashSet<>(Set.of(unknown));
        List<String> open = new ArrayList<>(seen);
        while (!open.isEmpty()) {
            String name = open.remove(0);
            if (!scene.model.dependencies().earlier(name).isEmpty()) {
                throw new IllegalStateException("`" + unknown + "` depends on earlier values of "
                        + scene.model.dependencies().earlier(name)
                        + ", which are outcomes: it cannot be drawn before them");
            }
            for (String parent : scene.model.dependencies().parents(name)) {
                if (scene.model.variable(parent).kind() == Variable.Kind.DETERMINISTIC && seen.add(parent)) {
                    open.add(parent);
                }
            }
        }
    }

    private void into(double[] position, RandomStream stream) {
        if (unknown.origin() == Unknown.Origin.FLAT) {
            throw new IllegalStateException("`" + unknown.name() + "` has a flat prior, which cannot be drawn from;"
                    + " give it a proper one, or set it by do");
        }
        if (Law.drawn(variable).kind() == DrawnFrom.Kind.CONSTRUCT) {
            parts(Law.construct(variable), position, stream);
            return;
        }
        if (unknown.parametrisation() == Parametrisation.NON_CENTRED) {
            standard(position, stream);
            return;
        }
        UnknownMaker.Laws laws = scene.laws(variable);
        TreeEvaluator evaluator = new TreeEvaluator(scene.layout, scene.frame.columns(scene.frame.data()));
        for (int slice = 0; slice < laws.laws().size(); slice++) {
            Law law = laws.laws().get(slice);
            List<double[]> arguments = new ArrayList<>();
            law.arguments().forEach(a -> arguments.add(evaluator.values(a, position)));
            double[][] columns = arguments.toArray(double[][]::new);
            for (int i = 0; i < laws.repeats(); i++) {
                one(law, Simulation.at(columns, i), laws, slice, i, position, stream);
            }
        }
    }

    private void one(
            Law law,
            double[] arguments,
            UnknownMaker.Laws laws,
            int slice,
            int element,
            double[] position,
            RandomStream stream) {
        Distribution family = law.family();
        if (family == null) {
            throw new IllegalStateException("`" + unknown.name() + "` has a flat prior");
        }
        double[] value = new double[family.shape().size(laws.dimension())];
        if (laws.increasing()) {
            value = new double[laws.dimension()];
            for (int k = 0; k < value.length; k++) {
                value[k] = Simulation.sample(law, arguments, 1, stream)[0];
            }
            java.util.Arrays.sort(value);
        } else {
            family.sample(stream, arguments, value);
        }
        List<Expr> constants =
                java.util.Arrays.stream(arguments).mapToObj(Exprs::constant).toList();
        Support support = laws.increasing() ? Support.ordered() : family.support(constants);
        boolean plain = family.shape() != Shape.SCALAR && support.kind() == Support.Kind.REAL;
        double[] u = value;
        if (!plain) {
            Bijector bijector = Bijector.onto(support, laws.dimension());
            u = new double[bijector.unconstrainedSize()];
            bijector.inverse(value, 0, u, 0);
        }
        // Slices of numbers lie one per law; of a vector without a group, all in one slice.
        for (int k = 0; k < u.length; k++) {
            boolean single = unknown.parameters().size() == 1;
            Parameter parameter = unknown.parameters().get(single ? 0 : u.length > 1 ? k : slice);
            position[scene.layout.offset(parameter.name()) + (single && u.length > 1 ? k : element)] = u[k];
        }
    }

    /** Every auxiliary parameter of a construct from its own prior, by the same list that made the density. */
    private void parts(Construct construct, double[] position, RandomStream stream) {
        Translator.Context context = scene.translator.context(variable);
        List<Construct.Part> parts = construct.parts(Law.drawn(variable).arguments().stream()
                .map(a -> scene.translator.number(a, context))
                .toList());
        TreeEvaluator evaluator = new TreeEvaluator(scene.layout, scene.frame.columns(scene.frame.data()));
        for (int p = 0; p < parts.size(); p++) {
            Construct.Part part = parts.get(p);
            double[] arguments = part.arguments().stream()
                    .mapToDouble(a -> evaluator.values(a, position)[0])
                    .toArray();
            Bijector bijector = Bijector.onto(part.prior().support(part.arguments()), 1);
            double[] u = new double[unknown.sizes().get(p)];
            for (int i = 0; i < u.length; i++) {
                bijector.inverse(new double[] {part.prior().sample(stream, arguments)}, 0, u, i);
            }
            int offset = scene.layout.offset(unknown.parameters().get(p).name());
            System.arraycopy(u, 0, position, offset, u.length);
        }
    }

    private void standard(double[] position, RandomStream stream) {
        Map<String, double[]> drawn = new LinkedHashMap<>();
        for (int p = 0; p < unknown.parameters().size(); p++) {
            double[] z = new double[unknown.sizes().get(p)];
            for (int i = 0; i < z.length; i++) {
                z[i] = stream.nextGaussian();
            }
            drawn.put(unknown.parameters().get(p).name(), z);
        }
        drawn.forEach((name, z) -> System.arraycopy(z, 0, position, scene.layout.offset(name), z.length));
    }
}
