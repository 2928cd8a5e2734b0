package tributary.math;

/**
 * A function of two numbers, with both partial derivatives: the scalar form of what the block kernels compute, equal
 * to them bit for bit.
 *
 * <p>The last five are cores of log densities whose value and residual share their expensive part; the rest of each
 * density is arithmetic (see {@code tributary.expr.Densities}).
 */
public enum BinaryFunction {
    /** {@code a + b}. */
    ADD {
        @Override
        public double apply(double a, double b) {
            return a + b;
        }

        @Override
        public double left(double a, double b, double value) {
            return 1;
        }

        @Override
        public double right(double a, double b, double value) {
            return 1;
        }
    },
    /** {@code a - b}. */
    SUBTRACT {
        @Override
        public double apply(double a, double b) {
            return a - b;
        }

        @Override
        public double left(double a, double b, double value) {
            return 1;
        }

        @Override
        public double right(double a, double b, double value) {
            return -1;
        }
    },
    /** {@code a * b}. */
    MULTIPLY {
        @Override
        public double apply(double a, double b) {
            return a * b;
        }

        @Override
        public double left(double a, double b, double value) {
            return b;
        }

        @Override
        public double right(double a, double b, double value) {
            return a;
        }
    },
    /** {@code a / b}. */
    DIVIDE {
        @Override
        public double apply(double a, double b) {
            return a / b;
        }

        @Override
        public double left(double a, double b, double value) {
            return 1 / b;
        }

        @Override
        public double right(double a, double b, double value) {
            return -value / b;
        }
    },
    /** {@code a} to the power {@code b}, as {@link StrictMath#pow} defines the special cases. */
    POWER {
        @Override
        public double apply(double a, double b) {
            return Elementary.pow(a, b);
        }

        @Override
        public double left(double a, double b, double value) {
            return b == 0 ? 0 : b * Elementary.pow(a, b - 1);
        }

        @Override
        public double right(double a, double b, double value) {
            return value == 0 ? 0 : value * Elementary.log(a);
        }
    },
    /** The smaller; at a tie the derivative goes left. */
    MINIMUM {
        @Override
        public double apply(double a, double b) {
            return Math.min(a, b);
        }

        @Override
        public double left(double a, double b, double value) {
            return a <= b ? 1 : 0;
        }

        @Override
        public double right(double a, double b, double value) {
            return a <= b ? 0 : 1;
        }
    },
    /** The larger; at a tie the derivative goes left. */
    MAXIMUM {
        @Override
        public double apply(double a, double b) {
            return Math.max(a, b);
        }

        @Override
        public double left(double a, double b, double value) {
            return a >= b ? 1 : 0;
        }

        @Override
        public double right(double a, double b, double value) {
            return a >= b ? 0 : 1;
        }
    },
    /** {@code log(exp(a) + exp(b))}, also where one or both are negative infinity. */
    LOG_ADD_EXP {
        @Override
        public double apply(double a, double b) {
            double larger = Math.max(a, b);
            double distance = Math.abs(a - b);
            return Double.isInfinite(larger) ? larger : larger + Elementary.log1p(Elementary.exp(-distance));
        }

        @Override
        public double left(double a, double b, double value) {
            return a == b ? 0.5 : Elementary.sigmoid(a - b);
        }

        @Override
        public double right(double a, double b, double value) {
            return a == b ? 0.5 : Elementary.sigmoid(b - a);
        }
    },
    /** 1 where {@code a < b}, else 0; both derivatives are zero. */
    LESS {
        @Override
        public double apply(double a, double b) {
            return a < b ? 1 : 0;
        }

        @Override
        public double left(double a, double b, double value) {
            return 0;
        }

        @Override
        public double right(double a, double b, double value) {
            return 0;
        }
    },
    /** 1 where {@code a <= b}, else 0; both derivatives are zero. */
    LESS_OR_EQUAL {
        @Override
        public double apply(double a, double b) {
            return a <= b ? 1 : 0;
        }

        @Override
        public double left(double a, double b, double value) {
            return 0;
        }

        @Override
        public double right(double a, double b, double value) {
            return 0;
        }
    },
    /** 1 where {@code a == b}, else 0; both derivatives are zero. */
    EQUAL {
        @Override
        public double apply(double a, double b) {
            return a == b ? 1 : 0;
        }

        @Override
        public double left(double a, double b, double value) {
            return 0;
        }

        @Override
        public double right(double a, double b, double value) {
            return 0;
        }
    },
    /** {@code (a - b)^2}, the core of the normal. */
    SQUARED_DIFFERENCE {
        @Override
        public double apply(double a, double b) {
            double d = a - b;
            return d * d;
        }

        @Override
        public double left(double a, double b, double value) {
            double d = a - b;
            return d + d;
        }

        @Override
        public double right(double a, double b, double value) {
            double d = b - a;
            return d + d;
        }
    },
    /** {@code log(1 + a^2 b)}, the core of Student's t: a the difference, b = 1 / (nu sigma^2). */
    STUDENT_CORE {
        @Override
        public double apply(double a, double b) {
            return Elementary.log1p(a * a * b);
        }

        @Override
        public double left(double a, double b, double value) {
            double ab = a * b;
            return (ab + ab) / Math.fma(ab, a, 1.0);
        }

        @Override
        public double right(double a, double b, double value) {
            double square = a * a;
            return square / Math.fma(square, b, 1.0);
        }
    },
    /** {@code a b - log(1 + exp(b))}: a Bernoulli outcome a with log odds b. */
    BERNOULLI_CORE {
        @Override
        public double apply(double a, double b) {
            return Math.fma(a, b, -Elementary.softplus(b));
        }

        @Override
        public double left(double a, double b, double value) {
            return b;
        }

        @Override
        public double right(double a, double b, double value) {
            return a - Elementary.sigmoid(b);
        }
    },
    /** {@code a b - exp(b)}: a Poisson count a with log mean b. */
    POISSON_CORE {
        @Override
        public double apply(double a, double b) {
            return Math.fma(a, b, -Elementary.exp(b));
        }

        @Override
        public double left(double a, double b, double value) {
            return b;
        }

        @Override
        public double right(double a, double b, double value) {
            return a - Elementary.exp(b);
        }
    },
    /** {@code -(b + a exp(-b))}: a gamma outcome a with log mean b, before the shape multiplies it. */
    GAMMA_CORE {
        @Override
        public double apply(double a, double b) {
            return -Math.fma(a, Elementary.exp(-b), b);
        }

        @Override
        public double left(double a, double b, double value) {
            return -Elementary.exp(-b);
        }

        @Override
        public double right(double a, double b, double value) {
            return Math.fma(a, Elementary.exp(-b), -1.0);
        }
    };

    /** The function at (a, b). */
    public abstract double apply(double a, double b);

    /** The derivative with respect to a, given the value at (a, b). */
    public abstract double left(double a, double b, double value);

    /** The derivative with respect to b, given the value at (a, b). */
    public abstract double right(double a, double b, double value);
}
