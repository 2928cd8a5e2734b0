package tributary.plan;

/**
 * How many shards a table is cut into: enough to share the work, few enough that each is informed.
 *
 * <p>The error of a raw consensus is about {@code 0.5 sqrt(S / e)} posterior standard deviations with e events a shard,
 * and the exact pass corrects what starts within 0.7 of them: so {@code S <= 1.4 sqrt(E)} and at least 50 events a shard,
 * E the events of the rarest outcome. It depends on the data alone, never on cores.
 */
public final class ShardCount {
    /** Rows that make a shard, where events allow. */
    public static final long ROWS = 100_000;
    /** The fewest events a shard should hold. */
    public static final long EVENTS = 50;
    /** A table is not cut finer than this. */
    public static final int MOST = 1024;

    private static final int FEWEST = 4;

    private ShardCount() {}

    /**
     * The number of shards.
     *
     * @param rows rows of the table
     * @param events for yes-or-no outcomes the count of the rarer answer, for others the rows
     */
    public static int choose(long rows, long events) {
        long wanted = Math.max(FEWEST, (rows + ROWS - 1) / ROWS);
        long byError = (long) (1.4 * StrictMath.sqrt((double) events));
        long byEvents = events / EVENTS;
        return (int) Math.max(1, Math.min(Math.min(wanted, MOST), Math.min(byError, byEvents)));
    }
}
