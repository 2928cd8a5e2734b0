package tributary.estimand;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tributary.dist.Support;
import tributary.dist.Univariate;
import tributary.dist.continuous.LogNormal;
import tributary.dist.continuous.Normal;
import tributary.dist.discrete.Bernoulli;
import tributary.dist.discrete.BernoulliLogit;
import tributary.expr.Binary;
import tributary.expr.Constant;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Parameter;
import tributary.math.BinaryFunction;

/**
 * The mean of an expression over its holes, effects before causes: {@code E f(m, y)} with y integrated given m, then m.
 *
 * <p>A hole in which the expression is a straight line is replaced by its mean; one of few values is summed over; a
 * comparison becomes a probability; a smooth function of a normal or lognormal one is integrated by Gauss and Hermite's
 * rule of {@value #POINTS} points (exact for polynomials of degree 41). What is left is drawn.
 *
 * @param value the mean, over parameters, columns and the places of the holes that are drawn
 * @param drawn the holes that are left, causes before effects
 * @param words how each was dealt with
 */
record Integral(Expr value, List<Hole> drawn, Set<String> words) {
    static final int POINTS = 21;
    /** The most copies of an expression that sums and rules may make together. */
    private static final int MOST_COPIES = 1024;
    /** The most values that are summed over. */
    private static final int MOST_VALUES = 64;

    private static final double[][] RULE = Hermite.rule(POINTS);

    Integral {
        drawn = List.copyOf(drawn);
    }

    static Integral of(Expr body, List<Hole> holes) {
        Work work = new Work(body);
        for (int i = holes.size() - 1; i >= 0; i--) {
            work.integrate(holes.get(i));
        }
        return new Integral(work.value, work.drawn, work.words);
    }

    private static final class Work {
        private Expr value;
        private final List<Hole> drawn = new ArrayList<>();
        private final Set<String> words = new LinkedHashSet<>();
        private int copies = 1;

        Work(Expr body) {
            this.value = body;
        }

        void integrate(Hole hole) {
            boolean feedsDraws = drawn.stream().anyMatch(later -> later.reads(hole.name()));
            if (!feedsDraws && !Rewriting.reads(value, hole.name())) {
                return;
            }
            Optional<Expr> result = feedsDraws ? Optional.empty() : exact(hole);
            if (result.isEmpty()) {
                drawn.add(0, hole);
                words.add(hole.variable() + " drawn");
            } else {
                value = result.get();
            }
        }

        private Optional<Expr> exact(Hole hole) {
            Optional<Expr> mean = Rewriting.affine(value, hole.name()) ? mean(hole) : Optional.empty();
            if (mean.isPresent()) {
                words.add(hole.variable() + " by its mean");
                return mean.map(m -> at(hole, m));
            }
            return summed(hole).or(() -> probability(hole)).or(() -> rule(hole));
        }

        private Expr at(Hole hole, Expr point) {
            return Rewriting.put(value, Map.of(hole.name(), point));
        }

        private static Optional<Expr> mean(Hole hole) {
            return hole.family() instanceof Univariate univariate
                    ? univariate.mean(hole.arguments())
                    : Optional.empty();
        }

        private Optional<Expr> summed(Hole hole) {
            Support support = hole.family().support(hole.arguments());
            double least = constant(support.lower());
            double most = constant(support.upper());
            if (support.kind() != Support.Kind.INTEGER
                    || !(most - least < MOST_VALUES)
                    || !copies((int) (most - least) + 1)) {
                return Optional.empty();
            }
            boolean yesOrNo = hole.family() instanceof Bernoulli || hole.family() instanceof BernoulliLogit;
            List<Expr> terms = new ArrayList<>();
            for (double k = least; k <= most; k++) {
                Expr probability = yesOrNo
                        ? k == 1
                                ? mean(hole).orElseThrow()
                                : Exprs.constant(1).minus(mean(hole).orElseThrow())
                        : Exprs.exp(hole.family().logDensity(List.of(Exprs.constant(k)), hole.arguments()));
                terms.add(probability.times(at(hole, Exprs.constant(k))));
            }
            words.add(hole.variable() + " summed over");
            return Optional.of(Exprs.add(terms));
        }

        /** {@code E 1[y > c]} where the comparison is all that reads the hole. */
        private Optional<Expr> probability(Hole hole) {
            if (!(hole.family() instanceof Univariate univariate) || univariate.discrete()) {
                return Optional.empty();
            }
            Set<Binary> found = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
            Rewriting.any(value, node -> {
                if (node instanceof Binary b
                        && Rewriting.isComparison(b.function())
                        && Rewriting.reads(b, hole.name())) {
                    found.add(b);
                }
                return false;
            });
            if (found.size() != 1) {
                return Optional.empty();
            }
            Binary comparison = found.iterator().next();
            Parameter mark = Exprs.parameter("mark of " + hole.name(), comparison.axis());
            Expr marked = Rewriting.put(value, comparison, mark);
            boolean alone = !Rewriting.reads(marked, hole.name()) && Rewriting.affine(marked, mark.name());
            boolean left = isHole(comparison.left(), hole) && !Rewriting.reads(comparison.right(), hole.name());
            boolean right = isHole(comparison.right(), hole) && !Rewriting.reads(comparison.left(), hole.name());
            if (!alone || comparison.function() == BinaryFunction.EQUAL || left == right) {
                return Optional.empty();
            }
            Optional<Expr> log = left
                    ? univariate.logCdf(comparison.right(), hole.arguments())
                    : univariate.logSurvival(comparison.left(), hole.arguments());
            log.ifPresent(known -> words.add(hole.variable() + " by its distribution function"));
            return log.map(known -> Rewriting.put(marked, Map.of(mark.name(), Exprs.exp(known))));
        }

        private static boolean isHole(Expr expr, Hole hole) {
            return expr instanceof Parameter p && p.name().equals(hole.name());
        }

        private Optional<Expr> rule(Hole hole) {
            boolean normal = hole.family() instanceof Normal;
            boolean lognormal = hole.family() instanceof LogNormal;
            if (!(normal || lognormal) || !Rewriting.smooth(value, hole.name()) || !copies(POINTS)) {
                return Optional.empty();
            }
            List<Expr> terms = new ArrayList<>();
            for (int i = 0; i < POINTS; i++) {
                Expr point =
                        hole.arguments().get(0).plus(hole.arguments().get(1).times(RULE[0][i]));
                terms.add(at(hole, normal ? point : Exprs.exp(point)).times(RULE[1][i]));
            }
            words.add(hole.variable() + " by a rule of " + POINTS + " points");
            return Optional.of(Exprs.add(terms));
        }

        private boolean copies(int more) {
            if (copies > MOST_COPIES / more) {
                return false;
            }
            copies *= more;
            return true;
        }

        private static double constant(Expr expr) {
            return expr instanceof Constant c && c.isUniform() ? c.value(0) : Double.NaN;
        }
    }
}
