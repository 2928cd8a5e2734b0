package tributary.jobs.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import tributary.jobs.ExitCode;
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
            try (FSDataInputStream in = path.getFileSystem(configuration()).open(path)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw new IOException("it is larger than 4 MB");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (FileNotFoundException e) {
            throw unreadable(what, remedy, file, "There is no such file.", e);
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

    private static JobFailure unreadable(String what, String remedy, String file, String cause, Exception e) {
        return new JobFailure(
                ExitCode.USAGE,
                "The " + what + " " + JobFailure.quote(file) + " cannot be read.",
                cause,
                remedy + "; on a cluster, a path the driver can reach.",
                e);
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
