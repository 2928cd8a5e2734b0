package tributary.family.segments;

import tributary.consensus.PriorDensity;
import tributary.consensus.ShardLikelihood;
import tributary.hierarchy.CollapsedDensity;
import tributary.hierarchy.GroupModel;
import tributary.hierarchy.Groups;

/**
 * The segments of one shard as a likelihood of the hyper-parameters: {@code log prod m_g(phi)} over its whole segments g,
 * each integrated out, {@code m_g(phi) = int p(y_g | b) p(b | phi) db}.
 *
 * <p>It is the collapsed density of the shard's segments less that of a segment without rows, which is the prior. For normal outcomes
 * it is exact; where it is a quadrature, draws are weighed by the finer rule, so that the certificate also vouches for the
 * usual one.
 */
public final class SegmentShard implements ShardLikelihood {
    private static final int FEW = 2;

    private final CollapsedDensity usual;
    private final CollapsedDensity finer;
    private final CollapsedDensity prior;
    private final double[] scratch;
    private final int segments;
    private final long rows;

    /** The shard of these segments. */
    public SegmentShard(SegmentDesign design, SegmentMoments moments) {
        Groups groups = design.groups(moments);
        GroupModel model = design.model();
        this.usual = groups.density(model);
        this.finer = groups.exact() ? usual : groups.finer(model);
        this.prior = design.none().density(model);
        this.scratch = new double[usual.dimension()];
        double count = 0;
        for (int s = 0; s < moments.segments(); s++) {
            count += moments.count(s);
        }
        this.rows = (long) count;
        this.segments = moments.segments();
    }

    /** The prior of the hyper-parameters, Jacobians included. */
    static PriorDensity prior(SegmentDesign design) {
        Groups none = design.none();
        GroupModel model = design.model();
        return () -> none.density(model);
    }

    /** A position of finite density to begin at, as the shard sees it. */
    public double[] start() {
        return usual.start();
    }

    @Override
    public int dimension() {
        return usual.dimension();
    }

    @Override
    public long rows() {
        return rows;
    }

    /** Fewer than two segments for each hyper-parameter hardly tell of it. */
    @Override
    public String thin() {
        return segments >= FEW * dimension()
                ? ""
                : segments + (segments == 1 ? " segment" : " segments") + " for " + dimension() + " hyper-parameters";
    }

    @Override
    public double evaluate(double[] position, double[] gradient) {
        double value = usual.evaluate(position, gradient) - prior.evaluate(position, scratch);
        for (int i = 0; i < scratch.length; i++) {
            gradient[i] -= scratch[i];
        }
        return value;
    }

    @Override
    public double[] relative(double[][] draws, double[] anchor) {
        double reference = less(anchor);
        double[] relative = new double[draws.length];
        for (int draw = 0; draw < draws.length; draw++) {
            relative[draw] = less(draws[draw]) - reference;
        }
        return relative;
    }

    private double less(double[] position) {
        return finer.value(position) - prior.value(position);
    }
}
