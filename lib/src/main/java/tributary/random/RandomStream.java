package tributary.random;

/**
 * One stream of random numbers: a Philox counter read in order, with samplers for the distributions whose draws
 * everything else is made of.
 *
 * <p>Not thread-safe and not Serializable on purpose: make it from a {@link StreamKey} where it is used. All
 * arithmetic is either IEEE basic or {@link StrictMath}, so the bits agree on every platform.
 */
public final class RandomStream {
    private static final double ULP = 0x1.0p-53;

    private final long key;
    private final long counterHigh;
    private long counter;
    private final long[] block = new long[2];
    private int unread;

    RandomStream(long key, long counterHigh) {
        this.key = key;
        this.counterHigh = counterHigh;
    }

    /** The next 64 random bits. */
    public long nextLong() {
        if (unread == 0) {
            Philox.block(counter++, counterHigh, key, block);
            unread = 2;
        }
        return block[2 - unread--];
    }

    /** Uniform on the open interval (0, 1): never 0, never 1. */
    public double nextDouble() {
        return ((nextLong() >>> 11) + 0.5) * ULP;
    }

    /**
     * Uniform on {0, ..., bound - 1}, without modulo bias (Lemire 2019).
     *
     * @throws IllegalArgumentException if bound is not positive
     */
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive, is " + bound);
        }
        long product = (nextLong() >>> 32) * bound;
        long rejected = (0x100000000L - bound) % bound;
        while ((product & 0xFFFFFFFFL) < rejected) {
            product = (nextLong() >>> 32) * bound;
        }
        return (int) (product >>> 32);
    }

    /** Standard normal, by inversion: monotone in one uniform, so that common random numbers stay common. */
    public double nextGaussian() {
        return NormalQuantile.of(nextDouble());
    }

    /** Exponential with mean 1. */
    public double nextExponential() {
        return -StrictMath.log(nextDouble());
    }

    /**
     * Gamma(shape, 1).
     *
     * @param shape positive and finite
     */
    public double nextGamma(double shape) {
        return StrictMath.exp(nextLogGamma(shape));
    }

    /**
     * The logarithm of a Gamma(shape, 1) variate, finite for shapes as small as 1e-300, where the variate itself
     * underflows. Marsaglia and Tsang (2000); below shape 1 by Gamma(a) = Gamma(a + 1) U^(1/a).
     */
    public double nextLogGamma(double shape) {
        if (!(shape > 0) || Double.isInfinite(shape)) {
            throw new IllegalArgumentException("gamma shape must be positive and finite, is " + shape);
        }
        double boosted = shape < 1 ? shape + 1 : shape;
        double d = boosted - 1.0 / 3;
        double c = 1 / (3 * StrictMath.sqrt(d));
        double logVariate;
        while (true) {
            double x = nextGaussian();
            double root = 1 + c * x;
            double u = nextDouble();
            if (root <= 0) {
                continue;
            }
            double v = root * root * root;
            double logV = 3 * StrictMath.log(root);
            if (StrictMath.log(u) < 0.5 * x * x + d - d * v + d * logV) {
                logVariate = StrictMath.log(d) + logV;
                break;
            }
        }
        return shape < 1 ? logVariate + StrictMath.log(nextDouble()) / shape : logVariate;
    }

    /**
     * Beta(a, b), as a ratio of gammas taken in logarithms, so that tiny shapes neither underflow nor divide 0 by
     * 0.
     */
    public double nextBeta(double a, double b) {
        double x = nextLogGamma(a);
        double y = nextLogGamma(b);
        return 1 / (1 + StrictMath.exp(y - x));
    }

    /** Student t with the given degrees of freedom: normal over root of chi-square over df. */
    public double nextStudentT(double degreesOfFreedom) {
        double z = nextGaussian();
        double half = 0.5 * degreesOfFreedom;
        return z * StrictMath.sqrt(half / nextGamma(half));
    }
}
