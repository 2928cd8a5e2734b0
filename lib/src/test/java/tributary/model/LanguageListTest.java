package tributary.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tributary.dist.catalogue.Distributions;

/** What the language promises is there: distributions and functions, name by name; the law-tests cover them by name. */
class LanguageListTest {
    /** The families of the language's description; "(_x)" stands for the name with and without it. */
    private static final String DISTRIBUTIONS = """
            normal, student_t, half_normal, half_student_t, half_cauchy, exponential, gamma, inverse_gamma, beta, uniform,
            lognormal, laplace, bernoulli(_logit), binomial(_logit), poisson(_log), neg_binomial(_log), categorical,
            ordered_logit, gamma_log, hurdle_gamma, hurdle_gamma_log, hurdle_lognormal, zero_inflated_poisson(_log),
            zero_inflated_neg_binomial(_log), beta_binomial, mvnormal, dirichlet, lkj, horseshoe, truncated
            """;

    private static final String FUNCTIONS = """
            exp, log, log1p, sqrt, logit, sigmoid, softplus, tanh, step, if, dot, mlp, adstock, delayed_adstock,
            weibull_adstock, weibull_survival_adstock, logistic_saturation, hill, power_saturation, lag, cumsum, linear,
            spline, fourier, total, group_total
            """;

    private static List<String> names(String list) {
        return Stream.of(list.split(","))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .flatMap(name -> name.contains("(")
                        ? Stream.of(
                                name.substring(0, name.indexOf('(')),
                                name.replace("(", "").replace(")", ""))
                        : Stream.of(name))
                .toList();
    }

    @Test
    void everyPromisedDistributionIsThere() {
        assertThat(DrawnFrom.names()).containsAll(names(DISTRIBUTIONS));
    }

    /** Whatever the catalogue has beyond the promise is here on purpose. */
    @Test
    void nothingIsThereUnpromised() {
        assertThat(Distributions.names().stream()
                        .filter(name -> !names(DISTRIBUTIONS).contains(name))
                        .toList())
                .containsExactlyInAnyOrder("cauchy", "categorical_logit");
    }

    @Test
    void everyPromisedFunctionIsThere() {
        assertThat(Function.names()).containsAll(names(FUNCTIONS));
    }
}
