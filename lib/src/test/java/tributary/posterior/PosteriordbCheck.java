package tributary.posterior;

import static tributary.model.term.Terms.add;
import static tributary.model.term.Terms.call;
import static tributary.model.term.Terms.multiply;
import static tributary.model.term.Terms.name;
import static tributary.model.term.Terms.number;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tributary.infer.Describe;
import tributary.infer.PosteriorSummary;
import tributary.infer.nuts.MetricKind;
import tributary.infer.nuts.Nuts;
import tributary.model.Model;
import tributary.model.term.Target;
import tributary.model.term.Term;
import tributary.plan.PosteriorDraws;

/**
 * Six posteriors of posteriordb (Magnusson et al., BSD-3-Clause), fitted from {@code .model} files and from the Java API,
 * against its reference draws: means and standard deviations within 4 combined Monte Carlo errors, no divergences; and
 * once more from four shards by certified consensus where rows are independent.
 *
 * <p>Run by {@code scripts/checks/posteriordb} with two arguments, the folder of the data and that of the models; the
 * data are not ours to ship.
 */
public final class PosteriordbCheck {
    private static final int REFERENCE_DRAWS = 10_000;

    private PosteriordbCheck() {}

    /** One posterior: the model's name, the reference's files, the data, our names in the order of the reference's. */
    private record Case(String model, String reference, Data data, List<String> names, Model built) {}

