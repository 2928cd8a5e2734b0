package tributary.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tributary.consensus.BlockWorkers;
import tributary.consensus.Blocks;
import tributary.consensus.Factor;
import tributary.consensus.ModelShards;
import tributary.consensus.RelativePass;
import tributary.expr.BoundProgram;
import tributary.expr.Expr;
import tributary.expr.Program;
import tributary.posterior.Posterior;
import tributary.posterior.Unknown;

/**
 * The log prior and the log likelihood of draws, each up to a constant.
 *
 * <p>The prior is that of the unknowns themselves, without the Jacobians of their transforms, and of those only that no
 * other unknown decides: effects of a group are part of the model, and keep their law when prior or likelihood is raised
 * to a power (Kallioinen and others 2023, section 2.3).
 */
public final class LogParts {
    private final Map<String, double[]> priors;
    private final double[] prior;
    private final double[] likelihood;

    private LogParts(Map<String, double[]> priors, double[] likelihood) {
        this.priors = Collections.unmodifiableMap(new LinkedHashMap<>(priors));
        this.likelihood = likelihood;
        this.prior = new double[likelihood.length];
        priors.values().forEach(one -> {
            for (int d = 0; d < prior.length; d++) {
                prior[d] += one[d];
            }
        });
    }

    /**
     * Parts that are known.
     *
     * @param priors by unknown
     */
    public static LogParts of(Map<String, double[]> priors, double[] likelihood) {
        return new LogParts(priors, likelihood.clone());
    }

    /**
     * The parts of a posterior's draws, in one pass over the rows.
     *
     * @param positions unconstrained draws
     */
    public static LogParts of(Posterior posterior, Blocks blocks, double[][] positions) {
        List<Unknown> first = posterior.unknowns().stream()
                .filter(u -> !u.parameters().isEmpty())
                .filter(u -> u.origin() != Unknown.Origin.FLAT)
                .filter(u -> posterior.model().dependencies().unknowns(u.name()).isEmpty())
                .toList();
        Map<String, double[]> priors = new LinkedHashMap<>();
        if (!first.isEmpty()) {
            Expr[] densities =
                    first.stream().map(u -> u.logPrior().minus(u.logJacobian())).toArray(Expr[]::new);
            BoundProgram program =
                    Program.compile(posterior.layout(), densities).bind(posterior.columns());
            double[][] into = new double[densities.length][1];
            double[][] logs = new double[densities.length][positions.length];
            for (int d = 0; d < positions.length; d++) {
                program.outputs(positions[d], into);
                for (int k = 0; k < into.length; k++) {
                    logs[k][d] = into[k][0];
                }
            }
            for (int k = 0; k < logs.length; k++) {
                priors.put(first.get(k).name(), logs[k]);
            }
        }
        double[] likelihood = new double[positions.length];
        if (!posterior.likelihoods().isEmpty()) {
            ModelShards shards = ModelShards.of(posterior, Factor.whole(posterior), blocks.weighted());
            likelihood = RelativePass.add(
                    new BlockWorkers(blocks, shards),
                    "log likelihood of the draws",
                    positions,
                    positions[0],
                    likelihood);
        }
        return new LogParts(priors, likelihood);
    }

    /** The number of draws. */
    int draws() {
        return likelihood.length;
    }

    /** The log prior of each unknown that no other decides. */
    Map<String, double[]> priors() {
        return priors;
    }

    /** Their sum. */
    double[] prior() {
        return prior;
    }

    /** The log likelihood less that of the first draw. */
    double[] likelihood() {
        return likelihood;
    }
}
