package tributary.estimand;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tributary.consensus.Blocks;
import tributary.expr.BoundProgram;
import tributary.expr.Expr;
import tributary.expr.Exprs;
import tributary.expr.Layout;
import tributary.expr.Program;
import tributary.infer.Draws;
import tributary.model.Plate;
import tributary.model.term.Statement;
import tributary.model.term.Term;
import tributary.model.term.TermPrinter;
import tributary.model.term.Terms;
import tributary.posterior.BindingException;
import tributary.posterior.Levels;
import tributary.posterior.Posterior;
import tributary.posterior.World;
import tributary.random.StreamKey;

/**
 * The questions of a model, answered from draws of its posterior in at most two passes over the rows: a survey before
 * there are draws, which tells early what cannot be answered, and a sweep at all draws for what the survey's sums do not
 * answer.
 *
 * <p>For every draw theta an average is {@code sum_i w_i E[body | row i, theta] / sum_i w_i} over the rows that count,
 * the expectation taken over the noise of what the interventions reach ({@link Integral}); both sides of a contrast share
 * rows, weights and noise. The answers depend on rows as they lie in shards, on draws, settings and key alone.
 */
public final class Inquiry {
    private final Posterior posterior;
    private final InquirySettings settings;
    private final List<Average> averages = new ArrayList<>();
    private final List<Asked> questions = new ArrayList<>();

    /** A question: its averages' places, and the arithmetic over them. */
    private record Asked(Statement.Question question, List<Integer> averages, List<String> by, Program formula) {}

    private Inquiry(Posterior posterior, List<Statement.Question> questions, InquirySettings settings) {
        this.posterior = posterior;
        this.settings = settings;
        questions.forEach(this::add);
    }

    /**
     * The questions of a bound model.
     *
     * @throws BindingException if one goes beyond what the model says
     */
    public static Inquiry of(Posterior posterior, InquirySettings settings) {
        return of(posterior, posterior.model().questions(), settings);
    }

    /** Other questions than those the model came with. */
    public static Inquiry of(Posterior posterior, List<Statement.Question> questions, InquirySettings settings) {
        return new Inquiry(posterior, questions, settings);
    }

    private void add(Statement.Question question) {
        World world = World.of(posterior, question.name() + " ");
        Set<Integer> own = new LinkedHashSet<>();
        Terms.walk(question.term(), part -> {
            if (part instanceof Term.Expectation term) {
                int known = place(term);
                world.replace(averages.get(known).key(), Exprs.parameter(name(known)));
                own.add(known);
            }
        });
        Set<List<String>> breakdowns = new LinkedHashSet<>();
        Layout layout = posterior.layout();
        Map<String, Integer> sizes = new LinkedHashMap<>();
        layout.names().forEach(name -> sizes.put(name, layout.size(name)));
        for (int average : own) {
            sizes.put(name(average), 1);
            breakdowns.add(averages.get(average).by());
        }
        breakdowns.remove(List.<String>of());
        if (breakdowns.size() > 1) {
            throw new BindingException(question.place() + ": the averages of `" + question.name()
                    + "` are broken down by different things, " + breakdowns + "; use the same `by` in all of them");
        }
        Expr value = world.term(question.term(), Plate.ROWS);
        if (!value.axis().isScalar()) {
            throw new BindingException(question.place() + ": `" + question.name() + "` has one value for each of "
                    + value.axis().name() + ", and a question is one number; name the level, as in effect[north], or"
                    + " average");
        }
        questions.add(new Asked(
                question,
                List.copyOf(own),
                breakdowns.isEmpty() ? List.of() : breakdowns.iterator().next(),
                Program.compile(new Layout(sizes), value)));
    }

    /** The place of an average; one that was asked for before is not made again. */
    private int place(Term.Expectation term) {
        String key = TermPrinter.print(term);
        for (int a = 0; a < averages.size(); a++) {
            if (averages.get(a).key().equals(key)) {
                return a;
            }
        }
        averages.add(Average.of(posterior, name(averages.size()), term));
        return averages.size() - 1;
    }

    private static String name(int average) {
        return "average " + average;
    }

    /** How each question will be answered: a line each. */
    public List<String> plan() {
        List<String> lines = new ArrayList<>();
        for (Asked asked : questions) {
            lines.add(asked.question().name() + ": " + method(asked));
        }
        return lines;
    }

    private String method(Asked asked) {
        Set<String> words = new LinkedHashSet<>();
        boolean sweep = false;
        for (int a : asked.averages()) {
            words.addAll(averages.get(a).words());
            sweep |= sweeps(averages.get(a));
        }
        if (asked.averages().isEmpty()) {
            return "arithmetic of parameters";
        }
        String noise = words.isEmpty() ? "no noise to integrate" : String.join(", ", words);
        String rows = sweep ? "every draw over the rows" : "means of columns suffice";
        return noise + "; " + rows
                + (settings.population() == Population.SUPER ? "; rows weighted by the Bayesian bootstrap" : "");
    }

