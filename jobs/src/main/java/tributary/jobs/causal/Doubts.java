package tributary.jobs.causal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import tributary.check.BiasPrior;
import tributary.check.BiasSensitivity;
import tributary.check.EffectSensitivity;
import tributary.check.Refutation;
import tributary.check.Refuter;
import tributary.check.SensitivityCell;
import tributary.check.Transport;
import tributary.consensus.Blocks;
import tributary.estimand.Estimate;
import tributary.identify.EffectIdentification;
import tributary.identify.ModelIdentification;
import tributary.infer.DensityCurve;
import tributary.jobs.JobFailure;
import tributary.jobs.conf.CausalConf;
import tributary.jobs.table.RefutationsTable;
import tributary.jobs.table.SensitivityTable;
import tributary.model.Model;
import tributary.model.term.Statement;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** What is tried in order to doubt the answers to a model's questions, in rows of the result tables. */
final class Doubts {
    private static final String ALL = Estimate.ALL;

    private final CausalConf conf;
    private final Model model;
    private final ModelIdentification identification;
    private final Blocks blocks;

    Doubts(CausalConf conf, Model model, ModelIdentification identification, Blocks blocks) {
        this.conf = conf;
        this.model = model;
        this.identification = identification;
        this.blocks = blocks;
    }

    /** Checks that what conf names is there, before anything is sampled. */
    static void check(CausalConf conf, Model model, Map<String, List<String>> levels) {
        conf.honesty().populations().forEach((name, shares) -> {
            if (levels.values().stream().noneMatch(known -> known.containsAll(shares.keySet()))) {
                throw JobFailure.usage(
                        "sensitivity.populations." + name + " names levels that no question has: " + shares.keySet()
                                + ".",
                        "An effect is carried to another population by its values at the levels of a group; the"
                                + " questions have " + levels + ".",
                        "Ask a question by that group, such as E[y | do(t = 1), by region], and name its levels.");
            }
        });
        List<String> questions =
                model.questions().stream().map(Statement.Question::name).toList();
        conf.honesty().controls().stream()
                .filter(control -> !questions.contains(control))
                .findFirst()
                .ifPresent(control -> {
                    throw JobFailure.usage(
                            "refutations.negative-controls names " + JobFailure.quote(control)
                                    + ", which is no question of the model.",
                            "It asks " + questions + ".",
                            "Ask what must be nought in the model file, such as"
                                    + " placebo = \"E[earlier | do(t = 1)] - E[earlier | do(t = 0)]\", and name it.");
                });
    }

    /** The sensitivity of each answer to what no data tell. */
    List<Row> sensitivity(List<Estimate> answers) {
        List<Row> rows = new ArrayList<>();
        for (Estimate answer : answers) {
            if (!Arrays.stream(answer.values()).allMatch(Double::isFinite)) {
                continue;
            }
            List<EffectIdentification> effects =
                    identification.question(answer.question()).effects();
            List<SensitivityCell> cells = new ArrayList<>();
            if (effects.size() == 1) {
                EffectSensitivity asked =
                        new EffectSensitivity(blocks, effects.get(0), answer.values(), conf.interval());
                if (Refuter.isContrast(question(answer.question()).term())) {
                    cells.addAll(asked.bias(conf.honesty().biases()));
                    if (answer.level().equals(ALL)) {
                        cells.addAll(asked.confounders(
                                Refuter.isDifference(question(answer.question()).term())));
                        conf.honesty()
                                .misclassification()
                                .flatMap(asked::misclassified)
                                .ifPresent(cells::add);
                        asked.mediation().ifPresent(cells::add);
                    }
                }
            } else if (effects.isEmpty()) {
                cells.addAll(BiasSensitivity.scenarios(
                        answer.values(), conf.honesty().biases(), conf.interval()));
            }
            cells.forEach(cell -> rows.add(row(answer.question(), answer.level(), cell, density(answer, cell))));
        }
        rows.addAll(transported(answers));
        return rows;
    }

    /** Answers by level averaged with the shares of the populations that have these levels. */
    private List<Row> transported(List<Estimate> answers) {
        Map<String, Map<String, double[]>> byQuestion = new LinkedHashMap<>();
        answers.forEach(a -> byQuestion
                .computeIfAbsent(a.question(), q -> new LinkedHashMap<>())
                .put(a.level(), a.values()));
        List<Row> rows = new ArrayList<>();
        conf.honesty()
                .populations()
                .forEach((name, shares) -> byQuestion.forEach((question, levels) -> {
                    if (levels.keySet().containsAll(shares.keySet())) {
                        rows.add(row(question, ALL, carried(name, levels, shares), DensityCurve.none()));
                    }
                }));
        return rows;
    }

