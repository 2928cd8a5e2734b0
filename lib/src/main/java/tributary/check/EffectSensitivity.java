package tributary.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tributary.consensus.Blocks;
import tributary.estimand.IntervalSpec;
import tributary.identify.EffectIdentification;
import tributary.identify.Strategy;
import tributary.infer.Describe;
import tributary.infer.Interval;

/** All that can be asked of one effect of a treatment on an outcome: how wrong its assumptions may be before it falls. */
public final class EffectSensitivity {
    private static final double CRITICAL = 1.959963984540054;

    private final Blocks blocks;
    private final EffectIdentification effect;
    private final double[] draws;
    private final IntervalSpec interval;

    /**
     * Of one effect.
     *
     * @param draws of the difference that the treatment makes, finite
     */
    public EffectSensitivity(Blocks blocks, EffectIdentification effect, double[] draws, IntervalSpec interval) {
        this.blocks = blocks;
        this.effect = effect;
        this.draws = draws.clone();
        this.interval = interval;
    }

    /** Bias priors, and the grids with their tipping points where nothing but assumption excludes hidden causes. */
    public List<SensitivityCell> bias(List<BiasPrior> priors) {
        List<SensitivityCell> cells = new ArrayList<>(BiasSensitivity.scenarios(draws, priors, interval));
        boolean designed =
                effect.route().filter(r -> r.strategy() == Strategy.RANDOMISED).isPresent();
        if (!designed) {
            cells.addAll(BiasSensitivity.shifts(draws, interval));
            cells.addAll(BiasSensitivity.spreads(draws, interval));
        }
        return cells;
    }

    /**
     * E-values, robustness values, and confounders as strong as each covariate that was adjusted for.
     *
     * @param difference whether the draws are the difference itself, in the outcome's unit; of a difference over something
     *     there is no E-value, which is read from the outcome's rate or deviation
     */
    public List<SensitivityCell> confounders(boolean difference) {
        if (effect.asked().treatments().size() != 1
                || effect.asked().outcomes().size() != 1
                || !effect.asked().mediators().isEmpty()) {
            return List.of();
        }
        BlockColumns head = new BlockColumns(blocks.columns());
        List<String> columns = new ArrayList<>(effect.asked().outcomes());
        columns.addAll(effect.asked().treatments());
        effect.adjustment().orElse(Set.of()).stream()
                .filter(name -> !columns.contains(name))
                .filter(head::isNumber)
                .forEach(columns::add);
        if (!columns.stream().allMatch(head::isNumber)) {
            return List.of();
        }
        ColumnCovariance table = ColumnCovariance.of(blocks, columns);
        List<SensitivityCell> cells = new ArrayList<>(difference ? eValues(table) : List.of());
        cells.addAll(robustness(table));
        cells.addAll(benchmarks(table, columns));
        return cells;
    }

    private List<SensitivityCell> eValues(ColumnCovariance table) {
        double mean = Describe.mean(draws);
        Interval ends = interval.of(draws);
        double share = table.mean(0);
        double variance = table.covariance(0, 0) * (table.count() - 1) / table.count();
        boolean binary = isYesOrNo(share, variance);
        double base = share - table.covariance(0, 1) / table.covariance(1, 1) * table.mean(1);
        String scale = binary
                ? String.format(Locale.ROOT, "as a risk ratio over the untreated rows' %.4g", base)
                : "as a risk ratio by exp(0.91 d) of the standardised difference d";
        double sd = Math.sqrt(table.covariance(0, 0));
        java.util.function.DoubleUnaryOperator ratio = v -> binary ? 1 + v / base : EValue.ratioOfStandardised(v / sd);
        double of = EValue.ofRiskRatio(ratio.applyAsDouble(mean));
        double ofEnd = EValue.ofInterval(ratio.applyAsDouble(ends.lower()), ratio.applyAsDouble(ends.upper()));
        return List.of(
                tipping(
                        "E-value of the estimate",
                        "a hidden cause must be associated with treatment and outcome by this risk ratio each, beyond the "
                                + "covariates, to explain the estimate away (effect read " + scale + ")",
                        of),
                tipping(
                        "E-value of the interval",
                        "the same, to make the interval reach no effect; 1 where it does already",
                        ofEnd));
    }

    /** Zeros and ones have the variance p (1 - p), which other numbers have to nine digits by an odd chance only. */
    private static boolean isYesOrNo(double share, double variance) {
        return share > 0 && share < 1 && Math.abs(variance - share * (1 - share)) < 1e-9;
    }

    private List<SensitivityCell> robustness(ColumnCovariance table) {
        double t = Describe.mean(draws) / Describe.sd(draws);
        double freedom = freedom(table);
        return List.of(
                tipping(
                        "robustness value",
                        "a hidden cause that explains this share of what is left of both treatment and outcome brings the "
                                + "estimate to zero (as of a linear regression of this mean over sd)",
                        RobustnessValue.of(t, freedom, 1)),
                tipping(
                        "robustness value of the interval",
                        "the same, to bring zero within 1.96 sd",
                        RobustnessValue.ofSignificance(t, freedom, CRITICAL)));
    }

    /** Rows less the coefficients of intercept, treatment and covariates. */
    private static double freedom(ColumnCovariance table) {
        return table.count() - table.size();
    }

