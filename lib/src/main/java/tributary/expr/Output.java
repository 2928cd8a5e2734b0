package tributary.expr;

/** Where an output of a bound program is found: a scalar's slot or a vector. */
abstract class Output {
    abstract int size();

    abstract double value(int element);

    abstract void copy(double[] into);

    abstract void requireScalar();

    /** Sets the adjoint of a scalar to one. */
    abstract void seed();

    static Output of(Expr expr, Assembly assembly) {
        return expr.axis().isScalar()
                ? new OfScalar(assembly.scalars(), assembly.slot(expr))
                : new OfVector(assembly.vector(expr), expr.axis());
    }

    private static final class OfScalar extends Output {
        private final Scalars scalars;
        private final int slot;

        OfScalar(Scalars scalars, int slot) {
            this.scalars = scalars;
            this.slot = slot;
        }

        @Override
        int size() {
            return 1;
        }

        @Override
        double value(int element) {
            return scalars.value(slot);
        }

        @Override
        void copy(double[] into) {
            into[0] = scalars.value(slot);
        }

        @Override
        void requireScalar() {}

        @Override
        void seed() {
            scalars.add(slot, 1);
        }
    }

    private static final class OfVector extends Output {
        private final Vector vector;
        private final Axis axis;

        OfVector(Vector vector, Axis axis) {
            this.vector = vector;
            this.axis = axis;
        }

        @Override
        int size() {
            return vector.size;
        }

        @Override
        double value(int element) {
            return vector.value[element];
        }

        @Override
        void copy(double[] into) {
            System.arraycopy(vector.value, 0, into, 0, vector.size);
        }

        @Override
        void requireScalar() {
            throw new IllegalStateException("the first output lies on " + axis + ": it is no log density");
        }

        @Override
        void seed() {
            requireScalar();
        }
    }
}
