package tributary.family.mediamix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tributary.decide.BudgetProblem;

/** The spend of the last weeks in cells of channel, geo and period, which a budget splits anew, and what limits may be set. */
final class BudgetCells {
    private final List<MediaBudget.Cell> cells;
    private final double[] present;
    private final double[] seen;
    private final double[][] weekly;
    private final Map<String, int[]> cellOfRow;

    private BudgetCells(
            List<MediaBudget.Cell> cells,
            double[] present,
            double[] seen,
            double[][] weekly,
            Map<String, int[]> cellOfRow) {
        this.cells = List.copyOf(cells);
        this.present = present;
        this.seen = seen;
        this.weekly = weekly;
        this.cellOfRow = cellOfRow;
    }

    /**
     * The cells of a panel.
     *
     * @throws IllegalArgumentException if the panel has fewer weeks, or there are more periods than weeks
     */
    static BudgetCells of(MediaMixSpec spec, MediaPanel panel, int weeks, int periods, boolean byGeo) {
        int all = panel.weeks().size();
        if (weeks < 1 || weeks > all || periods < 1 || periods > weeks) {
            throw new IllegalArgumentException("a budget is of 1 to " + all
                    + " weeks, cut into at most as many periods; not " + weeks + " and " + periods);
        }
        Map<MediaBudget.Cell, Integer> numbers = new LinkedHashMap<>();
        Map<String, int[]> cellOfRow = new LinkedHashMap<>();
        for (ChannelSpec channel : spec.channels()) {
            int[] rows = new int[panel.geos().size() * all];
            for (int row = 0; row < rows.length; row++) {
                int week = row % all - (all - weeks);
                String geo = byGeo ? panel.geos().get(row / all) : MediaAnswers.ALL;
                MediaBudget.Cell cell = new MediaBudget.Cell(channel.name(), geo, Math.max(0, week) * periods / weeks);
                rows[row] = week < 0 ? -1 : numbers.computeIfAbsent(cell, c -> numbers.size());
            }
            cellOfRow.put(channel.name(), rows);
        }
        List<MediaBudget.Cell> cells = new ArrayList<>(numbers.keySet());
        double[] present = new double[cells.size()];
        double[] seen = new double[cells.size()];
        double[][] weekly = new double[cells.size()][];
        for (ChannelSpec channel : spec.channels()) {
            double[][] spend = panel.of(channel.name()).spend();
            int[] cell = cellOfRow.getOrDefault(channel.name(), new int[0]);
            double largest = 0;
            for (int row = 0; row < cell.length; row++) {
                double money = spend[row / all][row % all];
                largest = Math.max(largest, money / panel.relativeSizes()[row / all]);
                if (cell[row] >= 0) {
                    present[cell[row]] += money;
                }
            }
            for (int c = 0; c < weekly.length; c++) {
                if (cells.get(c).channel().equals(channel.name())) {
                    seen[c] = largest;
                    weekly[c] = weekly(panel, spend, cell, c, present[c]);
                }
            }
        }
        return new BudgetCells(cells, present, seen, weekly, cellOfRow);
    }

    /** What a unit of a cell's money is in each of its weeks, by size of the geo: its flighting, or evenly where it has none. */
    private static double[] weekly(MediaPanel panel, double[][] spend, int[] cell, int c, double present) {
        int weeks = panel.weeks().size();
        double[] sizes = panel.relativeSizes();
        double size = 0;
        for (int row = 0; row < cell.length; row++) {
            size += cell[row] == c ? sizes[row / weeks] : 0;
        }
        double each = 1 / size;
        return IntStream.range(0, cell.length)
                .filter(row -> cell[row] == c)
                .mapToDouble(row -> present > 0 ? spend[row / weeks][row % weeks] / sizes[row / weeks] / present : each)
                .toArray();
    }

    /** The cells in order: channels, and within them geos and periods as they come in the data. */
    List<MediaBudget.Cell> cells() {
        return cells;
    }

    /** Money by cell as it was spent. */
    double[] present() {
        return present.clone();
    }

