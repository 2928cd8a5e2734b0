package tributary.expr;

/** One step of a bound program: it writes its result forward, and hands its adjoint to its arguments backward. */
interface Step {
    /** What needs no computing: a parameter, a constant. */
    Step NOTHING = new Step() {
        @Override
        public void forward(boolean slopes) {}

        @Override
        public void reverse() {}
    };

    /** Computes the result; remembers slopes when a gradient will be asked for. */
    void forward(boolean slopes);

    /** Adds to the arguments' adjoints what this result's adjoint means for them. */
    void reverse();
}
