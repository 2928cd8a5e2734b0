package tributary.family.experiment;

import java.util.Map;
import tributary.posterior.InferencePath;

/**
 * Joint posterior draws of every arm's mean: draw i of all arms belongs together.
 *
 * @param draws per arm, all of one length; an arm without an answer is missing
 * @param exists per arm, whether mean and variance of its posterior exist
 * @param problems per arm without an answer, or with a doubtful one, why
 * @param path closed form, or a table of cells
 * @param note what a reader must know of the method; empty if nothing
 */
record ArmMeans(
        Map<String, double[]> draws,
        Map<String, Boolean> exists,
        Map<String, String> problems,
        InferencePath path,
        String note) {}