    private boolean sweeps(Average average) {
        return settings.population() == Population.SUPER || !average.hasFeatures();
    }

    /** What the pass before there are draws tells. */
    public final class Surveyed {
        private final Blocks blocks;
        private final Survey survey;
        private final Set<String> reads;

        private Surveyed(Blocks blocks, Survey survey, Set<String> reads) {
            this.blocks = blocks;
            this.survey = survey;
            this.reads = reads;
        }

        /** How each question will be answered: a line each. */
        public List<String> plan() {
            return Inquiry.this.plan();
        }

        /** The levels at which each question has an answer, by the question's name; none for one that is not broken down. */
        public Map<String, List<String>> levels() {
            Map<String, List<String>> all = new LinkedHashMap<>();
            for (Asked asked : questions) {
                Set<String> labels = new TreeSet<>();
                for (int a : asked.averages()) {
                    if (!averages.get(a).by().isEmpty()) {
                        labels.addAll(survey.levels(a));
                    }
                }
                all.put(asked.question().name(), List.copyOf(labels));
            }
            return all;
        }

        /** Answers from unconstrained draws of the posterior. */
        public List<Estimate> answer(Draws unconstrained, StreamKey key) {
            return Inquiry.this.answer(this, unconstrained, key);
        }
    }

    /**
     * Takes the pass before there are draws.
     *
     * @throws BindingException if an average has no row, or more levels than anybody reads
     */
    public Surveyed survey(Blocks blocks) {
        TreeSet<String> reads = new TreeSet<>();
        for (Average average : averages) {
            if (sweeps(average)) {
                reads.addAll(average.reads());
                for (String column : average.reads()) {
                    boolean known = blocks.columns().columns(average.table()).contains(column);
                    if (!known) {
                        reads.addAll(blocks.columns().columns(average.table()));
                    }
                }
            }
        }
        reads.remove(Blocks.WEIGHT);
        boolean sweep = averages.stream().anyMatch(this::sweeps);
        if (sweep && reads.isEmpty()) {
            reads.add(Blocks.WEIGHT);
        }
        Survey survey = averages.isEmpty()
                ? null
                : Survey.of(averages, posterior.rowColumns(), blocks, sweep ? reads : Set.of());
        return new Surveyed(blocks, survey == null ? Survey.NONE : survey, reads);
    }

    private List<Estimate> answer(Surveyed surveyed, Draws unconstrained, StreamKey key) {
        double[][] positions = positions(unconstrained);
        List<Integer> swept = new ArrayList<>();
        for (int a = 0; a < averages.size(); a++) {
            if (sweeps(averages.get(a))) {
                swept.add(a);
            }
        }
        Values values = new Values(positions, surveyed, swept, key);
        List<Estimate> estimates = new ArrayList<>();
        for (Asked asked : questions) {
            estimates.addAll(answer(asked, surveyed, values, positions));
        }
        return estimates;
    }

    /** The draws, and their mean last. */
    private double[][] positions(Draws unconstrained) {
        int dimension = posterior.layout().dimension();
        double[][] positions = new double[unconstrained.size() + 1][dimension];
        for (int d = 0; d < unconstrained.size(); d++) {
            unconstrained.row(d, positions[d]);
            for (int i = 0; i < dimension; i++) {
                positions[unconstrained.size()][i] += positions[d][i] / unconstrained.size();
            }
        }
        return positions;
    }

    private List<Estimate> answer(Asked asked, Surveyed surveyed, Values values, double[][] positions) {
        Set<String> labels = new TreeSet<>();
        for (int a : asked.averages()) {
            if (!averages.get(a).by().isEmpty()) {
                labels.addAll(surveyed.survey.levels(a));
            }
        }
        List<String> levels =
                labels.isEmpty() ? List.of(Estimate.ALL) : Levels.of(labels).names();
        List<Estimate> estimates = new ArrayList<>();
        BoundProgram formula = asked.formula().bind(posterior.columns());
        for (String level : levels) {
            estimates.add(estimate(asked, level, surveyed, values, positions, formula));
        }
        return estimates;
    }

    private Estimate estimate(
            Asked asked, String level, Surveyed surveyed, Values values, double[][] positions, BoundProgram formula) {
        int draws = positions.length - 1;
        int dimension = posterior.layout().dimension();
        List<double[][]> parts = new ArrayList<>();
        String note = "";
        int batches = 1;
        for (int a : asked.averages()) {
            String own = averages.get(a).by().isEmpty() ? Estimate.ALL : level;
            if (surveyed.survey.weight(a, own) == 0) {
                note = averages.get(a).place() + ": no row of " + level + " is in "
                        + averages.get(a).text();
            }
            double[][] part = values.of(a, own);
            batches = Math.max(batches, part.length - 1);
            parts.add(part);
        }
        double[] result = new double[draws];
        double squares = 0;
        double[] position = new double[dimension + parts.size()];
        double[][] into = {new double[1]};
        double[] each = new double[batches];
        for (int d = 0; d < draws; d++) {
            System.arraycopy(positions[d], 0, position, 0, dimension);
            result[d] = formula(formula, position, parts, -1, d, into);
            for (int b = 0; b < batches && batches > 1; b++) {
                each[b] = formula(formula, position, parts, b, d, into);
            }
            squares += batches > 1 ? spread(each) : 0;
        }
        return new Estimate(
                asked.question().name(),
                asked.by(),
                level,
                result,
                StrictMath.sqrt(squares / draws),
                method(asked) + values.words(asked.averages()),
                note);
    }

