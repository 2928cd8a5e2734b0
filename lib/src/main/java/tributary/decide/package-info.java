/**
 * From posterior draws to an action: practical equivalence, money, risk, what more data would be worth, and the
 * reason in words.
 *
 * <p>Floor 8: imports estimand and below; never check. Read {@link tributary.decide.DecisionSpec} (what the deciders
 * want), {@link tributary.decide.Appraisal} (what the posterior says about it) and {@link tributary.decide.Decision}
 * (what follows) in this order.
 */
@NullMarked
package tributary.decide;

import org.jspecify.annotations.NullMarked;
