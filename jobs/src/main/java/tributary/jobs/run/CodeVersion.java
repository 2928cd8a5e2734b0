package tributary.jobs.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.HexFormat;

/** The version of the running program: the jar's version and a hash of its bytes, so that two builds differ. */
final class CodeVersion {
    private static final int DIGITS = 12;

    private CodeVersion() {}

    /** Such as {@code 0.1.0+3f2a9c01b7de}; {@code development} when run from class files. */
    static String current() {
        String version = CodeVersion.class.getPackage().getImplementationVersion();
        CodeSource source = CodeVersion.class.getProtectionDomain().getCodeSource();
        if (version == null || source == null || source.getLocation() == null) {
            return "development";
        }
        try {
            Path jar = Path.of(source.getLocation().toURI());
            return Files.isRegularFile(jar) ? version + "+" + hash(jar) : version;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the location of the jar is not an address: " + source.getLocation(), e);
        }
    }

    private static String hash(Path jar) {
        try {
            return HexFormat.of()
                    .formatHex(RunId.sha256().digest(Files.readAllBytes(jar)))
                    .substring(0, DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
