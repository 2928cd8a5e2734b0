package tributary.jobs.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Masks what must not be stored: values of keys that sound secret, and credentials within addresses.
 *
 * <p>No key of the conf is meant to hold a secret (storage credentials belong in Spark's settings); this is the net
 * below.
 */
public final class Secrets {
    /** What stands in place of a secret. */
    public static final String MASK = "***";

    private static final Pattern SECRET_WORD =
            Pattern.compile("(?i).*(password|passwd|passphrase|secret|token|credential|signature).*");
    private static final Pattern SECRET_KEY = Pattern.compile("(?i).*(api|access|account|private|shared)[-_.]?key.*");
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]+@");
    private static final Pattern SECRET_PARAMETER =
            Pattern.compile("(?i)((?:password|secret|token|sig|signature|[a-z-]*key)=)[^&;\\s]+");

    private Secrets() {}

    /** The conf as one line of JSON with its keys sorted and its secrets masked. */
    public static String maskedJson(Config conf) {
        return masked(conf.root(), "").render(ConfigRenderOptions.concise());
    }

    /** Text with credentials in addresses masked. */
    public static String masked(String text) {
        String anonymous = USER_INFO.matcher(text).replaceAll(MASK + "@");
        return SECRET_PARAMETER.matcher(anonymous).replaceAll("$1" + MASK);
    }

    /** @param key the value's key, with the one above it */
    private static ConfigValue masked(ConfigValue value, String key) {
        if (value instanceof ConfigObject object) {
            String above = key.substring(key.lastIndexOf('.') + 1);
            Map<String, ConfigValue> sorted = new TreeMap<>();
            object.forEach((name, below) -> sorted.put(name, masked(below, above + "." + name)));
            return ConfigValueFactory.fromMap(sorted);
        }
        if (value instanceof ConfigList list) {
            List<ConfigValue> items = new ArrayList<>();
            list.forEach(item -> items.add(masked(item, key)));
            return ConfigValueFactory.fromIterable(items);
        }
        String own = key.substring(key.lastIndexOf('.') + 1);
        if (SECRET_WORD.matcher(own).matches() || SECRET_KEY.matcher(key).matches()) {
            return ConfigValueFactory.fromAnyRef(MASK);
        }
        return value.valueType() == ConfigValueType.STRING
                ? ConfigValueFactory.fromAnyRef(masked((String) value.unwrapped()))
                : value;
    }
}
