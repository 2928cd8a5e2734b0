package tributary.math;

/**
 * A smooth (or step-wise) function of one number, with its derivative: the scalar form of what the block kernels
 * compute, equal to them bit for bit.
 */
public enum UnaryFunction {
    /** {@code -x}. */
    NEGATE {
        @Override
        public double apply(double x) {
            return -x;
        }

        @Override
        public double derivative(double x, double y) {
            return -1;
        }
    },
    /** {@code 1 / x}. */
    RECIPROCAL {
        @Override
        public double apply(double x) {
            return 1 / x;
        }

        @Override
        public double derivative(double x, double y) {
            return -(y * y);
        }
    },
    /** {@code x * x}. */
    SQUARE {
        @Override
        public double apply(double x) {
            return x * x;
        }

        @Override
        public double derivative(double x, double y) {
            return x + x;
        }
    },
    /** The square root; NaN below zero. */
    SQRT {
        @Override
        public double apply(double x) {
            return Math.sqrt(x);
        }

        @Override
        public double derivative(double x, double y) {
            return 0.5 / y;
        }
    },
    /** {@code |x|}; the derivative at zero is taken as zero. */
    ABS {
        @Override
        public double apply(double x) {
            return Math.abs(x);
        }

        @Override
        public double derivative(double x, double y) {
            return x > 0 ? 1 : x < 0 ? -1 : 0;
        }
    },
    /** 1 for {@code x >= 0}, else 0; the derivative is zero. */
    STEP {
        @Override
        public double apply(double x) {
            return x >= 0 ? 1 : 0;
        }

        @Override
        public double derivative(double x, double y) {
            return 0;
        }
    },
    /** The exponential. */
    EXP {
        @Override
        public double apply(double x) {
            return Elementary.exp(x);
        }

        @Override
        public double derivative(double x, double y) {
            return y;
        }
    },
    /** {@code exp(x) - 1}. */
    EXPM1 {
        @Override
        public double apply(double x) {
            return Elementary.expm1(x);
        }

        @Override
        public double derivative(double x, double y) {
            return y + 1;
        }
    },
    /** The natural logarithm; negative infinity at zero, NaN below. */
    LOG {
        @Override
        public double apply(double x) {
            return Elementary.log(x);
        }

        @Override
        public double derivative(double x, double y) {
            return 1 / x;
        }
    },
    /** {@code log(1 + x)}. */
    LOG1P {
        @Override
        public double apply(double x) {
            return Elementary.log1p(x);
        }

        @Override
        public double derivative(double x, double y) {
            return 1 / (1 + x);
        }
    },
    /** {@code 1 / (1 + exp(-x))}. */
    SIGMOID {
        @Override
        public double apply(double x) {
            return Elementary.sigmoid(x);
        }

        @Override
        public double derivative(double x, double y) {
            return y * (1 - y);
        }
    },
    /** {@code log(1 + exp(x))}. */
    SOFTPLUS {
        @Override
        public double apply(double x) {
            return Elementary.softplus(x);
        }

        @Override
        public double derivative(double x, double y) {
            return Elementary.sigmoid(x);
        }
    },
    /** {@code log(x / (1 - x))} on (0, 1). */
    LOGIT {
        @Override
        public double apply(double x) {
            return Elementary.log(x) - Elementary.log1p(-x);
        }

        @Override
        public double derivative(double x, double y) {
            return 1 / (x * (1 - x));
        }
    },
    /** The hyperbolic tangent. */
    TANH {
        @Override
        public double apply(double x) {
            return Elementary.tanh(x);
        }

        @Override
        public double derivative(double x, double y) {
            return 1 - y * y;
        }
    },
    /** The arc tangent, in radians. */
    ARCTAN {
        @Override
        public double apply(double x) {
            return StrictMath.atan(x);
        }

        @Override
        public double derivative(double x, double y) {
            return 1 / Math.fma(x, x, 1.0);
        }
    },
    /** The logarithm of the gamma function, for {@code x > 0}. */
    LOG_GAMMA {
        @Override
        public double apply(double x) {
            return Special.logGamma(x);
        }

        @Override
        public double derivative(double x, double y) {
            return Special.digamma(x);
        }
    },
    /** The derivative of the logarithm of the gamma function, for {@code x > 0}. */
    DIGAMMA {
        @Override
        public double apply(double x) {
            return Special.digamma(x);
        }

        @Override
        public double derivative(double x, double y) {
            return Special.trigamma(x);
        }
    },
    /** The standard normal distribution function. */
    NORMAL_CDF {
        @Override
        public double apply(double x) {
            return Special.normalCdf(x);
        }

        @Override
        public double derivative(double x, double y) {
            return Special.normalDensity(x);
        }
    },
    /** The logarithm of the standard normal distribution function, accurate far into the left tail. */
    NORMAL_LOG_CDF {
        @Override
        public double apply(double x) {
            return Special.normalLogCdf(x);
        }

        @Override
        public double derivative(double x, double y) {
            return Special.normalHazard(-x);
        }
    };

    /** The function at x. */
    public abstract double apply(double x);

    /**
     * The derivative at x.
     *
     * @param x the argument
     * @param y the function at x, which many derivatives can use
     */
    public abstract double derivative(double x, double y);
}
