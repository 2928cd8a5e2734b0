package tributary.hierarchy;

import java.util.Arrays;
import java.util.List;

/**
 * What is known of each group of counts: trials and sum in each cell, the control first and then the arms; immutable.
 *
 * <p>Coefficient 0 is the control's linear predictor, coefficient a what arm a adds to it.
 */
public final class CountTable implements Groups {
    private static final long serialVersionUID = 1L;

    private final CountLikelihood likelihood;
    private final int cells;
    private final double[] trials;
    private final double[] sums;

    private CountTable(CountLikelihood likelihood, int cells, double[] trials, double[] sums) {
        this.likelihood = likelihood;
        this.cells = cells;
        this.trials = trials;
        this.sums = sums;
    }

    /**
     * A table.
     *
     * @param cells of a group
     * @param trials {@code [group * cells + cell]}, not negative
     * @param sums likewise; for yes or no at most the trials
     */
    public static CountTable of(CountLikelihood likelihood, int cells, double[] trials, double[] sums) {
        if (cells < 1 || trials.length == 0 || trials.length % cells != 0 || sums.length != trials.length) {
            throw new IllegalArgumentException("a table of counts needs groups of " + cells + " cells each");
        }
        for (int i = 0; i < trials.length; i++) {
            boolean many = likelihood == CountLikelihood.BERNOULLI && sums[i] > trials[i];
            if (!(trials[i] >= 0) || !(sums[i] >= 0) || many) {
                throw new IllegalArgumentException(sums[i] + " of " + trials[i] + " is no count of events");
            }
        }
        return new CountTable(likelihood, cells, trials.clone(), sums.clone());
    }

    /** Tables one after the other. */
    public static CountTable concat(List<CountTable> tables) {
        CountTable first = tables.get(0);
        int size = tables.stream().mapToInt(t -> t.trials.length).reduce(0, Math::addExact);
        double[] trials = new double[size];
        double[] sums = new double[size];
        int at = 0;
        for (CountTable table : tables) {
            System.arraycopy(table.trials, 0, trials, at, table.trials.length);
            System.arraycopy(table.sums, 0, sums, at, table.sums.length);
            at += table.trials.length;
        }
        return new CountTable(first.likelihood, first.cells, trials, sums);
    }

    @Override
    public int groups() {
        return trials.length / cells;
    }

    /** The likelihood. */
    public CountLikelihood likelihood() {
        return likelihood;
    }

    int cells() {
        return cells;
    }

    double trials(int group, int cell) {
        return trials[group * cells + cell];
    }

    double sum(int group, int cell) {
        return sums[group * cells + cell];
    }

    @Override
    public CollapsedDensity density(GroupModel model) {
        return new CountGroups(this, model, Quadrature.usual(varying(model)));
    }

    @Override
    public CollapsedDensity finer(GroupModel model) {
        return new CountGroups(this, model, Quadrature.finer(varying(model)));
    }

    @Override
    public boolean exact() {
        return false;
    }

    private static int varying(GroupModel model) {
        return model.varying().length;
    }

    @Override
    public GroupConditional given(GroupModel model, double[] position) {
        return new CountConditional(this, model, position);
    }

    @Override
    public String toString() {
        return groups() + " groups, " + (long) Arrays.stream(trials).sum() + " trials";
    }
}
