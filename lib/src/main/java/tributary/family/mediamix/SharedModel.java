package tributary.family.mediamix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tributary.expr.Axis;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Program;
import tributary.model.Model;
import tributary.model.Plate;
import tributary.posterior.Data;
import tributary.posterior.Likelihood;
import tributary.posterior.Posterior;

/**
 * What the geos of a panel share, as a model of the language with a prior of its own: all unknowns of the media mix but each
 * geo's level and channel effects, which {@link GeoEffects} integrates out.
 *
 * <p>The intercept is itself here, not the level at the media that were: that depends on all geos at once. The two differ by
 * a shift given all else, so densities agree.
 */
final class SharedModel {
    private final MediaMixModel mix;
    private final Data data;
    private final Posterior posterior;
    private final Map<String, double[]> standIns;

    SharedModel(MediaMixModel mix) {
        this.mix = mix;
        this.standIns = GeoCoupling.standIns(mix);
        this.data = mix.data();
        Model model = Model.parse(mix.spec().name() + " shared.model", new ModelWriter(mix).sharedText(standIns));
        this.posterior = Posterior.of(model, data);
    }

    /** Bound to all rows; its density is the prior, and what mediators add. */
    Posterior posterior() {
        return posterior;
    }

    /** For channels whose prior is on money, by id, the log-normal prior of the coefficient that stands in for it. */
    Map<String, double[]> standIns() {
        return standIns;
    }

    /** The prior as a program. */
    Program prior() {
        return Program.compile(posterior.layout(), posterior.logPrior());
    }

    /** Rows of the base, then of each channel's curve. */
    List<Expr> rows() {
        List<Expr> rows = new ArrayList<>();
        rows.add(row("base"));
        mix.spec().channels().forEach(c -> rows.add(row("curve_" + mix.id(c.name()))));
        return rows;
    }

    /** For each lift test in all geos, rows of what it lifts for one of its channel's effect. */
    List<Expr> lifting() {
        return GeoCoupling.tests(mix).stream()
                .map(test -> row("lifting_" + (test.number() + 1)))
                .toList();
    }

    /** Single numbers, as {@link GeoMoments.Values} counts them. */
    List<Expr> single() {
        List<String> names = new ArrayList<>(List.of("sigma", "geo_spread"));
        mix.spec().channels().forEach(c -> names.add("beta_" + mix.id(c.name())));
        mix.spec().channels().forEach(c -> names.add("spread_" + mix.id(c.name())));
        for (int j = 1; j <= mix.liftTests().size(); j++) {
            names.add("lifted_" + j);
            names.add("beside_" + j);
        }
        if (mix.spec().outcome() == MediaMixSpec.Outcome.STUDENT_T) {
            names.add("nu");
        }
        return names.stream().map(this::value).toList();
    }

    /** What the rows say of mediators, of which no geo has effects of its own. */
    Expr mediators() {
        List<Expr> sums = new ArrayList<>(List.of(Exprs.constant(0)));
        for (Likelihood likelihood : posterior.likelihoods()) {
            sums.add(Exprs.sum(likelihood.rows()));
        }
        return Exprs.add(sums);
    }

    private Expr row(String name) {
        Expr value = value(name);
        return value.axis().isRows()
                ? value
                : Exprs.fill(Axis.rows(Plate.ROWS), 0).plus(value);
    }

    private Expr value(String name) {
        return posterior.expression(posterior.model(), name);
    }
}
