package tributary.hierarchy;

import tributary.math.Elementary;
import tributary.math.UnaryFunction;

/**
 * The likelihood of a cell: of n rows that share a linear predictor eta, by what is kept of their outcomes.
 *
 * <p>The sum s of the outcomes suffices for the first three; of a student-t cell all rows have the same outcome, s / n. The
 * noise is the coefficient of variation of a gamma outcome, the scale of a student-t; the others have none. What costs
 * most of a value is one function of one argument: of very many cells it is asked for in one loop.
 */
public enum CellLikelihood {
    /** Yes or no on the logit scale: {@code s eta - n log(1 + exp(eta))}. */
    BERNOULLI(UnaryFunction.SOFTPLUS) {
        @Override
        public double mean(double eta) {
            return UnaryFunction.SIGMOID.apply(eta);
        }

        @Override
        public double link(double mean) {
            return UnaryFunction.LOGIT.apply(mean);
        }

        @Override
        double value(double n, double s, double eta, double noise, double degrees, double dear) {
            return s * eta - n * dear;
        }

        @Override
        double slope(double n, double s, double eta, double noise, double degrees) {
            return s - n * mean(eta);
        }

        @Override
        double slope(double n, double s, double eta, double noise, double degrees, double dear, double dearSlope) {
            return s - n * dearSlope;
        }

        @Override
        double curvature(double n, double s, double slope, double eta, double noise, double degrees) {
            double expected = Math.max(0, Math.min(n, s - slope));
            return expected * (1 - expected / n);
        }

        @Override
        double assess(double n, double s, double eta, double noise, double degrees, double[] into) {
            double decay = Elementary.exp(-Math.abs(eta));
            double p = Elementary.sigmoid(eta, decay);
            into[0] = s - n * p;
            into[1] = n * p * (1 - p);
            return s * eta - n * Elementary.softplus(eta, decay);
        }
    },
    /** Counts on the log scale: {@code s eta - n exp(eta)}. */
    POISSON(UnaryFunction.EXP) {
        @Override
        public double mean(double eta) {
            return UnaryFunction.EXP.apply(eta);
        }

        @Override
        public double link(double mean) {
            return UnaryFunction.LOG.apply(mean);
        }

        @Override
        double value(double n, double s, double eta, double noise, double degrees, double dear) {
            return s * eta - n * dear;
        }

        @Override
        double slope(double n, double s, double eta, double noise, double degrees) {
            return s - n * UnaryFunction.EXP.apply(eta);
        }

        @Override
        double slope(double n, double s, double eta, double noise, double degrees, double dear, double dearSlope) {
            return s - n * dear;
        }

        @Override
        double curvature(double n, double s, double slope, double eta, double noise, double degrees) {
            return Math.max(0, s - slope);
        }

        @Override
        double assess(double n, double s, double eta, double noise, double degrees, double[] into) {
            double expected = n * UnaryFunction.EXP.apply(eta);
            into[0] = s - expected;
            into[1] = expected;
            return s * eta - expected;
        }
    },
    /**
     * Positive numbers of mean {@code exp(eta)} and coefficient of variation c, on the log scale: with shape {@code a = 1 /
     * c^2}, {@code -a (n eta + s exp(-eta))}, and what does not depend on eta beside.
     */
    GAMMA(UnaryFunction.EXP) {
        @Override
        public double mean(double eta) {
            return UnaryFunction.EXP.apply(eta);
        }

        @Override
        public double link(double mean) {
            return UnaryFunction.LOG.apply(mean);
        }

        @Override
        double argument(double n, double s, double eta, double noise, double degrees) {
            return -eta;
        }

        @Override
        double value(double n, double s, double eta, double noise, double degrees, double dear) {
            return -(n * eta + s * dear) / (noise * noise);
        }

        @Override
        double slope(double n, double s, double eta, double noise, double degrees) {
            return (s * UnaryFunction.EXP.apply(-eta) - n) / (noise * noise);
        }

        @Override
        double slope(double n, double s, double eta, double noise, double degrees, double dear, double dearSlope) {
            return (s * dear - n) / (noise * noise);
        }

        @Override
        double curvature(double n, double s, double slope, double eta, double noise, double degrees) {
            return Math.max(0, slope + n / (noise * noise));
        }

        @Override
        double assess(double n, double s, double eta, double noise, double degrees, double[] into) {
            double precision = 1 / (noise * noise);
            double part = s * UnaryFunction.EXP.apply(-eta);
            into[0] = (part - n) * precision;
            into[1] = part * precision;
            return -(n * eta + part) * precision;
        }

        @Override
        double noiseSlope(double n, double s, double eta, double noise, double degrees) {
            return 2 * (n * eta + s * UnaryFunction.EXP.apply(-eta)) / (noise * noise);
        }

        @Override
        double constant(double n, double logs, double noise, double degrees) {
            double a = 1 / (noise * noise);
            return n * (a * StrictMath.log(a) - UnaryFunction.LOG_GAMMA.apply(a)) + (a - 1) * logs;
        }

        @Override
        double constantSlope(double n, double logs, double noise, double degrees) {
            double a = 1 / (noise * noise);
            return -2 * a * (n * (StrictMath.log(a) + 1 - UnaryFunction.DIGAMMA.apply(a)) + logs);
        }
    },
    /** Numbers with tails of nu degrees of freedom: {@code -n (nu + 1) / 2 log(1 + (y - eta)^2 / (nu sigma^2))}. */
    STUDENT_T(UnaryFunction.LOG1P) {
        @Override
        public double mean(double eta) {
            return eta;
        }

        @Override
        public double link(double mean) {
            return mean;
        }

        @Override
        double argument(double n, double s, double eta, double noise, double degrees) {
            double z = (s / n - eta) / noise;
            return z * z / degrees;
        }

        @Override
        double value(double n, double s, double eta, double noise, double degrees, double dear) {
            return -0.5 * n * (degrees + 1) * dear;
        }

        @Override
        double slope(double n, double s, double eta, double noise, double degrees) {
            double rest = s / n - eta;
            return n * (degrees + 1) * rest / (degrees * noise * noise + rest * rest);
        }

        @Override
        double slope(double n, double s, double eta, double noise, double degrees, double dear, double dearSlope) {
            return slope(n, s, eta, noise, degrees);
        }

        /** The curvature of a parabola that touches from below: Newton's steps with it never overshoot. */
        @Override
        double curvature(double n, double s, double slope, double eta, double noise, double degrees) {
            double rest = s / n - eta;
            return n * (degrees + 1) / (degrees * noise * noise + rest * rest);
        }

        @Override
        double ownCurvature(double n, double s, double eta, double noise, double degrees) {
            double rest = s / n - eta;
            double scale = degrees * noise * noise;
            double sum = scale + rest * rest;
            return n * (degrees + 1) * (scale - rest * rest) / (sum * sum);
        }

        @Override
        double noiseSlope(double n, double s, double eta, double noise, double degrees) {
            double z = (s / n - eta) / noise;
            return n * (degrees + 1) * z * z / (degrees + z * z);
        }

        @Override
        double degreesSlope(double n, double s, double eta, double noise, double degrees) {
            double z = (s / n - eta) / noise;
            double ratio = z * z / degrees;
            return 0.5 * n * degrees * ((degrees + 1) / degrees * ratio / (1 + ratio) - StrictMath.log1p(ratio));
        }

        @Override
        double constant(double n, double logs, double noise, double degrees) {
            return n
                    * (UnaryFunction.LOG_GAMMA.apply(0.5 * (degrees + 1))
                            - UnaryFunction.LOG_GAMMA.apply(0.5 * degrees)
                            - 0.5 * StrictMath.log(degrees)
                            - StrictMath.log(noise));
        }

        @Override
        double constantSlope(double n, double logs, double noise, double degrees) {
            return -n;
        }

        @Override
        double constantDegreesSlope(double n, double degrees) {
            return 0.5
                    * n
                    * (degrees
                                    * (UnaryFunction.DIGAMMA.apply(0.5 * (degrees + 1))
                                            - UnaryFunction.DIGAMMA.apply(0.5 * degrees))
                            - 1);
        }
    };

