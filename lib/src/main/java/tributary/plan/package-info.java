/**
 * How a posterior is answered: it is split into independent factors, each gets its path, and the plan is run.
 *
 * <p>Floor 6: imports consensus, hierarchy (normal groups that collapse) and below; knows no Spark. Read {@link
 * tributary.plan.InferencePlan} first, then {@link tributary.plan.PlanSettings} and {@link tributary.plan.PosteriorDraws}.
 */
@NullMarked
package tributary.plan;

import org.jspecify.annotations.NullMarked;
