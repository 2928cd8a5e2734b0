/**
 * Conf: HOCON text becomes immutable records, or one message with every error.
 *
 * <p>Conf is untrusted: includes and the environment are out of reach, secrets are masked before conf is stored,
 * and no value ever becomes code or SQL. Of Tributary it imports {@code tributary.jobs} (failures) and the
 * records it fills, those of {@code scan} and {@code quality} included. Read {@link tributary.jobs.conf.HoconText}, then {@link tributary.jobs.conf.ConfReader}, then
 * {@link tributary.jobs.conf.RunSettings} for how a record is read.
 */
@NullMarked
package tributary.jobs.conf;

import org.jspecify.annotations.NullMarked;