    private final UnaryFunction dear;

    CellLikelihood(UnaryFunction dear) {
        this.dear = dear;
    }

    /** The mean of an outcome; of a student-t outcome its middle. */
    public abstract double mean(double eta);

    /** The linear predictor of a mean. */
    public abstract double link(double mean);

    /** The function that costs most of a value. */
    UnaryFunction dear() {
        return dear;
    }

    /** Its argument. */
    double argument(double n, double s, double eta, double noise, double degrees) {
        return eta;
    }

    /** The log likelihood as far as it depends on eta, given the dear function at its argument. */
    abstract double value(double n, double s, double eta, double noise, double degrees, double dear);

    /** The log likelihood as far as it depends on eta. */
    double value(double n, double s, double eta, double noise, double degrees) {
        return value(n, s, eta, noise, degrees, dear.apply(argument(n, s, eta, noise, degrees)));
    }

    /** The value; slope and {@link #curvature} go into two numbers, what they share is computed once. */
    double assess(double n, double s, double eta, double noise, double degrees, double[] into) {
        into[0] = slope(n, s, eta, noise, degrees);
        into[1] = curvature(n, s, into[0], eta, noise, degrees);
        return value(n, s, eta, noise, degrees);
    }

    /** Its slope in eta. */
    abstract double slope(double n, double s, double eta, double noise, double degrees);

    /** The same, given the dear function and its own slope at its argument. */
    abstract double slope(double n, double s, double eta, double noise, double degrees, double dear, double dearSlope);

    /**
     * Its curvature downwards, or what may stand for it in Newton's method; not negative.
     *
     * @param slope at the same place: what it was found by is not computed twice
     */
    abstract double curvature(double n, double s, double slope, double eta, double noise, double degrees);

    /** Its curvature downwards itself. */
    double ownCurvature(double n, double s, double eta, double noise, double degrees) {
        return curvature(n, s, slope(n, s, eta, noise, degrees), eta, noise, degrees);
    }

    /** Its slope in the log of the noise. */
    double noiseSlope(double n, double s, double eta, double noise, double degrees) {
        return 0;
    }

    /** Its slope in the log of the degrees of freedom. */
    double degreesSlope(double n, double s, double eta, double noise, double degrees) {
        return 0;
    }

    /** What n rows add that does not depend on eta, up to a constant; logs is the sum of the outcomes' logarithms. */
    double constant(double n, double logs, double noise, double degrees) {
        return 0;
    }

    /** Its slope in the log of the noise. */
    double constantSlope(double n, double logs, double noise, double degrees) {
        return 0;
    }

    /** Its slope in the log of the degrees of freedom. */
    double constantDegreesSlope(double n, double degrees) {
        return 0;
    }
}
