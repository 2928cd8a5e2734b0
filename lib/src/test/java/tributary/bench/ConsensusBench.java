package tributary.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tributary.bench.ConsensusCase.Order;
import tributary.bench.ConsensusScore.Errors;
import tributary.consensus.Adversary;
import tributary.consensus.Blocks;
import tributary.consensus.Combiner;
import tributary.consensus.FactSearch;
import tributary.model.Model;
import tributary.plan.InferencePlan;
import tributary.plan.PathChoice;
import tributary.plan.PlanSettings;
import tributary.plan.PosteriorDraws;
import tributary.posterior.Posterior;
import tributary.random.StreamKey;

/**
 * The accuracy of the consensus: for models, numbers of shards and orders of rows the distance in posterior standard
 * deviations of raw and of certified draws from quadrature.
 *
 * <p>Prints one JSON object a case as soon as it is done, a table of the same for people to standard error, and as the last
 * line one JSON object over all of its cases. A case depends on its own name alone, so that a long run is taken up where it
 * stopped by asking for the rest: {@code --model normal,student --order sorted --shards 32,128}, {@code --adversary all}.
 *
 * <p>Beside each error stands what chance explains of it: the z of the worst mean and of the worst deviation, in Monte
 * Carlo errors of the case's own importance draws and their resampling. A case is beyond chance where it misses the aim
 * (0.05 posterior standard deviations; 3 % of a deviation) by more than 4.5 of them; the hierarchical model compares 15
 * parameters, and there are a hundred cases.
 *
 * <p>A false certificate is a certified answer of which some mean is off by more than 0.2 posterior standard deviations,
 * or some deviation by more than 10 %: many Monte Carlo errors of 40,000 draws. Every path is forced, with numbers of
 * shards far beyond what a plan would choose.
 */
public final class ConsensusBench {
    private static final String USAGE = "usage: [--quick] [--model NAMES] [--order NAMES] [--shards NUMBERS]"
            + " [--adversary NAMES]; lists are parted by commas, all and none are lists too";
    private static final List<String> OPTIONS = List.of("--model", "--order", "--shards", "--adversary");

    private final boolean quick;
    private final List<String> models;
    private final List<Order> orders;
    private final List<Integer> shards;
    private final List<Adversary> adversaries;
    /** Of models, and of adversaries: these have no aim but not to deceive. */
    private final List<ConsensusScore> scores = new ArrayList<>();

    private final List<ConsensusScore> attacks = new ArrayList<>();

    private ConsensusBench(List<String> arguments) {
        quick = arguments.contains("--quick");
        for (int i = 0; i < arguments.size(); i++) {
            if (OPTIONS.contains(arguments.get(i))) {
                i++;
            } else if (!arguments.get(i).equals("--quick")) {
                throw new IllegalArgumentException("unknown: " + arguments.get(i));
            }
        }
        boolean chosen = Stream.of("--model", "--order", "--shards").anyMatch(arguments::contains);
        boolean attacked = arguments.contains("--adversary");
        models = chosen(
                arguments, "--model", List.copyOf(ConsensusCase.all().keySet()), name -> name, !attacked || chosen);
        orders = chosen(arguments, "--order", List.of(Order.values()), ConsensusBench::spelled, true);
        shards = chosen(
                arguments, "--shards", quick ? List.of(4, 32) : List.of(1, 4, 8, 32, 128), String::valueOf, true);
        adversaries = chosen(arguments, "--adversary", List.of(Adversary.values()), ConsensusBench::spelled, !chosen);
    }

    /** Some or all of a list by name; where nothing is said, all or none. */
    private static <T> List<T> chosen(
            List<String> arguments, String option, List<T> all, Function<T, String> name, boolean otherwise) {
        int at = arguments.indexOf(option);
        String words = at < 0 ? (otherwise ? "all" : "none") : at + 1 < arguments.size() ? arguments.get(at + 1) : "";
        if (words.equals("all") || words.equals("none")) {
            return words.equals("all") ? all : List.of();
        }
        List<String> names = all.stream().map(name).toList();
        List<T> some = new ArrayList<>();
        for (String word : words.split(",", -1)) {
            if (!names.contains(word)) {
                throw new IllegalArgumentException(option + " \"" + word + "\" is none of " + String.join(", ", names));
            }
            some.add(all.get(names.indexOf(word)));
        }
        return some;
    }

