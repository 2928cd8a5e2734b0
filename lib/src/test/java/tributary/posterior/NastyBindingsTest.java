package tributary.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.infer.nuts.Nuts;
import tributary.model.Model;
import tributary.model.term.ModelException;

/** Models and data that do not go together are refused in words and with a place; what looks odd but is fine is bound. */
class NastyBindingsTest {
    private static Data data() {
        return Data.builder()
                .numbers("y", 1, 2, 3)
                .numbers("x", 1, -3, 0)
                .numbers("w", 2, 4, 5)
                .numbers("t", 1, 2, 3)
                .numbers("se", 1, 0, 2)
                .numbers("p", 0.5, 2, 0.1)
                .numbers("n", 4, 2.5, 4)
                .numbers("huge", 1, 2, 1e200)
                .numbers("hole", 1, Double.NaN, 3)
                .categories("g", "a", "a", "b")
                .categories("one", "all", "all", "all")
                .build();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            row y, se;m ~ normal(0, 1);y ~ normal(m, se)          ! 'sigma' of 'normal' (m:3:1) is 0.0 in row 2
            row y, p;y ~ bernoulli(p)                             ! is 2.0 in row 2
            row y, n;m ~ normal(0, 1);y ~ binomial_logit(n, m)    ! 'n' of 'binomial_logit' (m:3:1) is 2.5 in row 2
            row y, x;y ~ normal(linear(log(x)), 1)                ! log(x) (m:2:19) is NaN in row 2
            row y, x;b ~ normal(0, 1);z = b * exp(1 / x);y ~ normal(z, 1) ! exp(1 / x) (m:3:9) is Infinity in row 3 of rows, because 1 / x is
            row y, x;b ~ normal(0, 1);y ~ normal(b / x, 1)        ! 1 / x (m:3:12) is Infinity in row 3
            row y, x;columns k = [x, sqrt(x)];b[k] ~ normal(0, 1);y ~ normal(dot(b, k), 1) ! sqrt(x) (m:2:17) is NaN in row 2
            row y;s ~ half_normal(1);y ~ normal(0 / 0 + s, 1)     ! 0 / 0 (m:3:12) is NaN
            row y, huge;y ~ normal(linear(huge), 1)               ! beyond 1e100 squares overflow
            row y;group hole;u[hole] ~ normal(0, 1);y ~ normal(u[hole], 1) ! 'hole' is NaN in row 2
            row y;group one;y ~ normal(linear(C(one)), 1)         ! 'one' has one level only, 'all'
            row y;group one, g;group g2 in one;y ~ normal(0, 1)   ! 'g2' (m:3:1) has no column
            row y;s ~ half_normal(1 - 1);y ~ normal(s, 1)         ! 'sigma' of 'half_normal' cannot be 0.0
            row y;columns k = 3;h[k] ~ dirichlet([1, 1]);y ~ categorical(h) ! has 2 numbers where 3 are needed
            row y;columns k = 3;h[k] ~ dirichlet([1, -1, 1]);y ~ categorical(h) ! cannot be -1.0
            row y;b ~ normal(0, 1);y ~ categorical([0.5, 0.6])    ! shares sum to 1
            row y;b ~ normal(0, 1);y ~ ordered_logit(b, [1, 0])   ! cut points increase
            row y, w;m ~ normal(0, 1);(y, w) ~ mvnormal([m, m, m], [1, 0, 1]) ! 'mu' of 'mvnormal' has 3 numbers where 2
            row y, w;m ~ normal(0, 1);(y, w) ~ mvnormal([m, m], [1, 0, -1]) ! diagonals are positive
            row y, w;m ~ normal(0, 1);(y, w) ~ mvnormal([m, m], 1) ! is one number, but a triangle of 3 is needed
            row y;columns k = 2;columns j = 3;s[k] ~ half_normal(1);L[j] ~ lkj(1);u[j] ~ mvnormal(0, scaled(s, L));y ~ normal(u[1], 1) ! 2 scales go with a triangle of 2 rows
            row y;group g;columns a = C(g);columns b = [y, 1];q[a] ~ normal(0, 1);r[b] ~ normal(0, 1);y ~ normal(dot(q, r), 1) ! vectors of 1 and 2 elements meet
            row y;a ~ gamma(2, 1);y ~ truncated(gamma(a, 1), lower = 0.5) ! 'y' (m:3:1): truncated_gamma needs constant arguments
            rows r { row y };group g;u[g] ~ normal(0, 1);rows s { row q;q ~ normal(u[g], 1) } ! has no column
            """)
    void isRefused(String text, String says) {
        Model model = Model.parse("m", text.replace(';', '\n'));
        assertThatThrownBy(() -> Posterior.of(model, data()))
                .isInstanceOf(BindingException.class)
                .hasMessageContaining(says.replace('\'', '`'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            row y;m ~ truncated(normal(0, 1), lower = 2, upper = 1);y ~ normal(m, 1) ! no number lies above 2 and below 1
            row y;m ~ truncated(half_normal(1), upper = -1);y ~ normal(m, 1) ! no number lies above 0 and below -1
            row y;m ~ uniform(1, 0);y ~ normal(m, 1)              ! no number lies
            row y;m ~ uniform(-1e308, 1e308);y ~ normal(m, 1)     ! farther than numbers go
            row y;columns k = 2;a[k] ~ truncated(dirichlet(1), lower = 0.2);y ~ normal(a[1], 1) ! gives no single numbers
            row y;s ~ normal(0, 1);y ~ normal(0, s)               ! 's' may be negative, but 'sigma' of 'normal' cannot
            row y;s ~ flat;y ~ normal(0, s)                       ! 's' may be negative
            row y;q ~ normal(0, 1);y ~ bernoulli(q)               ! 'q' may be outside 0 to 1
            row y, x;group g;y ~ normal(linear((1 + x | g)), 1);prior(sd_y_g) = normal(0, 1) ! 'sd_y_g' may be negative
            row y, x;group g;y ~ normal(linear((1 + x | g)), 1);prior(L_y_g) = normal(0, 1) ! a vector of scales and a triangle
            row y;m ~ flat;q ~ flat;y ~ normal(m, 1)              ! 'q' has a flat prior and nothing observed depends on it
            row y, t;y ~ normal(linear(fourier(t, 0, 2)), 1)      ! positive number as 'period'
            row y, t;y ~ normal(linear(spline(t, 2.5)), 1)        ! whole number from 1 to 1000 as 'df'
            row y, t;group g;series g ordered by t;y ~ normal(adstock(t, 2, 8), 1) ! a share from 0 to 1 as 'alpha'
            row y, t;group g;series g ordered by t;y ~ normal(lag(t, 0), 1) ! whole number from 1 to 10000 as 'steps'
            row y;latent z;z ~ normal(0, 1);y ~ normal(data_mean(z) * z, 1) ! 'data_mean' is computed once, from data
            row y, x;y ~ normal(linear(x + mean(x | h)), 1)       ! 'h' is not
            row y, x;y ~ normal(mean(x | y), 1)                   ! group_mean(x, g)
            row y, x_w, x, w;y ~ normal(linear(x_w + x:w), 1)     ! give their coefficient the name 'x_w'
            row y, x, w;y ~ normal(linear(x), exp(linear(w)))     ! give it a line of its own: eta = linear(...)
            row y, t;group g;y ~ normal(linear(C(g):spline(t, 3)), 1) ! an interaction of two terms of several columns
            row y, t;group g;y ~ normal(linear((spline(t, 3) | g)), 1) ! cannot vary by group
            row y;columns k = [y, y];b[k] ~ normal(0, 1);y ~ normal(b[1], 1) ! two columns of 'k' are called 'y'
            row y, x;b ~ normal(0, 1);y ~ normal(b * hill(x, half = 1, half = 2), 1) ! hill[x, half, slope]
            row y;b ~ auto_intercept(3);y ~ normal(b, 1)          ! the default prior of a formula
            row y;group g;m ~ normal(0, 1);y ~ normal(m, 1);do(g = 1) ! 'g' is a group, no variable
            """)
    void makesNoModel(String text, String says) {
        assertThatThrownBy(() -> Model.parse("m", text.replace(';', '\n')))
                .isInstanceOfSatisfying(ModelException.class, e -> {
                    assertThat(e.getMessage()).contains(says.replace('\'', '`'));
                    assertThat(e.problems()).allMatch(p -> p.place().line() > 0);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            row y, x;b ~ normal(0, 1);y ~ normal(b * if(x > 0, log(x), 0), 1)           ! b
            row y, x;b ~ normal(0, 1);y ~ normal(if(x > 0, b * log(x), 0), 1)           ! b
            row y, x;b ~ normal(0, 1);y ~ normal(b * exp(-abs(1 / x)), 1)               ! b
            row y;group one;u[one] ~ normal(0, 1);y ~ normal(u[one], 1)                 ! u[all]
            row y, w;y ~ normal(linear(w + w + w:w), 1)              ! c_y_intercept,b_y_w,b_y_w_w,b_y_intercept
            row y, w, t;y ~ normal(linear(w:t + t:w), 1)             ! c_y_intercept,b_y_w_t,b_y_intercept
            row y, w;y ~ normal(linear(0 + w:spline(w, 2)), 1)       ! b_y_w_spline_w_2[1],b_y_w_spline_w_2[2]
            row y, w;exp ~ normal(0, 1);y ~ normal(exp(exp), 1)      ! exp
            row y;group g;E[g] ~ normal(0, 1);y ~ normal(E[g], 1)    ! E[a],E[b]
            row y;m ~ uniform(-5, 5);y ~ truncated(normal(m, 1), lower = -1)            ! m
            """)
    void isOddButFine(String text, String names) {
        Model model = Model.parse("m", text.replace(';', '\n'));
        assertThat(Model.parse("again", model.print())).isEqualTo(model);
        Posterior posterior = Posterior.of(model, data());
        assertThat(posterior.names()).containsExactly(names.split(","));
        double[] u = new double[posterior.layout().dimension()];
        assertThat(posterior.densities().get().evaluate(u, new double[u.length]))
                .isFinite();
    }

    @Test
    void namedArgumentsStandInAnyOrder() {
        String text = "row y, w\nb ~ normal(0, 1)\ny ~ normal(b * hill(%s), 1)\n";
        double[] u = {0.3};
        double inOrder = Posterior.of(Model.parse("m", String.format(java.util.Locale.ROOT, text, "w, 1, 2")), data())
                .densities()
                .get()
                .evaluate(u, new double[1]);
        double named = Posterior.of(
                        Model.parse("m", String.format(java.util.Locale.ROOT, text, "slope = 2, half = 1, x = w")),
                        data())
                .densities()
                .get()
                .evaluate(u, new double[1]);
        assertThat(named).isEqualTo(inOrder);
    }

    /** A formula on a line of its own has the default priors that it has inside the distribution. */
    @Test
    void defaultPriorsFollowTheFormulaToItsOutcome() {
        Posterior inside = Posterior.of(
                Model.parse("m", "row y, w\ns ~ half_normal(1)\ny ~ student_t(4, linear(w), s)\n"), data());
        Posterior apart = Posterior.of(
                Model.parse("m", "row y, w\ns ~ half_normal(1)\nmu = linear(w)\ny ~ student_t(4, mu, s)\n"), data());
        double[] u = {0.1, 0.2, 0.3};
        assertThat(apart.densities().get().evaluate(u, new double[3]))
                .isCloseTo(inside.densities().get().evaluate(u, new double[3]), within(1e-12));
    }

    @Test
    void aModelWithoutUnknownsIsBoundAndNotSampled() {
        Posterior posterior = Posterior.of(Model.parse("m", "row y\ny ~ normal(0, 1)\n"), data());
        assertThat(posterior.constrain()).isEmpty();
        assertThatThrownBy(() -> posterior.sample(Nuts.DEFAULT, 1))
                .isInstanceOf(BindingException.class)
                .hasMessageContaining("no unknown to infer");
        Model group = Model.parse("m", "row y\ngroup g\nu[g] ~ normal(0, 1)\ny ~ normal(u[g], 1)\n");
        assertThatThrownBy(() -> Posterior.of(
                        group, Data.builder().numbers("y").categories("g").build()))
                .hasMessageContaining("has no rows");
        assertThatThrownBy(() -> Data.builder().categories("g", "a", null)).hasMessageContaining("missing in row 2");
    }
}