    /** The squared standard error of a mean of so many parts. */
    private static double spread(double... parts) {
        double mean = Arrays.stream(parts).sum() / parts.length;
        double squares = 0;
        for (double part : parts) {
            squares += (part - mean) * (part - mean);
        }
        return squares / (parts.length * (parts.length - 1.0));
    }

    private double formula(
            BoundProgram formula, double[] position, List<double[][]> parts, int batch, int draw, double[][] into) {
        int dimension = posterior.layout().dimension();
        for (int k = 0; k < parts.size(); k++) {
            double[][] part = parts.get(k);
            position[dimension + k] = part[part.length == 1 ? 0 : batch + 1][draw];
        }
        formula.outputs(position, into);
        return into[0][0];
    }

    /** The averages at every draw: first over all, then for each batch where there are several. */
    private final class Values {
        private final double[][] positions;
        private final Surveyed surveyed;
        private final List<Integer> swept;
        private final List<Map<String, Sums>> sums;
        private final boolean sampled;
        private final StreamKey key;

        Values(double[][] positions, Surveyed surveyed, List<Integer> swept, StreamKey key) {
            this.positions = positions;
            this.surveyed = surveyed;
            this.swept = swept;
            this.key = key;
            if (swept.isEmpty()) {
                this.sums = List.of();
                this.sampled = false;
                return;
            }
            long distinct = Math.max(1, surveyed.survey.distinct());
            long step = (distinct + settings.rows() - 1) / settings.rows();
            long chosen = Math.max(1, distinct / step);
            int noise = (int) Math.max(1, (settings.noise() / chosen + Sweep.BATCHES - 1) / Sweep.BATCHES);
            Sweep sweep = new Sweep(
                    swept.stream().map(averages::get).toList(),
                    posterior.rowColumns(),
                    posterior.layout(),
                    surveyed.reads,
                    positions,
                    settings.population(),
                    step,
                    noise * Sweep.BATCHES,
                    key);
            this.sums = sweep.run(surveyed.blocks);
            this.sampled = sweep.sampled();
        }

        String words(List<Integer> asked) {
            return sampled && asked.stream().anyMatch(swept::contains)
                    ? "; " + settings.rows() + " of " + surveyed.survey.distinct()
                            + " distinct rows at every draw, all at the posterior mean"
                    : "";
        }

        double[][] of(int average, String level) {
            int at = swept.indexOf(average);
            Sums own = at < 0 ? null : sums.get(at).get(level);
            if (at < 0) {
                return new double[][] {features(average, level)};
            }
            int draws = positions.length - 1;
            if (own == null) {
                double[] nothing = new double[draws];
                Arrays.fill(nothing, Double.NaN);
                return new double[][] {nothing};
            }
            int batches = own.batches();
            double[][] all = new double[batches == 1 ? 1 : batches + 1][draws];
            double[] parts = new double[settings.population() == Population.SUPER ? Sweep.PARTS : 0];
            for (int d = 0; d < draws; d++) {
                double anchor = 0;
                if (own.hasAnchor()) {
                    var stream = key.with("part weights").with(d).stream();
                    for (int k = 0; k < parts.length; k++) {
                        parts[k] = stream.nextExponential();
                    }
                    anchor = own.anchor(parts);
                }
                all[0][d] = own.mean(d) + (own.hasAnchor() ? anchor - own.mean(draws) : 0);
                for (int b = 0; b < batches && batches > 1; b++) {
                    all[b + 1][d] = own.mean(b, d) + (own.hasAnchor() ? anchor - own.mean(b, draws) : 0);
                }
            }
            return all;
        }

        private double[] features(int average, String level) {
            Average asked = averages.get(average);
            double[] means = surveyed.survey.means(average, level);
            BoundProgram scalars = Program.compile(
                            posterior.layout(), asked.scalars().toArray(Expr[]::new))
                    .bind(posterior.columns());
            double[] values = new double[positions.length - 1];
            double[][] into = new double[asked.scalars().size()][1];
            for (int d = 0; d < values.length; d++) {
                scalars.outputs(positions[d], into);
                for (int k = 0; k < into.length; k++) {
                    values[d] += into[k][0] * (k < means.length ? means[k] : Double.NaN);
                }
            }
            return values;
        }
    }
}