    private static String spelled(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    /** Arguments: {@code --quick} for fewer rows and shards, and which cases. */
    public static void main(String[] arguments) {
        ConsensusBench bench;
        try {
            bench = new ConsensusBench(Arrays.asList(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        bench.run();
    }

    private void run() {
        System.err.println(ConsensusScore.heads());
        Map<String, IntFunction<ConsensusCase>> all = ConsensusCase.all();
        for (String model : models) {
            ConsensusCase one = all.get(model).apply(quick ? 4_000 : 20_000);
            for (Order order : orders) {
                for (int count : shards) {
                    tell(scores, compared(model + "/" + spelled(order) + "/" + count, one, order, count));
                }
            }
        }
        adversaries.forEach(adversary -> tell(attacks, attacked(adversary)));
        System.out.println(String.format(
                Locale.ROOT,
                "{\"benchmark\":\"consensus\",\"quick\":%b,\"cases\":%d,\"certified\":%d,\"false_certificates\":%d,"
                        + "\"max_certified_error_sd\":%.4f,\"max_sd_ratio_deviation\":%.4f,\"max_raw_error_sd\":%.3f,"
                        + "\"certified_beyond_aim\":%d,\"certified_beyond_aim_and_chance\":%d,\"max_certified_z\":%.2f}",
                quick,
                scores.size() + attacks.size(),
                count(ConsensusScore::certified),
                count(ConsensusScore::wrong),
                worst(score -> score.certified() ? score.answer().mean() : 0),
                worst(score -> score.certified() ? score.answer().deviation() : 0),
                worst(score -> score.raw().mean()),
                scores.stream().filter(ConsensusScore::beyondAim).count(),
                scores.stream().filter(ConsensusScore::beyondChance).count(),
                worst(score -> score.certified()
                        ? Math.max(score.answer().meanZ(), score.answer().deviationZ())
                        : 0)));
    }

    private long count(Predicate<ConsensusScore> which) {
        return Stream.concat(scores.stream(), attacks.stream()).filter(which).count();
    }

    /** The largest; what is not a number counts for nothing. */
    private double worst(Function<ConsensusScore, Double> figure) {
        return scores.stream().map(figure).filter(Double::isFinite).reduce(0.0, Math::max);
    }

    private static void tell(List<ConsensusScore> scores, ConsensusScore score) {
        scores.add(score);
        System.err.println(score.row());
        System.out.println(score.json());
    }

    /** 40,000 draws, of which a third or more are effective: a mean is known to 0.01 sd, a deviation to 1 % or better. */
    private static PlanSettings settings() {
        return new PlanSettings(
                PathChoice.CONSENSUS,
                4,
                10_000,
                1000,
                2,
                300,
                1000,
                Combiner.PRECISION_WEIGHTED,
                40_000,
                4,
                200_000,
                0,
                20_000,
                0);
    }

    private static ConsensusScore compared(String name, ConsensusCase one, Order order, int count) {
        long begun = System.nanoTime();
        Blocks blocks = one.blocks(order, count);
        Posterior posterior =
                FactSearch.bind(Model.parse(one.name(), one.model()), blocks).posterior();
        PosteriorDraws answer = InferencePlan.of(
                        posterior, blocks, settings(), one.data().rows("rows"))
                .run(StreamKey.of(7));
        return ConsensusScore.of(name, one, posterior, answer, (System.nanoTime() - begun) * 1e-9);
    }

    private static ConsensusScore attacked(Adversary adversary) {
        long begun = System.nanoTime();
        Adversary.Outcome outcome = adversary.run();
        return new ConsensusScore(
                "adversary/" + spelled(adversary),
                outcome.status(),
                "",
                new Errors(outcome.rawError(), Double.NaN, Double.NaN, Double.NaN),
                new Errors(outcome.error(), outcome.deviation(), Double.NaN, Double.NaN),
                outcome.isFalse(),
                Map.of(),
                (System.nanoTime() - begun) * 1e-9);
    }
}
