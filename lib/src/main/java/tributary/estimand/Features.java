package tributary.estimand;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import tributary.expr.Axis;
import tributary.expr.Binary;
import tributary.expr.Column;
import tributary.expr.Constant;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Gather;
import tributary.expr.LinearPredictor;
import tributary.expr.Parameter;
import tributary.expr.Unary;
import tributary.math.UnaryFunction;

/**
 * An expression as a sum of products {@code sum_k scalar_k(theta) feature_k(row)}: its mean over any rows needs the means
 * of the features only, whatever the number of draws.
 *
 * @param scalars expressions of parameters
 * @param features expressions of data, one number per row
 */
record Features(List<Expr> scalars, List<Expr> features) {
    /** More products than this are no saving. */
    private static final int MOST = 256;

    private static final int MOST_LEVELS = 64;

    Features {
        scalars = List.copyOf(scalars);
        features = List.copyOf(features);
    }

    /** The products of an expression on an axis of rows; empty where it is no such sum, or too long a one. */
    static Optional<Features> of(Expr expr, Axis rows) {
        return new Walk(rows).products(expr).map(Features::merged);
    }

    private record Product(Expr scalar, Expr feature) {}

    private static Features merged(List<Product> products) {
        List<Expr> scalars = new ArrayList<>();
        List<Expr> features = new ArrayList<>();
        for (Product product : products) {
            int at = 0;
            while (at < features.size() && !same(features.get(at), product.feature())) {
                at++;
            }
            if (at < features.size()) {
                scalars.set(at, scalars.get(at).plus(product.scalar()));
            } else {
                scalars.add(product.scalar());
                features.add(product.feature());
            }
        }
        return new Features(scalars, features);
    }

    private static boolean same(Expr a, Expr b) {
        return a == b || ((a instanceof Column || a instanceof Constant) && a.equals(b));
    }

    private static final class Walk {
        private final Axis rows;
        private final Expr one;
        private final IdentityHashMap<Expr, Boolean> known = new IdentityHashMap<>();

        Walk(Axis rows) {
            this.rows = rows;
            this.one = Exprs.fill(rows, 1);
        }

        private boolean isData(Expr expr) {
            Boolean before = known.get(expr);
            if (before == null) {
                before = !(expr instanceof Parameter)
                        && expr.arguments().stream().allMatch(this::isData);
                known.put(expr, before);
            }
            return before;
        }

        Optional<List<Product>> products(Expr expr) {
            if (expr.axis().isScalar()) {
                return Optional.of(List.of(new Product(expr, one)));
            }
            if (!expr.axis().equals(rows)) {
                return Optional.empty();
            }
            if (isData(expr)) {
                return Optional.of(List.of(new Product(Exprs.constant(1), expr)));
            }
            if (expr instanceof Unary unary) {
                return unary(unary);
            }
            if (expr instanceof Binary binary) {
                return binary(binary);
            }
            if (expr instanceof LinearPredictor linear) {
                return products(Rewriting.sum(linear.arguments()));
            }
            return expr instanceof Gather gather ? levels(gather) : Optional.empty();
        }

        private Optional<List<Product>> unary(Unary unary) {
            Optional<List<Product>> inner = switch (unary.function()) {
                case NEGATE, SQUARE -> products(unary.argument());
                default -> Optional.empty();
            };
            return unary.function() == UnaryFunction.NEGATE
                    ? inner.map(all -> scaled(all, Exprs.constant(-1)))
                    : inner.flatMap(all -> crossed(all, all));
        }

        private Optional<List<Product>> binary(Binary binary) {
            Expr left = binary.left();
            Expr right = binary.right();
            return switch (binary.function()) {
                case ADD -> joined(products(left), products(right));
                case SUBTRACT -> joined(products(left), products(right).map(all -> scaled(all, Exprs.constant(-1))));
                case MULTIPLY -> products(left).flatMap(a -> products(right).flatMap(b -> crossed(a, b)));
                case DIVIDE -> quotient(left, right);
                default -> Optional.empty();
            };
        }

        private Optional<List<Product>> quotient(Expr left, Expr right) {
            if (right.axis().isScalar()) {
                return products(left).map(all -> scaled(all, Exprs.reciprocal(right)));
            }
            return isData(right)
                    ? products(left)
                            .map(all -> all.stream()
                                    .map(p ->
                                            new Product(p.scalar(), p.feature().over(right)))
                                    .toList())
                    : Optional.empty();
        }

        /** An effect of each level is a sum of effects times indicators. */
        private Optional<List<Product>> levels(Gather gather) {
            Axis levels = gather.index().to();
            if (levels.size() > MOST_LEVELS) {
                return Optional.empty();
            }
            List<Product> products = new ArrayList<>();
            for (int level = 0; level < levels.size(); level++) {
                double[] indicator = new double[levels.size()];
                indicator[level] = 1;
                products.add(new Product(
                        Exprs.element(gather.source(), level),
                        Exprs.gather(Constant.of(levels, indicator), gather.index())));
            }
            return Optional.of(products);
        }

        private static List<Product> scaled(List<Product> all, Expr factor) {
            return all.stream()
                    .map(p -> new Product(p.scalar().times(factor), p.feature()))
                    .toList();
        }

        private static Optional<List<Product>> joined(Optional<List<Product>> a, Optional<List<Product>> b) {
            if (a.isEmpty() || b.isEmpty() || a.get().size() + b.get().size() > MOST) {
                return Optional.empty();
            }
            List<Product> all = new ArrayList<>(a.get());
            all.addAll(b.get());
            return Optional.of(all);
        }

        private Optional<List<Product>> crossed(List<Product> a, List<Product> b) {
            if (a.size() * b.size() > MOST) {
                return Optional.empty();
            }
            List<Product> all = new ArrayList<>();
            for (Product x : a) {
                for (Product y : b) {
                    Expr feature = x.feature() == one
                            ? y.feature()
                            : y.feature() == one ? x.feature() : x.feature().times(y.feature());
                    all.add(new Product(x.scalar().times(y.scalar()), feature));
                }
            }
            return Optional.of(all);
        }
    }
}
