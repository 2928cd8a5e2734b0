package tributary.estimand;

import java.util.ArrayList;
import java.util.List;
import tributary.consensus.Blocks;
import tributary.consensus.FactSearch;
import tributary.consensus.LocalBlocks;
import tributary.infer.Draws;
import tributary.model.Model;
import tributary.posterior.Data;
import tributary.posterior.Posterior;
import tributary.random.RandomStream;
import tributary.random.StreamKey;

/** Questions put to draws of a test's choice over rows in blocks. */
final class Asking {
    private final Posterior posterior;
    private final Blocks blocks;
    private final Draws draws;
    private InquirySettings settings = InquirySettings.STANDARD;

    private Asking(Posterior posterior, Blocks blocks, Draws draws) {
        this.posterior = posterior;
        this.blocks = blocks;
        this.draws = draws;
    }

    /** So many standard normal positions. */
    static Asking of(String model, int positions, Data... blocks) {
        Blocks local = new LocalBlocks(List.of(blocks));
        Posterior posterior = FactSearch.bind(Model.parse("test", model), local).posterior();
        RandomStream stream = StreamKey.of(11).with("positions").stream();
        double[][] rows = new double[positions][posterior.layout().dimension()];
        for (double[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = stream.nextGaussian() / 2;
            }
        }
        return new Asking(posterior, local, Draws.ofRows(posterior.coordinates(), new double[][][] {rows}));
    }

    Asking with(InquirySettings other) {
        this.settings = other;
        return this;
    }

    /** A coordinate in every draw. */
    double[] coordinate(String name) {
        return draws.values(name);
    }

    List<Estimate> answer() {
        return Inquiry.of(posterior, settings)
                .survey(blocks)
                .answer(draws, StreamKey.of(5).with("questions"));
    }

    Estimate answer(String question) {
        return answer(question, Estimate.ALL);
    }

    Estimate answer(String question, String level) {
        List<String> seen = new ArrayList<>();
        for (Estimate estimate : answer()) {
            if (estimate.question().equals(question) && estimate.level().equals(level)) {
                return estimate;
            }
            seen.add(estimate.question() + " of " + estimate.level());
        }
        throw new AssertionError("no " + question + " of " + level + " in " + seen);
    }

    /** Rows cut into blocks, every so-manieth row in the same. */
    static Data[] cut(Data rows, int blocks) {
        Data[] cut = new Data[blocks];
        int size = rows.rows("rows");
        for (int b = 0; b < blocks; b++) {
            int[] places = new int[(size - b + blocks - 1) / blocks];
            for (int i = 0; i < places.length; i++) {
                places[i] = b + i * blocks;
            }
            cut[b] = rows.pick("rows", places);
        }
        return cut;
    }
}
