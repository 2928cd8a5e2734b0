package tributary.jobs.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import tributary.jobs.ExitCode;
import tributary.jobs.JobFailure;

/**
 * Reads HOCON text and {@code key=value} overrides into one resolved tree, with includes refused and the
 * environment and system properties out of reach.
 */
public final class HoconText {
    private static final ConfigParseOptions PARSE = ConfigParseOptions.defaults()
            .setSyntax(ConfigSyntax.CONF)
            .setIncluder(new NoIncludes())
            .setAllowMissing(false);
    private static final ConfigResolveOptions RESOLVE = ConfigResolveOptions.noSystem();
    private static final Pattern LITERAL = Pattern.compile("true|false|null|-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private HoconText() {}

    /**
     * The resolved tree.
     *
     * @param text the conf file's text
     * @param origin its name, for messages
     * @param overrides {@code key=value}, later ones winning; a value that begins with a bracket, brace or quote is
     *     HOCON, a number or truth value is itself, and anything else is text as it stands
     */
    public static Config parse(String text, String origin, List<String> overrides) {
        try {
            Config tree = ConfigFactory.parseString(text, PARSE.setOriginDescription(origin));
            for (String override : overrides) {
                tree = withOverride(tree, override);
            }
            return tree.resolve(RESOLVE);
        } catch (ConfigException.UnresolvedSubstitution e) {
            throw new JobFailure(
                    ExitCode.USAGE,
                    "The conf " + origin + " holds a substitution that leads nowhere.",
                    firstLine(e) + " (the environment is not consulted)",
                    "Define the key within the conf, or give the value by its dotted name with --set.",
                    e);
        } catch (ConfigException e) {
            throw new JobFailure(
                    ExitCode.USAGE,
                    "The conf " + origin + " is not valid HOCON.",
                    firstLine(e),
                    "Correct the line; quote values that hold any of : = , { } [ ] \" #.",
                    e);
        }
    }

    private static Config withOverride(Config tree, String override) {
        int equals = override.indexOf('=');
        if (equals < 1 || override.chars().anyMatch(Character::isISOControl)) {
            throw malformed(override);
        }
        List<String> path;
        try {
            path = ConfigUtil.splitPath(override.substring(0, equals).strip());
        } catch (ConfigException e) {
            throw malformed(override);
        }
        String key = ConfigUtil.joinPath(path);
        return tree.withValue(key, value(override.substring(equals + 1).strip(), override));
    }

    private static ConfigValue value(String text, String override) {
        boolean structured = !text.isEmpty() && "[{\"".indexOf(text.charAt(0)) >= 0;
        if (structured || LITERAL.matcher(text).matches()) {
            Config parsed =
                    ConfigFactory.parseString("value = " + text, PARSE.setOriginDescription("--set " + override));
            if (parsed.root().size() != 1) {
                throw malformed(override);
            }
            return Objects.requireNonNull(parsed.root().get("value"));
        }
        return ConfigValueFactory.fromAnyRef(text, "--set");
    }

    private static JobFailure malformed(String override) {
        return JobFailure.usage(
                "The override " + JobFailure.quote(override) + " is not NAME=VALUE.",
                "An override is a dotted key, an equals sign and a value on one line.",
                "Write for example --set run.seed=7.");
    }

    private static String firstLine(ConfigException e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
