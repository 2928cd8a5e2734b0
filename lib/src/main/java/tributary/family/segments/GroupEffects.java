package tributary.family.segments;

import java.util.List;
import tributary.hierarchy.GroupModel;
import tributary.hierarchy.NestedTable;

/** The mean effects of the segments of each group that segments lie within, at every draw of the hyper-parameters. */
public final class GroupEffects {
    private final SegmentDesign design;
    private final SegmentPosterior posterior;

    /** Of groups of a design, given a posterior of it. */
    public GroupEffects(SegmentDesign design, SegmentPosterior posterior) {
        this.design = design;
        this.posterior = posterior;
    }

    /** The draws of a group's mean effect of each arm, on the scale on which effects are pooled. */
    public double[][] of(int group) {
        GroupModel model = design.model();
        int count = design.parents().size();
        double[][] effects = new double[design.spec().arms().size()][posterior.size()];
        double[] means = new double[model.coefficients().size()];
        for (int m = 0; m < posterior.size(); m++) {
            NestedTable.means(model, count, posterior.position(m), group, means);
            for (int a = 0; a < effects.length; a++) {
                effects[a][m] = means[design.effect(a)];
            }
        }
        return effects;
    }

    /** The names of the groups. */
    public List<String> names() {
        return design.parents();
    }
}
