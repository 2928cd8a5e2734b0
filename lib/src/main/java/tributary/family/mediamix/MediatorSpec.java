package tributary.family.mediamix;

import java.io.Serializable;
import java.util.List;

/**
 * What media move on their way to the outcome, such as how many search for the brand: an outcome of its own, and a cause of
 * the outcome.
 *
 * <p>The answers go through it: what a channel brought is what it did by itself and what it did through the mediator, as
 * {@code do(media = 0)} on the model has it. A mediator among the controls would take that part away from the channel.
 *
 * @param name as in the data
 * @param fedBy the channels that feed it, at least one
 * @param feed the prior of how much each feeds it, in scaled mediator per saturated media
 * @param effect the prior of its coefficient, in scaled outcome per scaled mediator
 * @param sigma the prior of the scale of what moves it besides, normal
 */
public record MediatorSpec(String name, List<String> fedBy, String feed, String effect, String sigma)
        implements Serializable {
    /** Checks the priors. */
    public MediatorSpec {
        fedBy = List.copyOf(fedBy);
        if (fedBy.isEmpty()) {
            throw new IllegalArgumentException("the mediator " + name + " is fed by no channel");
        }
        feed = Terms.prior("what feeds " + name, feed);
        effect = Terms.prior("the effect of " + name, effect);
        sigma = Terms.prior("sigma of " + name, sigma);
    }

    /** Half normal priors of scale 0.5: feeding and effects are positive, and no larger than an average week. */
    public static MediatorSpec of(String name, List<String> fedBy) {
        return new MediatorSpec(name, fedBy, "half_normal(0.5)", "half_normal(0.5)", "half_normal(0.5)");
    }
}