    private SensitivityCell carried(String name, Map<String, double[]> levels, Map<String, Double> shares) {
        String words =
                "averaged with the shares " + shares + "; populations differ in nothing else that changes the effect";
        List<String> silent = shares.keySet().stream()
                .filter(level -> !Arrays.stream(levels.getOrDefault(level, new double[0]))
                        .allMatch(Double::isFinite))
                .toList();
        if (!silent.isEmpty()) {
            return SensitivityCell.unanswered(
                    SensitivityCell.Grid.TRANSPORT,
                    name,
                    words + "; no answer, for there is none at the level " + String.join(", ", silent));
        }
        double[] draws = Transport.to(levels, shares);
        return BiasSensitivity.scenarios(draws, List.of(new BiasPrior(name, 0, 0)), conf.interval())
                .get(0)
                .of(SensitivityCell.Grid.TRANSPORT, words);
    }

    /** The density of an effect under a named belief about its bias; none for the cells of the grids. */
    private DensityCurve density(Estimate answer, SensitivityCell cell) {
        if (cell.grid() != SensitivityCell.Grid.BIAS || !answer.level().equals(ALL)) {
            return DensityCurve.none();
        }
        return conf.honesty().biases().stream()
                .filter(bias -> bias.name().equals(cell.cell()))
                .map(bias -> {
                    RandomStream random = StreamKey.of(0).with("bias density").with(bias.name()).stream();
                    double[] shifted = Arrays.stream(answer.values())
                            .map(effect -> effect - bias.mean() - bias.sd() * random.nextGaussian())
                            .toArray();
                    return DensityCurve.of(shifted);
                })
                .findFirst()
                .orElseGet(DensityCurve::none);
    }

    private Row row(String question, String level, SensitivityCell cell, DensityCurve density) {
        QuestionColumns of = QuestionColumns.of(identification, question);
        return SensitivityTable.row(CausalJob.NAME, conf.name(), question, of.metric(), of.arm(), level, cell, density);
    }

    /** The refutations that conf asks for, of every question that is one effect of one treatment on one outcome. */
    List<Row> refutations(List<Estimate> answers, Refuter.Refit refit, StreamKey key) {
        if (!conf.honesty().refutes()) {
            return List.of();
        }
        Map<String, double[]> draws = new LinkedHashMap<>();
        answers.stream()
                .filter(a -> a.level().equals(ALL))
                .filter(a -> Arrays.stream(a.values()).allMatch(Double::isFinite))
                .forEach(a -> draws.put(a.question(), a.values()));
        Refuter refuter = new Refuter(model, blocks, draws, refit, key);
        List<Refutation> found = new ArrayList<>();
        conf.honesty().controls().stream()
                .filter(draws::containsKey)
                .forEach(control -> found.add(refuter.negativeControl(control)));
        for (String name : draws.keySet()) {
            List<EffectIdentification> effects = identification.question(name).effects();
            if (effects.size() == 1
                    && effects.get(0).asked().treatments().size() == 1
                    && effects.get(0).asked().outcomes().size() == 1) {
                String treatment =
                        effects.get(0).asked().treatments().iterator().next();
                String outcome = effects.get(0).asked().outcomes().iterator().next();
                if (conf.honesty().placebos() > 0) {
                    found.add(refuter.placebo(
                            question(name), treatment, conf.honesty().placebos()));
                }
                if (conf.honesty().dummies() > 0) {
                    found.add(refuter.dummyOutcome(
                            question(name), outcome, conf.honesty().dummies()));
                }
                if (conf.honesty().randomCause()) {
                    found.add(refuter.randomCause(name, outcome));
                }
                if (conf.honesty().subsets() > 0) {
                    found.add(refuter.subsets(name, conf.honesty().subsets()));
                }
            }
        }
        return found.stream()
                .map(r -> RefutationsTable.row(CausalJob.NAME, conf.name(), r))
                .toList();
    }

    private Statement.Question question(String name) {
        return model.questions().stream()
                .filter(q -> q.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
