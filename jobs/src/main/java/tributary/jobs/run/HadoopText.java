package tributary.jobs.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import tributary.jobs.JobFailure;

/** Reads conf and model files from any file system Hadoop knows, before a Spark session is opened. */
public final class HadoopText {
    private static final String PREFIX = "spark.hadoop.";
    private static final int LARGEST = 4 << 20;

    private HadoopText() {}

    /** The text of a conf file, at most 4 MB of UTF-8. */
    public static String read(String file) {
        return read("conf file", "Give a readable file with --config", file);
    }

    /**
     * The text of a file, at most 4 MB of UTF-8.
     *
     * @param what what it is, for messages
     * @param remedy how to name another, for messages
     */
    public static String read(String what, String remedy, String file) {
        try {
            Path path = new Path(file);
            FileSystem files = path.getFileSystem(configuration());
            if (!files.exists(path)) {
                throw unreadable(what, remedy, file, "There is no " + files.makeQualified(path) + ".", null);
            }
            try (FSDataInputStream in = files.open(path)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw new IOException("it is larger than 4 MB");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(what, remedy, file, JobFailure.rootMessage(e), e);
        }
    }

    /** Hadoop's settings, with those given to spark-submit as spark.hadoop.*. */
    private static Configuration configuration() {
        Configuration conf = new Configuration();
        Properties given = System.getProperties();
        for (String name : given.stringPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                conf.set(name.substring(PREFIX.length()), given.getProperty(name));
            }
        }
        return conf;
    }

    private static JobFailure unreadable(String what, String remedy, String file, String cause, @Nullable Exception e) {
        JobFailure failure = JobFailure.usage(
                "The " + what + " " + JobFailure.quote(file) + " cannot be read.",
                cause,
                remedy + "; on a cluster, a path the driver can reach.");
        failure.initCause(e);
        return failure;
    }

    /** What tells a text from others: the first half of its SHA-256, in hexadecimal digits. */
    public static String fingerprint(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