    /** A hidden cause as strong as a covariate moves the estimate towards zero at most so far (Cinelli and Hazlett). */
    private List<SensitivityCell> benchmarks(ColumnCovariance table, List<String> columns) {
        List<SensitivityCell> cells = new ArrayList<>();
        double mean = Describe.mean(draws);
        double sd = Describe.sd(draws);
        for (int j = 2; j < columns.size(); j++) {
            int[] withOutcome = placesFirst(columns.size(), 0, j);
            int[] withTreatment = java.util.Arrays.stream(placesFirst(columns.size(), 1, j))
                    .filter(place -> place != 0)
                    .toArray();
            double y = IndependenceTests.partialCorrelation(table.select(withOutcome));
            double d = IndependenceTests.partialCorrelation(table.select(withTreatment));
            RobustnessValue.Confounder bound = RobustnessValue.asStrongAs(y * y, d * d);
            double bias = RobustnessValue.bias(sd, freedom(table), bound.withOutcome(), bound.withTreatment());
            if (Double.isFinite(bias)) {
                BiasPrior shift = new BiasPrior("", Math.copySign(bias, mean), 0);
                SensitivityCell cell = BiasSensitivity.scenarios(draws, List.of(shift), interval)
                        .get(0);
                cells.add(cell.of(
                        SensitivityCell.Grid.CONFOUNDER,
                        "as strong as " + columns.get(j),
                        String.format(
                                Locale.ROOT,
                                "a hidden cause explains %.4f of what is left of the outcome and %.4f of the treatment, as "
                                        + "%s would if it were hidden: bias of %.4g at most",
                                bound.withOutcome(),
                                bound.withTreatment(),
                                columns.get(j),
                                bias)));
            }
        }
        return cells;
    }

    private static int[] placesFirst(int size, int one, int other) {
        int[] places = new int[size];
        places[0] = one;
        places[1] = other;
        int at = 2;
        for (int i = 0; i < size; i++) {
            if (i != one && i != other) {
                places[at++] = i;
            }
        }
        return places;
    }

    /** The effect if the treatment is recorded wrongly at these rates. */
    public Optional<SensitivityCell> misclassified(Misclassification wrong) {
        if (effect.asked().treatments().size() != 1
                || !effect.asked().mediators().isEmpty()) {
            return Optional.empty();
        }
        String treatment = effect.asked().treatments().iterator().next();
        if (!new BlockColumns(blocks.columns()).isNumber(treatment)) {
            return Optional.empty();
        }
        ColumnCovariance column = ColumnCovariance.of(blocks, List.of(treatment));
        double recorded = column.mean(0);
        if (!isYesOrNo(recorded, column.covariance(0, 0) * (column.count() - 1) / column.count())) {
            return Optional.of(tipping(
                    SensitivityCell.Grid.MISCLASSIFICATION,
                    "misclassified",
                    "not asked: " + treatment + " is no yes or no, which sensitivity and specificity are of",
                    Double.NaN));
        }
        double by = wrong.attenuation(recorded);
        String words = "the treatment is recorded with sensitivity " + wrong.sensitivity() + " and specificity "
                + wrong.specificity() + ", whatever the outcome";
        if (!Double.isFinite(by)) {
            return Optional.of(tipping(
                    SensitivityCell.Grid.MISCLASSIFICATION,
                    "misclassified",
                    words + ": contradicted by the share " + recorded + " recorded as treated",
                    Double.NaN));
        }
        SensitivityCell cell = BiasSensitivity.scenarios(
                        wrong.corrected(draws, recorded), List.of(new BiasPrior("", 0, 0)), interval)
                .get(0);
        return Optional.of(cell.of(
                SensitivityCell.Grid.MISCLASSIFICATION,
                "misclassified",
                words + String.format(Locale.ROOT, ": what is seen is %.4f of the effect", by)));
    }

    /** The correlation of hidden causes of mediator and outcome at which a linear indirect effect vanishes. */
    public Optional<SensitivityCell> mediation() {
        if (effect.asked().mediators().size() != 1
                || effect.asked().treatments().size() != 1
                || effect.asked().outcomes().size() != 1) {
            return Optional.empty();
        }
        String m = effect.asked().mediators().iterator().next();
        String t = effect.asked().treatments().iterator().next();
        String y = effect.asked().outcomes().iterator().next();
        BlockColumns head = new BlockColumns(blocks.columns());
        Set<String> others = new java.util.LinkedHashSet<>(
                effect.minimal().isEmpty() ? Set.of() : effect.minimal().get(0));
        others.removeAll(Set.of(m, t, y));
        if (!List.of(m, t, y).stream().allMatch(head::isNumber)) {
            return Optional.empty();
        }
        MediationRho rho = MediationRho.of(
                blocks, t, m, y, others.stream().filter(head::isNumber).toList());
        return Optional.of(tipping(
                "mediation rho of " + m,
                String.format(
                        Locale.ROOT,
                        "hidden causes of %s and %s correlate what is left of them by this much: then the indirect effect, "
                                + "%.4g by linear regression, is zero",
                        m,
                        y,
                        rho.indirect(0)),
                rho.correlation()));
    }

    private static SensitivityCell tipping(String name, String words, double value) {
        return tipping(SensitivityCell.Grid.CONFOUNDER, name, words, value);
    }

    private static SensitivityCell tipping(SensitivityCell.Grid grid, String name, String words, double value) {
        double none = Double.NaN;
        return new SensitivityCell(grid, name, words, true, none, none, none, none, none, none, value);
    }
}
