package tributary.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.dist.catalogue.Distributions;
import tributary.dist.continuous.StudentT;
import tributary.expr.Constant;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** The regularised horseshoe has its two limits: the horseshoe near zero, and the Student slab far out. */
class HorseshoeTest {
    private static final int DRAWS = 20_000;

    @Test
    void isTheOnlyConstruct() {
        assertThat(Distributions.constructNames()).containsExactly("horseshoe");
    }

    @Test
    void shrinkageOfAWideSlabIsArcsine() {
        // With tau = 1 and no slab, kappa = 1 / (1 + lambda^2) is Beta(1/2, 1/2) (Carvalho, Polson and Scott 2010).
        Construct horseshoe = Distributions.constructByName("horseshoe").orElseThrow();
        RandomStream stream = StreamKey.of(1).with("horseshoe").stream();
        double[] kappa = new double[DRAWS];
        for (int d = 0; d < DRAWS; d++) {
            double lambda = draw(horseshoe.parts(arguments(1, 1e6, 4)).get(1), stream);
            double scale = number(horseshoe.value(constants(1, lambda, 1, 1), arguments(1, 1e6, 4)));
            kappa[d] = 1 / (1 + scale * scale);
        }
        Kolmogorov.assertFits("kappa", kappa, x -> 2 / Math.PI * Math.asin(Math.sqrt(x)));
    }

    @Test
    void hugeLocalScalesFeelTheStudentSlab() {
        Construct horseshoe = Distributions.constructByName("horseshoe").orElseThrow();
        List<Expr> arguments = arguments(1, 2.5, 3);
        List<Construct.Part> parts = horseshoe.parts(arguments);
        RandomStream stream = StreamKey.of(2).with("horseshoe").stream();
        double[] beta = new double[DRAWS];
        for (int d = 0; d < DRAWS; d++) {
            double z = draw(parts.get(0), stream);
            double w = draw(parts.get(3), stream);
            beta[d] = number(horseshoe.value(constants(z, 1e8, 1, w), arguments));
        }
        Kolmogorov.assertFits("beta", beta, x -> new StudentT().cdf(x, 3, 0, 2.5));
    }

    @Test
    void scaleIsTheHarmonicMeetingOfSlabAndHorseshoe() {
        Construct horseshoe = Distributions.constructByName("horseshoe").orElseThrow();
        double beta = number(horseshoe.value(constants(1, 3, 0.5, 4), arguments(1, 2, 4)));
        assertThat(1 / (beta * beta)).isCloseTo(1 / (0.5 * 0.5 * 9) + 1 / (4.0 * 4), within(1e-14));
        assertThat(horseshoe.parts(arguments(1, 2, 4)).stream()
                        .map(Construct.Part::perElement)
                        .toList())
                .containsExactly(true, true, false, false);
    }

    private static double draw(Construct.Part part, RandomStream stream) {
        return part.prior()
                .sample(
                        stream,
                        part.arguments().stream()
                                .mapToDouble(HorseshoeTest::number)
                                .toArray());
    }

    private static List<Expr> arguments(double global, double slab, double df) {
        return constants(global, slab, df);
    }

    private static List<Expr> constants(double... numbers) {
        return Arrays.stream(numbers).mapToObj(Exprs::constant).toList();
    }

    private static double number(Expr folded) {
        return ((Constant) folded).value(0);
    }
}
