package tributary.identify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.model.Model;

/** The models of the known examples are identified as their sources say. */
class ShippedModelsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "google_ads | ate | back-door {tv}",
                "lalonde | ate | back-door {race, age, educ, married, nodegree, re74, re75}",
                "lalonde | att | back-door {race, age, educ, married, nodegree, re74, re75}",
                "online_game | ate | front-door {won}",
                "instrument | ate | instrument {reminder}",
                "confounding | ate | back-door {X}",
                "confounding_oracle | ate | back-door {X, U}",
                "collider | ate | back-door {}",
                "collider_adjusted | ate | back-door {hired}",
            })
    void asTheirSourcesSay(String model, String question, String how) throws IOException {
        Path file = Path.of("..", "conf", "models", model + ".model");
        Model read = Model.parse(model, Files.readString(file));
        assertThat(ModelIdentification.of(read).question(question).identifiedBy())
                .isEqualTo(how);
    }
}
