package tributary.posterior;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tributary.dist.continuous.Exponential;
import tributary.dist.continuous.Gamma;
import tributary.dist.continuous.InverseGamma;
import tributary.infer.Draws;
import tributary.infer.SampleStats;
import tributary.model.Dependencies;
import tributary.posterior.conjugate.ClosedForm;
import tributary.posterior.conjugate.Gradients;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/**
 * A posterior that is known in closed form: independent draws, no chains, no approximation.
 *
 * <p>A model is recognised when each of its parts that share no unknown is one of these, with priors and data as the
 * model states them: normal means, linear in the unknowns, with known scales, or with scales that are multiples of one
 * whose variance is inverse-gamma or whose precision is gamma (then the priors of the means scale with it, as in the
 * normal-inverse-gamma regression); yes-or-no and binomial outcomes with beta or uniform rates; Poisson, exponential and
 * gamma outcomes with gamma rates; categories with Dirichlet shares. Truncated priors, bent means, priors with a scale
 * of their own beside an unknown one are none of these, and are left to a sampler.
 */
public final class ExactPosterior {
    private final Posterior posterior;
    private final List<ClosedForm> forms;
    private final List<String> words;

    private ExactPosterior(Posterior posterior, List<ClosedForm> forms, List<String> words) {
        this.posterior = posterior;
        this.forms = List.copyOf(forms);
        this.words = List.copyOf(words);
    }

    /**
     * The closed form of a posterior, if it has one.
     *
     * <p>Effects of groups may be non-centred where their scale is unknown, which hides the closed form: the answer then
     * has coordinates of its own ({@link #posterior}), and the same parameters.
     */
    public static Optional<ExactPosterior> of(Posterior posterior) {
        Optional<ExactPosterior> found = recognise(posterior);
        boolean hidden = found.isEmpty()
                && posterior.unknowns().stream().anyMatch(u -> u.parametrisation() == Parametrisation.NON_CENTRED);
        return hidden && hasScale(posterior)
                ? recognise(Posterior.of(posterior.model(), posterior.data(), Parametrisation.CENTRED))
                : found;
    }

    /**
     * What a part of a posterior is in closed form, by its structure alone; empty where it has none.
     *
     * @param names all unknowns of the part, which share none with the others
     */
    public static Optional<String> recognised(Posterior posterior, Collection<String> names) {
        return part(posterior, names)
                .map(part -> new Conjugacy(posterior.scene(), part))
                .filter(Conjugacy::recognises)
                .map(Conjugacy::describe);
    }

    /**
     * The closed form of a part of a posterior, its numbers read off gradients.
     *
     * @param gradients of the whole position, right in the part's coordinates
     * @return nothing where the part is not recognised, or cannot be normalised
     */
    public static Optional<ClosedForm> form(Posterior posterior, Collection<String> names, Gradients gradients) {
        return part(posterior, names).flatMap(part -> new Conjugacy(posterior.scene(), part).find(gradients));
    }

    private static Optional<Dependencies.Part> part(Posterior posterior, Collection<String> names) {
        return posterior.model().interventions().isEmpty()
                ? posterior.model().dependencies().parts().stream()
                        .filter(part -> Set.copyOf(part.unknowns()).equals(Set.copyOf(names)))
                        .findFirst()
                : Optional.empty();
    }

    /** Whether there may be a conjugate scale: only then can coordinates hide a closed form. */
    private static boolean hasScale(Posterior posterior) {
        return posterior.unknowns().stream()
                .map(u -> Law.drawn(posterior.model().variable(u.name())).family())
                .anyMatch(f -> f instanceof InverseGamma || f instanceof Gamma || f instanceof Exponential);
    }

    private static Optional<ExactPosterior> recognise(Posterior posterior) {
        if (!posterior.model().interventions().isEmpty() || posterior.unknowns().isEmpty()) {
            return Optional.empty();
        }
        Gradients gradients = Gradients.of(posterior.densities().get());
        List<ClosedForm> forms = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (Dependencies.Part part : posterior.model().dependencies().parts()) {
            Conjugacy conjugacy = new Conjugacy(posterior.scene(), part);
            Optional<ClosedForm> form = conjugacy.find(gradients);
            if (form.isEmpty()) {
                return Optional.empty();
            }
            forms.add(form.get());
            words.add(conjugacy.describe());
        }
        return Optional.of(new ExactPosterior(posterior, forms, words));
    }

    /** The posterior whose coordinates the draws have. */
    public Posterior posterior() {
        return posterior;
    }

    /** What each part is, in words. */
    public List<String> describe() {
        return words;
    }

    /**
     * Independent draws, dealt into chains; each depends on model, data, seed and its own number alone.
     *
     * @param chains at least 1
     * @param draws in each chain, at least 1
     */
    public Fit sample(int chains, int draws, long seed) {
        StreamKey key = StreamKey.of(seed).with("posterior").with("exact");
        double[][][] positions = new double[chains][draws][posterior.layout().dimension()];
        for (int chain = 0; chain < chains; chain++) {
            for (int draw = 0; draw < draws; draw++) {
                RandomStream stream = key.with(chain).with(draw).stream();
                for (ClosedForm form : forms) {
                    form.draw(stream, positions[chain][draw]);
                }
            }
        }
        Draws unconstrained = Draws.ofRows(posterior.coordinates(), positions);
        return new Fit(
                posterior,
                InferencePath.EXACT,
                posterior.constrain(unconstrained),
                unconstrained,
                SampleStats.of(new SampleStats.Step[0][0]),
                List.of());
    }
}