    /** The share of a cell's weeks that would see more media of the channel than any week has, by size of the geo. */
    double beyond(int cell, double money) {
        double most = seen[cell] * (1 + 1e-9);
        return Arrays.stream(weekly[cell]).filter(share -> share * money > most).count() / (double) weekly[cell].length;
    }

    /** The cell of each of the panel's rows for a channel; -1 for weeks before those that are split. */
    int[] cellOfRow(String channel) {
        return cellOfRow.getOrDefault(channel, new int[0]);
    }

    /**
     * The problem under what may be done.
     *
     * @throws IllegalArgumentException if bounds and groups cannot hold the total, or a channel is to be opened on which
     *     nothing was ever spent
     */
    BudgetProblem problem(BudgetSpec spec) {
        double spent = 0;
        for (double money : present) {
            spent += money;
        }
        double total = Double.isNaN(spec.total()) ? spent : spec.total();
        if (!(total > 0)) {
            throw new IllegalArgumentException(
                    "nothing was spent in the weeks whose spend is to be split, so there is no total:"
                            + " state budget.total, and budget.channels.NAME.open");
        }
        double grown = spent > 0 ? total / spent : 1;
        double[] lower = new double[present.length];
        double[] upper = new double[present.length];
        for (int c = 0; c < present.length; c++) {
            String channel = cells.get(c).channel();
            Double own = spec.shares().get(channel);
            double share = own == null ? spec.share() : own;
            boolean fixed = own != null && own == 0;
            // Another total moves the middle of the bounds with it; what is held stays where it was.
            double middle = fixed ? present[c] : grown * present[c];
            lower[c] = Math.max(0, 1 - share) * middle;
            upper[c] = (1 + share) * middle;
            Double open = spec.open().get(channel);
            if (present[c] == 0 && open != null) {
                if (open > 0 && !(seen[c] > 0)) {
                    throw new IllegalArgumentException(
                            "cells of " + channel
                                    + " cannot be opened: nothing was ever spent on it, so the data do not tell what its money buys");
                }
                upper[c] = open;
            }
        }
        double least = Arrays.stream(lower).sum();
        double most = Arrays.stream(upper).sum();
        if (least > total * (1 + 1e-9) || most < total * (1 - 1e-9)) {
            throw new IllegalArgumentException("the total " + round(total)
                    + " does not lie between the sums of the cells' bounds, " + round(least) + " and " + round(most)
                    + (spec.shares().containsValue(0.0) ? ", where channels that are fixed stay where they were" : "")
                    + ": take one that does, such as budget.total = " + round(spent)
                    + ", or wider bounds, such as budget.share = 0.5");
        }
        List<BudgetProblem.Group> groups = new ArrayList<>();
        for (BudgetSpec.Group group : spec.groups()) {
            List<Integer> of = new ArrayList<>();
            for (int c = 0; c < present.length; c++) {
                if (group.channels().contains(cells.get(c).channel())) {
                    of.add(c);
                }
            }
            groups.add(new BudgetProblem.Group(group.name(), of, group.least() * total, group.most() * total));
        }
        BudgetProblem problem = new BudgetProblem(present, lower, upper, total, groups);
        if (!problem.feasible()) {
            throw new IllegalArgumentException("no split of the total " + total
                    + " keeps the bounds of all channels and the limits of the groups together: " + words(problem)
                    + "; widen them (budget.groups.NAME.least, most), or the bounds, such as budget.share = 0.5");
        }
        return problem;
    }

    /** What each group may get by its limits, and by the bounds of its channels. */
    private static String words(BudgetProblem problem) {
        StringBuilder text = new StringBuilder();
        for (BudgetProblem.Group group : problem.groups()) {
            double least = 0;
            double most = 0;
            for (int c : group.cells()) {
                least += problem.lower()[c];
                most += problem.upper()[c];
            }
            text.append(text.length() == 0 ? "" : "; ")
                    .append("the group ")
                    .append(group.name())
                    .append(" asks for ")
                    .append(round(group.lower()))
                    .append(" to ")
                    .append(round(group.upper()))
                    .append(", the bounds of its channels leave ")
                    .append(round(least))
                    .append(" to ")
                    .append(round(most));
        }
        return text.toString();
    }

    static String round(double money) {
        return String.format(java.util.Locale.ROOT, "%.6g", money);
    }
}
