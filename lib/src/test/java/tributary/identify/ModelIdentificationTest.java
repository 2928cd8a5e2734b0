package tributary.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import tributary.graph.Implications;
import tributary.model.CausalGraph;
import tributary.model.Model;
import tributary.model.term.ModelException;

/** Questions of models and what their graphs say of them, against what the textbooks say of the same graphs. */
class ModelIdentificationTest {
    private static EffectIdentification effect(String model) {
        return ModelIdentification.of(Model.parse("test.model", model))
                .questions()
                .get(0)
                .effects()
                .get(0);
    }

    @Test
    void aMeasuredCommonCauseIsTheBackDoor() {
        EffectIdentification ads = effect("""
                row tv, ads, sales
                a, b, c, d, e ~ normal(0, 1)
                tv ~ normal(0, 1)
                ads ~ bernoulli_logit(a + b * tv)
                mu = c + d * ads + e * tv
                sales ~ normal(mu, 1)
                estimands { ate = "E[sales | do(ads = 1)] - E[sales | do(ads = 0)]" }
                """);
        assertThat(ads.identifiedBy()).isEqualTo("back-door {tv}");
        assertThat(ads.minimal()).containsExactly(Set.of("tv"));
        assertThat(ads.optimal()).contains(Set.of("tv"));
        assertThat(ads.route().orElseThrow().text())
                .isEqualTo("P(sales | do(ads)) = sum_{tv} P(sales | ads, tv) P(tv)");
        assertThat(ads.route().orElseThrow().latex())
                .isEqualTo("P(\\mathit{sales} \\mid \\mathrm{do}(\\mathit{ads})) = \\sum_{\\mathit{tv}} "
                        + "P(\\mathit{sales} \\mid \\mathit{ads}, \\mathit{tv}) \\, P(\\mathit{tv})");
    }

    @Test
    void columnsWithoutADistributionMayShareCausesUntilOneIsRandomised() {
        String rows = """
                row t, age, educ, y
                b, c, d ~ normal(0, 1)
                y ~ normal(b * t + c * age + d * educ, 1)
                estimands { ate = "E[y | do(t = 1)] - E[y | do(t = 0)]" }
                """;
        EffectIdentification open = effect(rows);
        assertThat(open.identifiedBy()).isEqualTo("back-door {age, educ}");
        assertThat(open.optimal()).contains(Set.of("age", "educ"));
        EffectIdentification designed = effect(rows + "randomised t\n");
        assertThat(designed.identifiedBy()).isEqualTo("randomised");
        assertThat(designed.minimal()).containsExactly(Set.of());
        assertThat(designed.optimal()).contains(Set.of("age", "educ"));
    }

    @Test
    void effectsOnTheTreatedWeighByTheirCovariates() {
        EffectIdentification att = effect("""
                row t, age, y
                b, c ~ normal(0, 1)
                y ~ normal(b * t + c * age, 1)
                estimands { att = "E[y | do(t = 1), where t == 1] - E[y | do(t = 0), where t == 1]" }
                """);
        assertThat(att.route().orElseThrow().text())
                .isEqualTo("P(y | do(t), t*) = sum_{age} P(y | age, t) P(age | t*)");
    }

    private static final String DOOR = """
            row t, m, y
            a, b, c ~ normal(0, 1)
            t ~ bernoulli(0.5)
            m ~ bernoulli_logit(a * t)
            y ~ normal(b * m, 1)
            t <-> y
            estimands { ate = "E[y | do(t = 1)] - E[y | do(t = 0)]" }
            """;

    @Test
    void mediatorsThatNothingHiddenTouchesAreAFrontDoor() {
        EffectIdentification door = effect(DOOR.replace("a, b, c", "a, b"));
        assertThat(door.identifiedBy()).isEqualTo("front-door {m}");
        assertThat(door.minimal()).isEmpty();
        assertThat(door.route().orElseThrow().text())
                .isEqualTo("P(y | do(t)) = sum_{m} P(m | t) [sum_{t'} P(y | m, t') P(t')]");
    }

