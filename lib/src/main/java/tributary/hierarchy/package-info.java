/**
 * Collapsed hierarchies: the groups are integrated out, the few hyper-parameters are sampled from what is left, and the
 * groups follow given each draw. A hundred thousand groups cost no more than their statistics.
 *
 * <p>Floor 5: imports posterior and below; never consensus. {@link tributary.hierarchy.Groups} is the seam: what is known
 * of each group ({@link tributary.hierarchy.GroupTable} of normal rows, {@link tributary.hierarchy.CellTable} of cells: yes
 * and no, counts, positive or heavy-tailed numbers, {@link tributary.hierarchy.LatentTable} of rows whose treatment and
 * outcome share a latent, {@link tributary.hierarchy.NestedTable} of groups within larger ones) gives a collapsed density and the groups given its draws. Then read {@link tributary.hierarchy.GroupModel} (what varies, and the priors) and {@link
 * tributary.hierarchy.HyperPosterior} (the hyper-parameters as draws, of very many groups by an emulator of their density, of
 * very many groups of cells within parents by one of each parent).
 */
@NullMarked
package tributary.hierarchy;

import org.jspecify.annotations.NullMarked;
