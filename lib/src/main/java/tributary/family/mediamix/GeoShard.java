package tributary.family.mediamix;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tributary.expr.Axis;
import tributary.expr.Columns;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Index;
import tributary.expr.Layout;
import tributary.expr.Parameter;
import tributary.expr.Program;
import tributary.model.Plate;
import tributary.posterior.Data;

/**
 * Whole geos of a panel on their way to the machine that samples them: their rows, and the programs of what they share.
 */
public final class GeoShard implements Serializable {
    private static final long serialVersionUID = 1L;
    /** The slopes that {@link GeoLikelihood} hands to the second program stand after the unknowns. */
    static final String ROW_SLOPES = "slopes of ";

    static final String SINGLE_SLOPES = "slopes of numbers";
    private static final String ROW_NUMBER = "number of the row in the shard";

    private final ArrayList<GeoMoments> geos;
    private final Program values;
    private final Program back;
    private final Columns columns;
    private final int channels;
    private final boolean tailed;
    private final GeoCoupling coupling;
    private final double[] sizes;

    private GeoShard(
            List<GeoMoments> geos,
            Program values,
            Program back,
            Columns columns,
            int channels,
            boolean tailed,
            GeoCoupling coupling,
            double[] sizes) {
        this.tailed = tailed;
        this.coupling = coupling;
        this.sizes = sizes;
        this.geos = new ArrayList<>(geos);
        this.values = values;
        this.back = back;
        this.columns = columns;
        this.channels = channels;
    }

    /**
     * The shard of some geos.
     *
     * @param coupling what ties geos of different shards together
     * @param chosen the geos by number, in order
     */
    static GeoShard of(MediaMixModel mix, SharedModel shared, GeoCoupling coupling, int... chosen) {
        MediaPanel panel = mix.panel();
        int weeks = panel.weeks().size();
        int rows = chosen.length * weeks;
        int[] picked = IntStream.of(chosen)
                .flatMap(g -> IntStream.range(g * weeks, (g + 1) * weeks))
                .toArray();
        Data data = mix.data().pick(Plate.ROWS, picked);
        double[] kpi = data.numbers(Plate.ROWS, "kpi");
        boolean logarithmic = mix.spec().outcome() == MediaMixSpec.Outcome.LOGNORMAL;
        List<GeoMoments> geos = new ArrayList<>();
        for (int i = 0; i < chosen.length; i++) {
            int geo = chosen[i];
            double[] outcome = new double[weeks];
            boolean[] seen = new boolean[weeks];
            double fixed = 0;
            for (int t = 0; t < weeks; t++) {
                double value = kpi[i * weeks + t];
                seen[t] = !panel.heldOut(geo, t);
                outcome[t] = logarithmic ? StrictMath.log(value) : value;
                fixed -= logarithmic && seen[t] ? outcome[t] : 0;
            }
            geos.add(new GeoMoments(
                    panel.geos().get(geo),
                    i * weeks,
                    outcome,
                    seen,
                    lifts(mix, panel.geos().get(geo)),
                    fixed));
        }
        List<Expr> outputs = new ArrayList<>(shared.rows());
        outputs.addAll(shared.single());
        outputs.addAll(shared.lifting());
        outputs.add(shared.mediators());
        Layout layout = shared.posterior().layout();
        Columns columns = shared.posterior().columns(data);
        return new GeoShard(
                geos,
                Program.compile(layout, outputs.toArray(Expr[]::new)),
                backwards(shared, layout, rows),
                columns.with(ROW_NUMBER, IntStream.range(0, rows).toArray()),
                mix.spec().channels().size(),
                mix.spec().outcome() == MediaMixSpec.Outcome.STUDENT_T,
                coupling,
                data.numbers(Plate.ROWS, "size"));
    }

    private static List<GeoMoments.Lift> lifts(MediaMixModel mix, String geo) {
        List<LiftTest> tests = mix.liftTests();
        List<String> channels =
                mix.spec().channels().stream().map(ChannelSpec::name).toList();
        List<GeoMoments.Lift> mine = new ArrayList<>();
        for (int j = 0; j < tests.size(); j++) {
            LiftTest test = tests.get(j);
            if (test.geo().equals(geo)) {
                mine.add(new GeoMoments.Lift(
                        j, channels.indexOf(test.channel()), test.lift() / mix.kpiScale(), test.se() / mix.kpiScale()));
            }
        }
        return mine;
    }

    /** All values times slopes in them, and the mediators: its gradient is that of whatever has these slopes. */
    private static Program backwards(SharedModel shared, Layout layout, int rows) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        layout.names().forEach(name -> sizes.put(name, layout.size(name)));
        Axis numbers = Axis.levels("rows of the shard", rows);
        Index row = new Index(ROW_NUMBER, Axis.rows(Plate.ROWS), numbers);
        List<Expr> terms = new ArrayList<>(List.of(shared.mediators()));
        List<Expr> values = shared.rows();
        for (int k = 0; k < values.size(); k++) {
            Parameter slopes = Exprs.parameter(ROW_SLOPES + k, numbers);
            sizes.put(slopes.name(), rows);
            terms.add(Exprs.sum(Exprs.gather(slopes, row).times(values.get(k))));
        }
        List<Expr> single = shared.single();
        Parameter slopes = Exprs.parameter(SINGLE_SLOPES, Axis.levels("numbers of the shard", single.size()));
        sizes.put(slopes.name(), single.size());
        for (int k = 0; k < single.size(); k++) {
            terms.add(Exprs.element(slopes, k).times(single.get(k)));
        }
        return Program.compile(new Layout(sizes), Exprs.add(terms));
    }

    /** The likelihood of the shard, for one thread. */
    public GeoLikelihood open() {
        GeoIntegral integral = tailed ? new TailedEffects(channels) : new GeoEffects(channels);
        return new GeoLikelihood(geos, values.bind(columns), back.bind(columns), integral, coupling, sizes);
    }

    /** The names of its geos. */
    public List<String> geos() {
        return geos.stream().map(GeoMoments::geo).toList();
    }
}
