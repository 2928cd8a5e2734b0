package tributary.expr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Moves a position into the memory of a bound program, and the gradient out of it. */
final class Parameters {
    private final Scalars scalars;
    private final List<Integer> scalarOffsets = new ArrayList<>();
    private final List<Integer> slots = new ArrayList<>();
    private final List<Integer> vectorOffsets = new ArrayList<>();
    private final List<Vector> vectors = new ArrayList<>();

    Parameters(Layout layout, Assembly assembly) {
        this.scalars = assembly.scalars();
        for (Expr node : assembly.order()) {
            if (node instanceof Parameter parameter) {
                int offset = layout.offset(parameter.name());
                if (parameter.axis().isScalar()) {
                    scalarOffsets.add(offset);
                    slots.add(assembly.slot(parameter));
                } else {
                    Vector vector = assembly.vector(parameter);
                    if (vector.size != layout.size(parameter.name())) {
                        throw new IllegalArgumentException("parameter '" + parameter.name() + "' has "
                                + layout.size(parameter.name()) + " coordinates, but there are " + vector.size + " "
                                + parameter.axis().name());
                    }
                    vectorOffsets.add(offset);
                    vectors.add(vector);
                }
            }
        }
    }

    void load(double[] position) {
        for (int i = 0; i < slots.size(); i++) {
            scalars.set(slots.get(i), position[scalarOffsets.get(i)]);
        }
        for (int i = 0; i < vectors.size(); i++) {
            Vector vector = vectors.get(i);
            System.arraycopy(position, vectorOffsets.get(i), vector.value, 0, vector.size);
        }
    }

    void unload(double[] gradient) {
        Arrays.fill(gradient, 0);
        for (int i = 0; i < slots.size(); i++) {
            gradient[scalarOffsets.get(i)] += scalars.adjoint(slots.get(i));
        }
        for (int i = 0; i < vectors.size(); i++) {
            Vector vector = vectors.get(i);
            for (int j = 0; j < vector.size; j++) {
                gradient[vectorOffsets.get(i) + j] += vector.adjoint[j];
            }
        }
    }
}
