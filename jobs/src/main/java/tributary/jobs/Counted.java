package tributary.jobs;

/** How many of something there are, in words: 1 segment, 2 segments. */
public final class Counted {
    private Counted() {}

    /** So many things of a name whose plural ends in s. */
    public static String of(long n, String one) {
        return of(n, one, one + "s");
    }

    /** So many things of either name, as "1 segment lies" and "2 segments lie". */
    public static String of(long n, String one, String more) {
        return n + " " + (n == 1 ? one : more);
    }
}
