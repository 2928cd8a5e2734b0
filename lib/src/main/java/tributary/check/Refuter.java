package tributary.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import tributary.consensus.Blocks;
import tributary.infer.Describe;
import tributary.model.Model;
import tributary.model.term.Operator;
import tributary.model.term.Place;
import tributary.model.term.Statement;
import tributary.model.term.Target;
import tributary.model.term.Term;
import tributary.model.term.Terms;
import tributary.random.StreamKey;

/**
 * Tries to refute the effects of a model by asking the same questions of tables where the answer is known: the treatment
 * or the outcome shuffled, a random cause added, rows left out.
 *
 * <p>An effect that survives is <em>not refuted</em>; nothing here can show that it is right, for a hidden cause survives
 * every one of these.
 */
public final class Refuter {
    /** An attempt succeeds when what it saw has less than this probability. */
    public static final double SURPRISING = 0.001;

    private static final double SHARE = 0.8;
    private static final double SHIFT = 0.1;
    private static final String CAUSE = "random_cause";
    private static final List<String> LOCATED =
            List.of("normal", "laplace", "bernoulli_logit", "poisson_log", "neg_binomial_log");

    private final Model model;
    private final Blocks blocks;
    private final Map<String, double[]> answers;
    private final Refit refit;
    private final StreamKey key;

    /** The same analysis on other rows, perhaps of another model. */
    @FunctionalInterface
    public interface Refit {
        /** Draws of each question by name; empty where the analysis did not come to a posterior. */
        Optional<Map<String, double[]>> answers(Model model, Blocks blocks, StreamKey key);
    }

    /**
     * A refuter of one fit.
     *
     * @param answers the draws of each question on the table itself
     * @param refit how to ask again
     */
    public Refuter(Model model, Blocks blocks, Map<String, double[]> answers, Refit refit, StreamKey key) {
        this.model = model;
        this.blocks = blocks;
        this.answers = Map.copyOf(answers);
        this.refit = refit;
        this.key = key;
    }

    /** The effect under the treatment shuffled so many times. */
    public Refutation placebo(Statement.Question question, String treatment, int times) {
        return nought(Refutation.Kind.PLACEBO_TREATMENT, question, treatment, times);
    }

    /** The effect on the outcome shuffled so many times. */
    public Refutation dummyOutcome(Statement.Question question, String outcome, int times) {
        return nought(Refutation.Kind.DUMMY_OUTCOME, question, outcome, times);
    }

