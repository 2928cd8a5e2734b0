/**
 * Collapsed hierarchies: the groups are integrated out, the few hyper-parameters are sampled from what is left, and the
 * groups follow given each draw. A hundred thousand groups cost no more than their statistics.
 *
 * <p>Floor 5: imports posterior and below; never consensus. Read {@link tributary.hierarchy.GroupTable} (what is known
 * of each group), {@link tributary.hierarchy.GroupModel} (what varies, and the priors), {@link
 * tributary.hierarchy.NormalGroups} (the collapsed density) and {@link tributary.hierarchy.GroupPosterior} (the groups
 * given the hyper-parameters) in this order.
 */
@NullMarked
package tributary.hierarchy;

import org.jspecify.annotations.NullMarked;
