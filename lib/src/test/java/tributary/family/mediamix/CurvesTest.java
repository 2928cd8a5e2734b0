package tributary.family.mediamix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tributary.model.Model;
import tributary.posterior.Data;
import tributary.posterior.Posterior;
import tributary.posterior.Simulation;

/** Carry-over and saturation, as the language computes them, against values from elsewhere. */
class CurvesTest {
    private static Map<String, double[]> vectors() throws IOException {
        Map<String, double[]> vectors = new LinkedHashMap<>();
        InputStream in = Objects.requireNonNull(CurvesTest.class.getResourceAsStream("curves.csv"));
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            reader.lines().skip(2).forEach(line -> {
                int at = line.indexOf(',');
                double[] values = Arrays.stream(line.substring(at + 1).split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                vectors.put(line.substring(0, at).replace(';', ','), values);
            });
        }
        return vectors;
    }

    private static double[] computed(String term, double... x) {
        Model model = Model.parse(
                "curve",
                "row x, t\ngroup g\nseries g ordered by t\na ~ normal(0, 1)\nout = " + term + "\nx ~ normal(a, 1)\n");
        double[] time = new double[x.length];
        String[] one = new String[x.length];
        Arrays.setAll(time, i -> i);
        Arrays.fill(one, "g");
        Data data = Data.builder()
                .numbers("x", x)
                .numbers("t", time)
                .categories("g", one)
                .build();
        return Simulation.of(Posterior.of(model, data), model).values("out", new double[1], data);
    }

    @Test
    void everyShapeAgreesWithItsReference() throws IOException {
        Map<String, double[]> vectors = vectors();
        double[] x = Objects.requireNonNull(vectors.remove("x"));
        double[] robyn = Objects.requireNonNull(vectors.remove("robyn"));
        assertThat(vectors).hasSizeGreaterThan(15);
        vectors.forEach(
                (term, expected) -> assertThat(computed(term, x)).as(term).containsExactly(expected, within(1e-12)));
        // The published example does not bring its weights to sum to one: 1 + 1/2 + 1/4 + ... over five weeks is
        // 1.9375.
        assertThat(computed("1.9375 * adstock(x, 0.5, 5)", 100, 100, 100, 100, 100))
                .containsExactly(robyn, within(1e-10));
    }
}
