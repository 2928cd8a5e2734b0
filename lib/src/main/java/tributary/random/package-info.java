/**
 * Random numbers keyed by meaning: the same seed, phase, shard, chain and draw give the same number on
 * every machine, in every order.
 *
 * <p>Floor 0: imports nothing of Tributary. Read {@link tributary.random.StreamKey} first, then {@link
 * tributary.random.RandomStream}.
 */
@NullMarked
package tributary.random;

import org.jspecify.annotations.NullMarked;