    /** Fits and compares; exits 1 if any figure is off. */
    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(arguments[0]);
        Path models = Path.of(arguments[1]);
        int faults = 0;
        int figures = 0;
        for (Case posterior : cases(data)) {
            Model file = Model.parse(posterior.model(), Files.readString(models.resolve(posterior.model() + ".model")));
            Map<String, double[]> reference = reference(data.resolve(posterior.reference() + ".reference.json"));
            faults += compared(posterior, reference) ? 0 : 1;
            boolean same = file.print().equals(posterior.built().print());
            if (!same) {
                System.out.println(posterior.model() + ": the Java API builds another model\n"
                        + posterior.built().print());
                faults++;
            }
            Nuts settings = Nuts.DEFAULT.withTargetAcceptance(0.9).withMetric(MetricKind.DENSE);
            Fit fit = Posterior.of(posterior.built(), posterior.data()).sample(settings, 20_26);
            Fit again = Posterior.of(file, posterior.data()).sample(settings, 20_26);
            faults += fit.draws().equals(again.draws()) ? 0 : 1;
            double worst = 0;
            int at = 0;
            for (Map.Entry<String, double[]> figure : reference.entrySet()) {
                PosteriorSummary ours = fit.summary(posterior.names().get(at++));
                double[] theirs = figure.getValue();
                double meanError = StrictMath.hypot(ours.mcseMean(), theirs[2]);
                // The reference gives no error of its sd: that of its 10,000 draws under their own kurtosis.
                double sdError = StrictMath.hypot(ours.mcseSd(), sdError(data, posterior, at - 1, theirs[1]));
                double z = Math.max(
                        Math.abs(ours.mean() - theirs[0]) / meanError, Math.abs(ours.sd() - theirs[1]) / sdError);
                worst = Math.max(worst, z);
                figures += 2;
                if (!(z <= 4)) {
                    faults++;
                    System.out.printf(
                            "%s %s: mean %.6g (%.6g), sd %.6g (%.6g): %.1f errors off%n",
                            posterior.model(), figure.getKey(), ours.mean(), theirs[0], ours.sd(), theirs[1], z);
                }
            }
            int divergences = fit.stats().divergences();
            faults += divergences;
            System.out.printf(
                    "%-14s worst %.2f errors, %d divergences, %d gradients%n",
                    posterior.model(), worst, divergences, fit.stats().leapfrogs());
        }
        for (Case posterior : cases(data)) {
            faults += sharded(data, posterior);
        }
        System.out.println(figures + " figures of six posteriors, " + faults + " faults");
        if (faults > 0) {
            System.exit(1);
        }
    }

    /** Whether the reference tells of every parameter: of a file that was not understood nothing would differ. */
    private static boolean compared(Case posterior, Map<String, double[]> reference) {
        if (reference.size() == posterior.names().size()) {
            return true;
        }
        System.out.println(
                posterior.model() + ": the reference tells of " + reference.keySet() + ", not of " + posterior.names());
        return false;
    }

    /** The same posterior from four shards by certified consensus, where its rows can be cut; how many figures are off. */
    private static int sharded(Path data, Case posterior) throws IOException {
        Optional<PosteriorDraws> answer = ShardedFit.of(posterior.built(), posterior.data(), 4);
        if (answer.isEmpty()) {
            System.out.printf("%-14s in 4 shards: its rows hang together%n", posterior.model());
            return 0;
        }
        int faults = answer.get().publishable() ? 0 : 1;
        Map<String, double[]> reference = reference(data.resolve(posterior.reference() + ".reference.json"));
        faults += compared(posterior, reference) ? 0 : 1;
        double worst = 0;
        int at = 0;
        for (double[] theirs : reference.values()) {
            PosteriorSummary ours = answer.get().summary(posterior.names().get(at++), 0.9);
            double meanError = StrictMath.hypot(ours.mcseMean(), theirs[2]);
            double sdError = StrictMath.hypot(ours.mcseSd(), sdError(data, posterior, at - 1, theirs[1]));
            double z =
                    Math.max(Math.abs(ours.mean() - theirs[0]) / meanError, Math.abs(ours.sd() - theirs[1]) / sdError);
            worst = Math.max(worst, z);
            faults += z <= 4 ? 0 : 1;
        }
        System.out.printf(
                "%-14s in 4 shards: worst %.2f errors, %s%n",
                posterior.model(),
                worst,
                answer.get().fits().stream()
                        .map(fit -> fit.status() + " (" + fit.reason() + ")")
                        .toList());
        return faults;
    }

    private static double sdError(Path data, Case posterior, int column, double sd) throws IOException {
        List<String> lines = Files.readAllLines(data.resolve(posterior.reference() + ".draws1000.csv"));
        double[] draws = lines.stream()
                .skip(1)
                .mapToDouble(l -> Double.parseDouble(l.split(",")[column]))
                .toArray();
        double mean = Describe.mean(draws);
        double second = 0;
        double fourth = 0;
        for (double draw : draws) {
            double square = (draw - mean) * (draw - mean);
            second += square / draws.length;
            fourth += square * square / draws.length;
        }
        return 0.5 * sd * StrictMath.sqrt((fourth / (second * second) - 1) / REFERENCE_DRAWS);
    }

    private static List<Case> cases(Path folder) throws IOException {
        List<Case> cases = new ArrayList<>();
        Map<String, double[]> schools = columns(folder, "eight_schools-eight_schools_noncentered");
        cases.add(new Case(
                "eight_schools",
                "eight_schools-eight_schools_noncentered",
                Data.builder()
                        .numbers("y", schools.get("y"))
                        .numbers("sigma", schools.get("sigma"))
                        .numbers("school", 1, 2, 3, 4, 5, 6, 7, 8)
                        .build(),
                List.of(
                        "theta[1]",
                        "theta[2]",
                        "theta[3]",
                        "theta[4]",
                        "theta[5]",
                        "theta[6]",
                        "theta[7]",
                        "theta[8]",
                        "mu",
                        "tau"),
                Model.builder()
                        .row("y", "sigma")
                        .group("school")
                        .sample("mu", call("normal", number(0), number(5)))
                        .sample("tau", call("half_cauchy", number(5)))
                        .sample(Target.of("theta", "school"), call("normal", name("mu"), name("tau")))
                        .sample("y", call("normal", element("theta", "school"), name("sigma")))
                        .build()));
        cases.add(regression(
                "kidiq",
                "kidiq-kidscore_momhsiq",
                columns(folder, "kidiq-kidscore_momhsiq"),
                List.of("kid_score", "mom_hs", "mom_iq"),
                call("half_cauchy", number(2.5)),
                "normal",
                number(1),
                name("mom_hs"),
                name("mom_iq")));
        cases.add(regression(
                "earnings",
                "earnings-logearn_interaction",
                columns(folder, "earnings-logearn_interaction"),
                List.of("earn", "height", "male"),
                positiveFlat(),
                "lognormal",
                number(1),
                name("height"),
                name("male"),
                multiply(name("height"), name("male"))));
        Map<String, double[]> bushes = columns(folder, "mesquite-logmesquite");
        bushes.put("site", bushes.get("group"));
        cases.add(mesquite(bushes));
        cases.add(autoregression(columns(folder, "arK-arK").get("y")));
        cases.add(sblrc(folder));
        return cases;
    }

    private static Term element(String variable, String index) {
        return new Term.Element(variable, List.of(name(index)), tributary.model.term.Place.NONE);
    }

    private static Term.Call positiveFlat() {
        Term.Argument lower = new Term.Argument("lower", number(0));
        List<Term.Argument> arguments = List.of(new Term.Argument(null, name("flat")), lower);
        return new Term.Call("truncated", arguments, tributary.model.term.Place.NONE);
    }

    private static Case regression(
            String model,
            String reference,
            Map<String, double[]> columns,
            List<String> rows,
            Term.Call sigma,
            String family,
            Term... regressors) {
        Data.Builder data = Data.builder();
        rows.forEach(r -> data.numbers(r, columns.get(r)));
        Term.Vector vector = new Term.Vector(List.of(regressors), tributary.model.term.Place.NONE);
        Model built = Model.builder()
                .row(rows.toArray(String[]::new))
                .columns("k", regressors.length)
                .sample(Target.of("beta", "k"), call("flat"))
                .sample("sigma", sigma)
                .sample(rows.get(0), call(family, call("dot", name("beta"), vector), name("sigma")))
                .build();
        return new Case(model, reference, data.build(), numbered("beta", regressors.length, "sigma"), built);
    }

    private static Case mesquite(Map<String, double[]> columns) {
        List<String> rows = List.of("weight", "diam1", "diam2", "canopy_height", "total_height", "density", "site");
        Data.Builder data = Data.builder();
        rows.forEach(r -> data.numbers(r, columns.get(r)));
        List<Term> regressors = new ArrayList<>(List.of(number(1)));
        rows.subList(1, 6).forEach(r -> regressors.add(call("log", name(r))));
        regressors.add(name("site"));
        Term.Vector vector = new Term.Vector(regressors, tributary.model.term.Place.NONE);
        Model built = Model.builder()
                .row(rows.toArray(String[]::new))
                .columns("k", 7)
                .sample(Target.of("beta", "k"), call("flat"))
                .sample("sigma", positiveFlat())
                .equation("mu", call("dot", name("beta"), vector))
                .sample("weight", call("lognormal", name("mu"), name("sigma")))
                .build();
        return new Case("mesquite", "mesquite-logmesquite", data.build(), numbered("beta", 7, "sigma"), built);
    }

    private static Case autoregression(double[] y) {
        Data.Builder data = Data.builder().numbers("y", Arrays.copyOfRange(y, 5, y.length));
        Term[] lags = new Term[5];
        List<String> names = new ArrayList<>(List.of("alpha"));
        for (int k = 1; k <= 5; k++) {
            data.numbers("y" + k, Arrays.copyOfRange(y, 5 - k, y.length - k));
            lags[k - 1] = name("y" + k);
            names.add("beta[y" + k + "]");
        }
        names.add("sigma");
        Model built = Model.builder()
                .row("y", "y1", "y2", "y3", "y4", "y5")
                .columns("k", lags)
                .sample("alpha", call("normal", number(0), number(10)))
                .sample(Target.of("beta", "k"), call("normal", number(0), number(10)))
                .sample("sigma", call("half_cauchy", number(2.5)))
                .sample("y", call("normal", add(name("alpha"), call("dot", name("beta"), name("k"))), name("sigma")))
                .build();
        return new Case("arK", "arK-arK", data.build(), names, built);
    }

    private static Case sblrc(Path folder) throws IOException {
        String text = Files.readString(folder.resolve("sblrc-blr.data.json"));
        double[][] matrix = matrix(text, "X");
        Data.Builder data =
                Data.builder().numbers("y", columns(folder, "sblrc-blr").get("y"));
        Term[] columns = new Term[5];
        List<String> names = new ArrayList<>();
        for (int k = 0; k < 5; k++) {
            int column = k;
            data.numbers(
                    "x" + (k + 1),
                    Arrays.stream(matrix).mapToDouble(r -> r[column]).toArray());
            columns[k] = name("x" + (k + 1));
            names.add("beta[x" + (k + 1) + "]");
        }
        names.add("sigma");
        Model built = Model.builder()
                .row("y", "x1", "x2", "x3", "x4", "x5")
                .columns("k", columns)
                .sample(Target.of("beta", "k"), call("normal", number(0), number(10)))
                .sample("sigma", call("half_normal", number(10)))
                .sample("y", call("normal", call("dot", name("beta"), name("k")), name("sigma")))
                .build();
        return new Case("sblrc", "sblrc-blr", data.build(), names, built);
    }

    private static List<String> numbered(String name, int count, String last) {
        List<String> names = new ArrayList<>();
        for (int k = 1; k <= count; k++) {
            names.add(name + "[" + k + "]");
        }
        names.add(last);
        return names;
    }

    /** All flat arrays of numbers of a data file, by name. */
    private static Map<String, double[]> columns(Path folder, String reference) throws IOException {
        String text = Files.readString(folder.resolve(reference + ".data.json"));
        Map<String, double[]> columns = new LinkedHashMap<>();
        Matcher matcher =
                Pattern.compile("\"(\\w+)\"\\s*:\\s*\\[([-+0-9.eE,\\s]+)]").matcher(text);
        while (matcher.find()) {
            columns.put(matcher.group(1), numbers(matcher.group(2)));
        }
        return columns;
    }

    private static double[][] matrix(String text, String key) {
        Matcher whole = Pattern.compile("\"" + key + "\"\\s*:\\s*\\[(\\s*\\[[-+0-9.eE,\\s\\[\\]]+])\\s*]")
                .matcher(text);
        if (!whole.find()) {
            throw new IllegalArgumentException("no matrix " + key);
        }
        List<double[]> rows = new ArrayList<>();
        Matcher row = Pattern.compile("\\[([-+0-9.eE,\\s]+)]").matcher(whole.group(1));
        while (row.find()) {
            rows.add(numbers(row.group(1)));
        }
        return rows.toArray(double[][]::new);
    }

    private static double[] numbers(String list) {
        return Arrays.stream(list.split(","))
                .mapToDouble(n -> Double.parseDouble(n.trim()))
                .toArray();
    }

    /** Mean, sd and Monte Carlo error of the mean, by parameter, in the file's order. */
    private static Map<String, double[]> reference(Path file) throws IOException {
        String text = Files.readString(file);
        text = text.substring(text.indexOf("\"summary\""));
        Map<String, double[]> figures = new LinkedHashMap<>();
        Matcher matcher = Pattern.compile(
                        "\"([^\"]+)\"\\s*:\\s*\\{\\s*\"mean\"\\s*:\\s*([^,]+),\\s*\"sd\"\\s*:\\s*([^,]+),\\s*\"mcse_mean\"\\s*:\\s*([^,]+),")
                .matcher(text);
        while (matcher.find()) {
            figures.put(matcher.group(1), new double[] {
                Double.parseDouble(matcher.group(2)),
                Double.parseDouble(matcher.group(3)),
                Double.parseDouble(matcher.group(4))
            });
        }
        return figures;
    }
}
