package tributary.hierarchy;

import java.util.concurrent.Executor;

/** Groups whose density is of positions in units of their own, for searches and chains that expect numbers near 1. */
final class GroupsInUnits implements Groups {
    private static final long serialVersionUID = 1L;

    private final Groups groups;
    private final double[] units;

    GroupsInUnits(Groups groups, double[] units) {
        this.groups = groups;
        this.units = units;
    }

    @Override
    public int groups() {
        return groups.groups();
    }

    @Override
    public CollapsedDensity density(GroupModel model) {
        return new DensityInUnits(groups.density(model), units);
    }

    @Override
    public CollapsedDensity finer(GroupModel model) {
        return new DensityInUnits(groups.finer(model), units);
    }

    @Override
    public CollapsedDensity density(GroupModel model, Executor executor) {
        return new DensityInUnits(groups.density(model, executor), units);
    }

    @Override
    public Groups thinned(int every) {
        Groups some = groups.thinned(every);
        return some == groups ? this : new GroupsInUnits(some, units);
    }

    @Override
    public boolean exact() {
        return groups.exact();
    }

    @Override
    public long work() {
        return groups.work();
    }

    @Override
    public GroupConditional given(GroupModel model, double[] z) {
        return groups.given(model, position(z, units));
    }

    /** The position of a point in units. */
    static double[] position(double[] z, double[] units) {
        double[] position = z.clone();
        for (int i = 0; i < units.length; i++) {
            position[i] *= units[i];
        }
        return position;
    }
}
