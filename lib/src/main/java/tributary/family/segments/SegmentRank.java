package tributary.family.segments;

/**
 * Where a segment's improvement stands among those of all.
 *
 * @param probBest P(this segment improves most of all)
 * @param mean mean rank among all segments, 1 the greatest improvement
 * @param lower lower end of the equal-tailed interval of the rank
 * @param upper its upper end
 */
public record SegmentRank(double probBest, double mean, double lower, double upper) {}
