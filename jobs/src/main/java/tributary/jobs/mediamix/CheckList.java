package tributary.jobs.mediamix;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tributary.jobs.quality.QualityCheck;
import tributary.jobs.quality.Severity;

/** The checks of one analysis's data as they are made: those that hold it back, and those that warn. */
final class CheckList {
    /** The checks of {@link #leftOut}. */
    static final Set<String> BESIDE = Set.of("holdout", "variant", "scenario", "budget");

    /** How the findings of {@link #leftOut} begin. */
    static final String OUT = "left out: ";

    /** What is found where nothing is. */
    static final String FINE = "as it should be";

    private static final int EXAMPLES = 3;
    private static final int LONGEST = 100;

    private final String analysis;
    private final String kpi;
    private final List<QualityCheck> checks = new ArrayList<>();

    CheckList(String analysis, String kpi) {
        this.analysis = analysis;
        this.kpi = kpi;
    }

    List<QualityCheck> all() {
        return List.copyOf(checks);
    }

    /** Whether a check failed that holds the analysis back. */
    boolean failed() {
        return checks.stream().anyMatch(c -> !c.passed() && c.severity() == Severity.GATE);
    }

    /** Holds the analysis back where there is any fault. */
    void gate(String check, @Nullable String unit, List<?> faults, String finding, String remedy) {
        checks.add(new QualityCheck(
                check,
                analysis,
                kpi,
                unit,
                (double) faults.size(),
                0,
                Severity.GATE,
                faults.isEmpty(),
                faults.size(),
                faults.isEmpty() ? FINE : finding,
                remedy));
    }

    /** Warns where there is any fault. */
    void warn(String check, @Nullable String unit, long faults, String finding, String remedy) {
        warn(check, unit, (double) faults, 0, faults == 0, faults == 0 ? FINE : finding, remedy);
    }

    void warn(
            String check,
            @Nullable String unit,
            double observed,
            double threshold,
            boolean passed,
            String finding,
            String remedy) {
        checks.add(new QualityCheck(
                check,
                analysis,
                kpi,
                unit,
                Double.isFinite(observed) ? observed : null,
                threshold,
                Severity.WARN,
                passed,
                0,
                finding,
                remedy));
    }

    /** A holdout, variant or scenario of the conf, or its budget, is left out, and why: the analysis itself goes on. */
    void leftOut(String section, @Nullable String name, String why) {
        String remedy = name == null ? "correct the section " + section : "correct " + section + "s." + name;
        warn(section, name, Double.NaN, 0, false, OUT + why, remedy);
    }

    /** A few examples, each as far as a reader needs it, and how many more there are. */
    static String shown(List<String> examples) {
        return examples.stream().limit(EXAMPLES).map(CheckList::brief).collect(Collectors.joining(", "))
                + (examples.size() > EXAMPLES ? " and " + (examples.size() - EXAMPLES) + " more" : "");
    }

    /** Names come from tables, of any length, and of characters that would break a line of the log. */
    private static String brief(String example) {
        String plain = example.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .limit(LONGEST)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return example.codePointCount(0, example.length()) > LONGEST ? plain + "..." : plain;
    }
}
