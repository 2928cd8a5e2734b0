package tributary.hierarchy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tributary.random.RandomStream;

/**
 * Groups that lie within parents (regions within countries), immutable: the coefficients of group g in parent p are {@code
 * m + u_p + d_g}, {@code u_p ~ normal(0, C C')}, {@code d_g ~ normal(0, Omega)}.
 *
 * <p>Of normal rows the parents integrate out exactly after their groups ({@link NestedGroups}); of cells the deviations
 * of parents are sampled with the hyper-parameters ({@link NestedCells}), of very many groups given these, from
 * polynomials ({@link NestedEmulator}). Either way groups are given positions to which
 * {@link #complete} appended the deviations of all parents.
 */
public final class NestedTable implements Groups {
    private static final long serialVersionUID = 1L;

    private final Groups table;
    private final int[] parents;
    private final int count;
    private final ArrayList<SpreadPrior> spreads;

    private NestedTable(Groups table, int[] parents, int count, List<SpreadPrior> spreads) {
        this.table = table;
        this.parents = parents;
        this.count = count;
        this.spreads = new ArrayList<>(spreads);
    }

    /**
     * Groups within parents.
     *
     * @param table of normal rows or of cells
     * @param parents of each group the number of its parent, from 0
     * @param count of parents, some of which may have no group here
     * @param spreads the priors of the deviations between parents, of each coefficient that varies
     */
    public static NestedTable of(Groups table, int[] parents, int count, List<SpreadPrior> spreads) {
        if (!(table instanceof GroupTable || table instanceof CellTable)) {
            throw new IllegalArgumentException("parents go with groups of normal rows or of cells");
        }
        if (parents.length != table.groups()) {
            throw new IllegalArgumentException(parents.length + " parents for " + table.groups() + " groups");
        }
        for (int parent : parents) {
            if (parent < 0 || parent >= count) {
                throw new IllegalArgumentException("parent " + parent + " of " + count);
            }
        }
        return new NestedTable(table, parents.clone(), count, spreads);
    }

    /** Tables of the same parents one after the other. */
    public static NestedTable concat(List<NestedTable> tables) {
        NestedTable first = tables.get(0);
        int[] all = tables.stream()
                .flatMapToInt(t -> java.util.Arrays.stream(t.parents))
                .toArray();
        Groups joined = first.table instanceof GroupTable
                ? GroupTable.concat(
                        tables.stream().map(t -> (GroupTable) t.table).toList())
                : CellTable.concat(tables.stream().map(t -> (CellTable) t.table).toList());
        return new NestedTable(joined, all, first.count, first.spreads);
    }

    int count() {
        return count;
    }

    int parent(int group) {
        return parents[group];
    }

    /** Of each group its parent; never written. */
    int[] parents() {
        return parents;
    }

    /** The cells, if groups are of cells. */
    Optional<CellTable> cells() {
        return table instanceof CellTable cells ? Optional.of(cells) : Optional.empty();
    }

    List<SpreadPrior> spreads() {
        return List.copyOf(spreads);
    }

    Shifts shifts(GroupModel model) {
        return new Shifts(parents, model.varying(), model.coefficients().size());
    }

    @Override
    public int groups() {
        return table.groups();
    }

    @Override
    public boolean exact() {
        return table.exact();
    }

    /** A density of nested normal groups goes over them one by one, not in tiles. */
    @Override
    public long work() {
        return table.exact() ? 4 * table.work() : table.work();
    }

    @Override
    public CollapsedDensity density(GroupModel model) {
        return density(model, false);
    }

    @Override
    public CollapsedDensity finer(GroupModel model) {
        return density(model, true);
    }

    private CollapsedDensity density(GroupModel model, boolean finer) {
        return table instanceof GroupTable rows
                ? new NestedGroups(this, rows, model)
                : new NestedCells(this, ((CellTable) table).density(model, finer), model);
    }

    @Override
    public double[] complete(GroupModel model, double[] position, RandomStream stream) {
        return table instanceof GroupTable rows
                ? new NestedGroups(this, rows, model).complete(position, stream)
                : NestedCells.complete(this, model, position);
    }

    /**
     * The mean coefficients of the groups of a parent, predictors apart and less the outcomes' centre.
     *
     * @param count of parents
     * @param complete position
     */
    public static void means(GroupModel model, int count, double[] complete, int parent, double[] into) {
        HyperLayout layout = new HyperLayout(model);
        int[] varying = layout.varying();
        for (int j = 0; j < into.length; j++) {
            into[j] = complete[layout.mean(j)];
        }
        int from = complete.length - count * varying.length + parent * varying.length;
        for (int v = 0; v < varying.length; v++) {
            into[varying[v]] += complete[from + v];
        }
    }

    @Override
    public GroupConditional given(GroupModel model, double[] position) {
        return given(model, new double[][] {position})[0];
    }

    @Override
    public GroupConditional[] given(GroupModel model, double[][] positions) {
        HyperLayout layout = new HyperLayout(model);
        int from = layout.dimension() + new UpperLevel(model, spreads, layout.dimension()).dimension();
        if (table instanceof CellTable cells) {
            return CellConditional.given(
                    cells, model, positions, position -> shifts(model).from(position, from));
        }
        GroupConditional[] given = new GroupConditional[positions.length];
        for (int m = 0; m < given.length; m++) {
            given[m] = m > 0 && positions[m] == positions[m - 1]
                    ? given[m - 1]
                    : new GroupPosterior(
                                    (GroupTable) table, model, shifts(model).from(positions[m], from))
                            .conditioned(positions[m]);
        }
        return given;
    }
}
