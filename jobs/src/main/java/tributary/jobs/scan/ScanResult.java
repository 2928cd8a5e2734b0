package tributary.jobs.scan;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tributary.family.experiment.ArmStatistics;

/**
 * What the scan found: statistics by analysis and arm, counts by experiment, and what was read.
 *
 * @param analyses for each analysis the statistics of every arm of the design, arms without units included
 * @param experiments the counts of each experiment asked for, in the order asked
 * @param rowsWithoutExperiment rows whose experiment is null
 * @param inputs what was read, with row counts
 * @param contentFingerprint hash of all statistics: equal for equal data, whatever files and order they came in
 * @param examples by experiment and metric (segment {@code all}), one of the values (or rows of sums) that had to be left out as broken; of facts
 *     broken whatever their metric under {@link #FACTS}
 */
public record ScanResult(
        SortedMap<AnalysisKey, SortedMap<String, ArmStatistics>> analyses,
        List<ExperimentCounts> experiments,
        long rowsWithoutExperiment,
        List<InputSnapshot> inputs,
        String contentFingerprint,
        Map<AnalysisKey, String> examples)
        implements Serializable {
    /** Whose example is a fact that is broken whatever its metric: without a time, or no number. */
    public static final AnalysisKey FACTS = new AnalysisKey("", "", "");

    /** Copies. */
    public ScanResult {
        analyses = Collections.unmodifiableSortedMap(new TreeMap<>(analyses));
        experiments = List.copyOf(experiments);
        inputs = List.copyOf(inputs);
        examples = Map.copyOf(examples);
    }

    ScanResult withExample(AnalysisKey of, Optional<String> example) {
        Map<AnalysisKey, String> more = new TreeMap<>(examples);
        example.ifPresent(e -> more.put(of, e));
        return new ScanResult(analyses, experiments, rowsWithoutExperiment, inputs, contentFingerprint, more);
    }

    /** The arms of one analysis. */
    public SortedMap<String, ArmStatistics> arms(String experiment, String metric, String segment) {
        SortedMap<String, ArmStatistics> found = analyses.get(new AnalysisKey(experiment, metric, segment));
        if (found == null) {
            throw new IllegalArgumentException(
                    "no analysis of experiment " + experiment + ", metric " + metric + ", segment " + segment);
        }
        return found;
    }
}