    private Refutation nought(Refutation.Kind kind, Statement.Question question, String column, int times) {
        if (!isContrast(question.term())) {
            return untried(kind, question.name(), 0, "the question is no difference that vanishes without an effect");
        }
        List<double[]> found = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            StreamKey own = key.with(kind.word()).with(column).with(time);
            Optional<double[]> draws =
                    ask(model, new RewrittenBlocks(blocks, Rewrites.shuffled(column, own)), own, question.name());
            if (draws.isEmpty()) {
                return untried(kind, question.name(), 0, "the analysis gave no posterior on the shuffled table");
            }
            found.add(draws.get());
        }
        double statistic = 0;
        double spread = 0;
        for (double[] draws : found) {
            double z = Describe.mean(draws) / Describe.sd(draws);
            statistic += z * z;
            spread += Describe.sd(draws) / times;
        }
        return judged(
                kind,
                question.name(),
                found,
                0,
                spread,
                statistic,
                column + " was shuffled among the rows, and its effect should be 0");
    }

    /**
     * A question whose answer is known to be nought, such as the effect on an outcome of the past: what the model finds there
     * is bias, and the same bias may be in its other effects. Nothing is fitted again.
     */
    public Refutation negativeControl(String question) {
        double[] draws = answers.getOrDefault(question, new double[0]);
        double spread = Describe.sd(draws);
        double z = Describe.mean(draws) / spread;
        return judged(
                Refutation.Kind.NEGATIVE_CONTROL,
                question,
                List.of(draws),
                0,
                spread,
                z * z,
                "its answer is known to be 0");
    }

    /** The effect on random parts of the table, each of four rows in five. */
    public Refutation subsets(String question, int times) {
        double[] all = answers.getOrDefault(question, new double[0]);
        double expected = Describe.mean(all);
        // The estimate on a share s of the rows differs from that on all by sd sqrt(1 / s - 1).
        double spread = Describe.sd(all) * Math.sqrt(1 / SHARE - 1);
        List<double[]> found = new ArrayList<>();
        double statistic = 0;
        for (int time = 0; time < times; time++) {
            StreamKey own = key.with(Refutation.Kind.SUBSET.word()).with(time);
            Optional<double[]> draws =
                    ask(model, new RewrittenBlocks(blocks, Rewrites.thinned(SHARE, own)), own, question);
            if (draws.isEmpty()) {
                return untried(
                        Refutation.Kind.SUBSET,
                        question,
                        expected,
                        "the analysis gave no posterior on part of the rows");
            }
            found.add(draws.get());
            double z = (Describe.mean(draws.get()) - expected) / spread;
            statistic += z * z;
        }
        return judged(
                Refutation.Kind.SUBSET,
                question,
                found,
                expected,
                spread,
                statistic,
                "the effect was asked of random parts of the table, four rows in five");
    }

    /** The effect with a random cause in the outcome's equation. */
    public Refutation randomCause(String question, String outcome) {
        double[] all = answers.getOrDefault(question, new double[0]);
        double expected = Describe.mean(all);
        double sd = Describe.sd(all);
        Refutation.Kind kind = Refutation.Kind.RANDOM_COMMON_CAUSE;
        Optional<Model> wider = withCause(model, outcome);
        if (wider.isEmpty()) {
            return untried(kind, question, expected, "the equation of " + outcome + " has no place for one more cause");
        }
        StreamKey own = key.with(kind.word());
        Optional<double[]> draws =
                ask(wider.get(), new RewrittenBlocks(blocks, Rewrites.noise(CAUSE, own)), own, question);
        if (draws.isEmpty()) {
            return untried(kind, question, expected, "the analysis gave no posterior with one cause more");
        }
        double observed = Describe.mean(draws.get());
        // Both means carry Monte Carlo error besides the shift.
        double error = sd * Math.sqrt(2.0 / all.length);
        double shift = Math.abs(observed - expected);
        boolean refuted = shift > SHIFT * sd + 4 * error;
        return new Refutation(
                kind,
                question,
                1,
                expected,
                observed,
                SHIFT * sd,
                Double.NaN,
                Double.NaN,
                refuted,
                String.format(
                        Locale.ROOT,
                        "a column of noise was added to the causes of %s: the effect moved by %.3f of its sd: %s",
                        outcome,
                        shift / sd,
                        verdict(refuted)));
    }

    private Optional<double[]> ask(Model asked, Blocks rows, StreamKey own, String question) {
        return refit.answers(asked, rows, own).flatMap(found -> Optional.ofNullable(found.get(question)));
    }

    private static Refutation judged(
            Refutation.Kind kind,
            String question,
            List<double[]> found,
            double expected,
            double spread,
            double statistic,
            String words) {
        double probability = 1 - new ChiSquaredDistribution(null, found.size()).cumulativeProbability(statistic);
        boolean refuted = !(probability >= SURPRISING);
        double observed = found.stream().mapToDouble(Describe::mean).average().orElse(Double.NaN);
        return new Refutation(
                kind,
                question,
                found.size(),
                expected,
                observed,
                spread,
                statistic,
                probability,
                refuted,
                String.format(
                        Locale.ROOT,
                        "%s, %d times: on average %.4g (sd of one %.3g), p = %.3g: %s",
                        words,
                        found.size(),
                        observed,
                        spread,
                        probability,
                        verdict(refuted)));
    }

    private static String verdict(boolean refuted) {
        return refuted ? "refuted" : "not refuted";
    }

    private static Refutation untried(Refutation.Kind kind, String question, double expected, String reason) {
        return new Refutation(
                kind,
                question,
                0,
                expected,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                false,
                "not tried: " + reason);
    }

    /** Whether a question is a difference of two averages, or such a difference over something. */
    public static boolean isContrast(Term term) {
        if (!(term instanceof Term.Binary binary)) {
            return false;
        }
        return binary.operator() == Operator.SUBTRACT
                ? binary.left() instanceof Term.Expectation && binary.right() instanceof Term.Expectation
                : binary.operator() == Operator.DIVIDE && isContrast(binary.left());
    }

    /** Whether a question is a difference of two averages itself. */
    public static boolean isDifference(Term term) {
        return isContrast(term) && term instanceof Term.Binary binary && binary.operator() == Operator.SUBTRACT;
    }

    /** The model with one cause more in the location of an outcome; empty where it has none. */
    static Optional<Model> withCause(Model model, String outcome) {
        List<Statement> wider = new ArrayList<>();
        boolean found = false;
        for (Statement statement : model.core()) {
            if (statement instanceof Statement.Sample sample
                    && !sample.joint()
                    && sample.targets().size() == 1
                    && sample.targets().get(0).name().equals(outcome)
                    && LOCATED.contains(sample.distribution().function())) {
                wider.add(new Statement.Rows(List.of(CAUSE), Place.NONE));
                wider.add(new Statement.Sample(
                        List.of(new Target("b_" + CAUSE, List.of(), Place.NONE)),
                        false,
                        Terms.call("flat"),
                        Place.NONE));
                List<Term.Argument> arguments =
                        new ArrayList<>(sample.distribution().arguments());
                Term.Argument location = arguments.get(0);
                arguments.set(
                        0,
                        new Term.Argument(
                                location.name(),
                                Terms.add(
                                        location.value(),
                                        Terms.multiply(Terms.name("b_" + CAUSE), Terms.name(CAUSE)))));
                wider.add(new Statement.Sample(
                        sample.targets(),
                        false,
                        new Term.Call(sample.distribution().function(), arguments, Place.NONE),
                        sample.place()));
                found = true;
            } else {
                wider.add(statement);
            }
        }
        return found ? Optional.of(Model.of(wider)) : Optional.empty();
    }
}
