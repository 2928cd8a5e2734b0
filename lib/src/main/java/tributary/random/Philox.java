package tributary.random;

/**
 * The Philox4x32-10 block function of Salmon, Moraes, Dror and Shaw (2011): 128 bits of counter and 64 bits of
 * key in, 128 random bits out.
 *
 * <p>It is a bijection of the counter for each key, so a stream is an index and nothing needs to be stored,
 * skipped or shared.
 */
final class Philox {
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long LOW = 0xFFFFFFFFL;

    private Philox() {}

    /**
     * Writes the block of one counter.
     *
     * @param counterLow the low 64 bits of the counter
     * @param counterHigh the high 64 bits of the counter
     * @param key the key
     * @param block receives two longs: words 0 and 1 (word 0 low), then words 2 and 3
     */
    static void block(long counterLow, long counterHigh, long key, long[] block) {
        int c0 = (int) counterLow;
        int c1 = (int) (counterLow >>> 32);
        int c2 = (int) counterHigh;
        int c3 = (int) (counterHigh >>> 32);
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & LOW);
            long product1 = MULTIPLIER_1 * (c2 & LOW);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        block[0] = (c0 & LOW) | ((long) c1 << 32);
        block[1] = (c2 & LOW) | ((long) c3 << 32);
    }
}
