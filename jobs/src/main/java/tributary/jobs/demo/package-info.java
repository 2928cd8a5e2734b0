/**
 * Simulated tables, the same for one seed whatever the cluster: data drawn from a model file, and the demo warehouse of
 * experiments, segments and media whose truth is known: the command {@code simulate}.
 *
 * <p>May import Spark, lib, and the parts of jobs below commands. Read {@link tributary.jobs.demo.DemoExperiment} first (what is true), then {@link
 * tributary.jobs.demo.DemoWarehouse} (the tables); of models {@link tributary.jobs.demo.ModelSimulation}.
 */
@NullMarked
package tributary.jobs.demo;

import org.jspecify.annotations.NullMarked;
