package tributary.dist.catalogue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tributary.dist.Construct;
import tributary.dist.Distribution;
import tributary.dist.compound.Hurdle;
import tributary.dist.compound.ZeroInflated;
import tributary.dist.continuous.Beta;
import tributary.dist.continuous.Cauchy;
import tributary.dist.continuous.Exponential;
import tributary.dist.continuous.Gamma;
import tributary.dist.continuous.GammaLog;
import tributary.dist.continuous.HalfCauchy;
import tributary.dist.continuous.HalfNormal;
import tributary.dist.continuous.HalfStudentT;
import tributary.dist.continuous.InverseGamma;
import tributary.dist.continuous.Laplace;
import tributary.dist.continuous.LogNormal;
import tributary.dist.continuous.Normal;
import tributary.dist.continuous.StudentT;
import tributary.dist.continuous.Uniform;
import tributary.dist.discrete.Bernoulli;
import tributary.dist.discrete.BernoulliLogit;
import tributary.dist.discrete.BetaBinomial;
import tributary.dist.discrete.Binomial;
import tributary.dist.discrete.BinomialLogit;
import tributary.dist.discrete.Categorical;
import tributary.dist.discrete.CategoricalLogit;
import tributary.dist.discrete.NegBinomial;
import tributary.dist.discrete.NegBinomialLog;
import tributary.dist.discrete.OrderedLogit;
import tributary.dist.discrete.Poisson;
import tributary.dist.discrete.PoissonLog;
import tributary.dist.vector.Dirichlet;
import tributary.dist.vector.Horseshoe;
import tributary.dist.vector.Lkj;
import tributary.dist.vector.MvNormal;

/** Every distribution of the language, by name. */
public final class Distributions {
    private static final Map<String, Distribution> BY_NAME = index(List.of(
            new Normal(),
            new StudentT(),
            new HalfNormal(),
            new HalfStudentT(),
            new HalfCauchy(),
            new Exponential(),
            new Gamma(),
            new GammaLog(),
            new InverseGamma(),
            new Beta(),
            new Uniform(),
            new LogNormal(),
            new Laplace(),
            new Cauchy(),
            new Bernoulli(),
            new BernoulliLogit(),
            new Binomial(),
            new BinomialLogit(),
            new Poisson(),
            new PoissonLog(),
            new NegBinomial(),
            new NegBinomialLog(),
            new Categorical(),
            new CategoricalLogit(),
            new OrderedLogit(),
            new BetaBinomial(),
            new Hurdle(new Gamma()),
            new Hurdle(new GammaLog()),
            new Hurdle(new LogNormal()),
            new ZeroInflated(new Poisson()),
            new ZeroInflated(new PoissonLog()),
            new ZeroInflated(new NegBinomial()),
            new ZeroInflated(new NegBinomialLog()),
            new MvNormal(),
            new Dirichlet(),
            new Lkj()));

    private static final Map<String, Construct> CONSTRUCTS = Map.of("horseshoe", new Horseshoe());

    private Distributions() {}

    /** The distribution of this name; empty if there is none. */
    public static Optional<Distribution> byName(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The prior construct of this name; empty if there is none. */
    public static Optional<Construct> constructByName(String name) {
        return Optional.ofNullable(CONSTRUCTS.get(name));
    }

    /** The names of all distributions, without constructs and without {@code truncated}, which takes one. */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    /** The names of all prior constructs. */
    public static Set<String> constructNames() {
        return CONSTRUCTS.keySet();
    }

    private static Map<String, Distribution> index(List<Distribution> distributions) {
        Map<String, Distribution> index = new LinkedHashMap<>();
        distributions.forEach(distribution -> index.put(distribution.name(), distribution));
        return Collections.unmodifiableMap(index);
    }
}