    @Test
    void aHiddenCauseOfTreatmentAndOutcomeForbidsAndAnInstrumentHelps() {
        String bow = """
                row z, t, y
                a, b ~ normal(0, 1)
                z ~ normal(0, 1)
                t ~ normal(a * z, 1)
                y ~ normal(b * t, 1)
                t <-> y
                estimands { ate = "E[y | do(t = 1)] - E[y | do(t = 0)]" }
                """;
        EffectIdentification instrument = effect(bow);
        assertThat(instrument.identified()).isFalse();
        assertThat(instrument.identifiedBy()).isEqualTo("instrument {z}");
        assertThat(instrument.reason()).contains("not identified by the graph", "linear or monotone");
        EffectIdentification none = effect(bow.replace("normal(b * t, 1)", "normal(b * t + z, 1)"));
        assertThat(none.identifiedBy()).isEqualTo("model only");
        assertThat(none.reason()).contains("[t, y]", "functional forms and priors alone");
    }

    /** The instrument is conditional where the covariate moves instrument and outcome (Brito and Pearl, 2002). */
    @Test
    void anInstrumentMayNeedCovariates() {
        EffectIdentification found = effect("""
                row w, z, t, y
                a ~ normal(0, 1)
                w ~ normal(0, 1)
                z ~ normal(w, 1)
                t ~ normal(a * z, 1)
                y ~ normal(a * t + w, 1)
                t <-> y
                estimands { ate = "E[y | do(t = 1)]" }
                """);
        assertThat(found.identifiedBy()).isEqualTo("instrument {z, w}");
        assertThat(found.route().orElseThrow().text()).isEqualTo("slope of y in t = cov(z, y | w) / cov(z, t | w)");
    }

    /** The napkin graph, identified by no criterion that has a name (Pearl and Mackenzie, 2018). */
    @Test
    void theCompleteAlgorithmFindsWhatHasNoName() {
        EffectIdentification napkin = effect("""
                row w, z, x, y
                a ~ normal(0, 1)
                w ~ normal(0, 1)
                z ~ normal(a * w, 1)
                x ~ normal(a * z, 1)
                y ~ normal(a * x, 1)
                w <-> x
                w <-> y
                estimands { ate = "E[y | do(x = 1)]" }
                """);
        assertThat(napkin.identifiedBy()).isEqualTo("functional");
        assertThat(napkin.route().orElseThrow().text()).contains("(sum_{w}", ") / (");
        assertThat(napkin.route().orElseThrow().assumptions())
                .anyMatch(a -> a.testable() && a.words().contains("whatever {z} is set to"));
    }

    @Test
    void aLatentActsAsAnArc() {
        EffectIdentification latent = effect("""
                row proxy, t, y
                latent u
                a ~ normal(0, 1)
                u ~ normal(0, 1)
                proxy ~ normal(a * u, 1)
                t ~ bernoulli_logit(u)
                y ~ normal(a * t + u, 1)
                estimands { ate = "E[y | do(t = 1)] - E[y | do(t = 0)]" }
                """);
        assertThat(latent.identified()).isFalse();
        assertThat(latent.identifiedBy()).isEqualTo("model only");
    }

    @Test
    void whatAGroupMovesHasTheGroupAsACause() {
        EffectIdentification within = effect("""
                row x, y
                group g
                a[g], u[g] ~ normal(0, 1)
                b ~ normal(0, 1)
                x ~ normal(u[g], 1)
                y ~ normal(a[g] + b * x, 1)
                estimands { slope = "E[y | do(x = 1)] - E[y | do(x = 0)]" }
                """);
        assertThat(within.identifiedBy()).isEqualTo("back-door {g}");
    }

    @Test
    void mediatorsKeepNaturalValuesGivenWhatPrecedesTheTreatment() {
        String model = """
                row c, t, m, y
                a ~ normal(0, 1)
                t ~ bernoulli_logit(a * c)
                m ~ bernoulli_logit(a * t + c)
                y ~ normal(a * m + t + c, 1)
                estimands { nde = "E[y | do(t = 1), m ~ do(t = 0)] - E[y | do(t = 0), m ~ do(t = 0)]" }
                """;
        EffectIdentification direct = effect(model);
        assertThat(direct.identifiedBy()).isEqualTo("mediation {m}");
        assertThat(direct.route().orElseThrow().text())
                .isEqualTo("P(y | do(t), m ~ do(t*)) = sum_{c} P(c) [sum_{m} P(y | c, m, t) P(m | c, t*)]");
        EffectIdentification hidden = effect(model + "m <-> y\n");
        assertThat(hidden.identifiedBy()).isEqualTo("model only");
        assertThat(hidden.reason()).contains("mediation formula");
    }

