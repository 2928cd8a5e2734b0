/**
 * The demo warehouse: tables of experiments whose truth is known, the same for one seed whatever the cluster.
 *
 * <p>Read {@link tributary.jobs.demo.DemoExperiment} first (what is true), then {@link
 * tributary.jobs.demo.DemoWarehouse} (the tables).
 */
@NullMarked
package tributary.jobs.demo;

import org.jspecify.annotations.NullMarked;