    @Test
    void aConfounderThatTheTreatmentMovesForbidsMediation() {
        EffectIdentification found = effect("""
                row t, l, m, y
                a ~ normal(0, 1)
                l ~ normal(a * t, 1)
                m ~ normal(a * l + t, 1)
                y ~ normal(a * m + t + l, 1)
                estimands { nde = "E[y | do(t = 1), m ~ do(t = 0)]" }
                """);
        assertThat(found.identifiedBy()).isEqualTo("model only");
        assertThat(found.reason()).contains("something that the treatment changes");
    }

    @Test
    void aColliderIsNoCovariate() {
        EffectIdentification found = effect("""
                row t, y, hired
                a ~ normal(0, 1)
                t ~ normal(0, 1)
                y ~ normal(a * t, 1)
                hired ~ bernoulli_logit(t + y)
                estimands { ate = "E[y | do(t = 1)] - E[y | do(t = 0)]" }
                """);
        assertThat(found.identifiedBy()).isEqualTo("back-door {}");
        EffectIdentification among = effect("""
                row t, y, hired
                a ~ normal(0, 1)
                t ~ normal(0, 1)
                y ~ normal(a * t, 1)
                hired ~ bernoulli_logit(t + y)
                estimands { among = "E[y | do(t = 1), where hired == 1]" }
                """);
        assertThat(among.identifiedBy()).isEqualTo("model only");
        assertThat(among.reason()).contains("{hired}", "which the treatment itself changes");
    }

    @Test
    void impliedIndependencesAreThoseOfTheGraph() {
        ModelIdentification chain = ModelIdentification.of(Model.parse("chain.model", """
                row a, b, c
                s ~ normal(0, 1)
                a ~ normal(0, 1)
                b ~ normal(s * a, 1)
                c ~ normal(s * b, 1)
                """));
        assertThat(chain.implications()).containsExactly(new Implications.Independence("a", "c", Set.of("b")));
        assertThat(chain.questions()).isEmpty();
    }

    @Test
    void outcomesDrawnTogetherShareACause() {
        CausalGraph graph = CausalGraph.of(Model.parse("pair.model", """
                row z, x, y
                b ~ normal(0, 1)
                columns k = 2
                C[k] ~ lkj(2)
                mu = b * z
                (x, y) ~ mvnormal([mu, 0], C)
                """));
        assertThat(graph.observed().siblings("x")).contains("y");
        assertThat(graph.observed().children("z")).containsExactly("x");
    }

    @Test
    void theQuestionThatRunsAgainstTheGraphIsRefusedInItsPlace() {
        assertThatThrownBy(() -> effect("""
                        row x, y
                        a ~ normal(0, 1)
                        x ~ normal(0, 1)
                        y ~ normal(a * x, 1)
                        estimands {
                          back = "E[x | do(y = 1)] - E[x | do(y = 0)]"
                        }
                        """))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("test.model:6")
                .hasMessageContaining("`y` is a descendant of the outcome `x`")
                .hasMessageContaining("turn the model's edge round");
        assertThatThrownBy(() -> effect("""
                        row x, y
                        a ~ normal(0, 1)
                        y ~ normal(a * x, 1)
                        estimands { wrong = "E[y | do(a = 1)]" }
                        """))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("`a` is a parameter of the model");
        assertThatThrownBy(() -> effect("""
                        row x, y
                        a ~ normal(0, 1)
                        y ~ normal(a * x, 1)
                        estimands { self = "E[y | do(y = 1)]" }
                        """))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("set and asked about at once");
    }

    @Test
    void aQuestionOfQuestionsIsIdentifiedAsTheyAre() {
        ModelIdentification found = ModelIdentification.of(Model.parse("q.model", """
                row x, y
                a ~ normal(0, 1)
                y ~ normal(a * x, 1)
                estimands {
                  ate = "E[y | do(x = 1)] - E[y | do(x = 0)]"
                  half = "ate / 2"
                }
                """));
        assertThat(found.question("half").identifiedBy()).isEqualTo("back-door {}");
    }
}
