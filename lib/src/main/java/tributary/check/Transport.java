package tributary.check;

import java.util.Map;

/**
 * An effect carried to another population: the effects of groups averaged with that population's shares, on the
 * assumption that populations differ in nothing else that changes the effect.
 */
public final class Transport {
    private Transport() {}

    /**
     * Draws of the effect in the target population.
     *
     * @param effects draws of the effect by group, all of one length
     * @param shares the target's shares by group; scaled to sum to one
     * @throws IllegalArgumentException if a group has a share and no effect, or shares are no shares
     */
    public static double[] to(Map<String, double[]> effects, Map<String, Double> shares) {
        double total = 0;
        int length = 0;
        for (Map.Entry<String, Double> share : shares.entrySet()) {
            double[] draws = effects.get(share.getKey());
            if (draws == null) {
                throw new IllegalArgumentException(
                        "no effect is known of the group " + share.getKey() + "; known are " + effects.keySet());
            }
            if (!(share.getValue() >= 0)) {
                throw new IllegalArgumentException("the share of " + share.getKey() + " is " + share.getValue());
            }
            total += share.getValue();
            length = draws.length;
        }
        if (!(total > 0)) {
            throw new IllegalArgumentException("the target's shares sum to " + total);
        }
        double[] carried = new double[length];
        for (Map.Entry<String, Double> share : shares.entrySet()) {
            double[] draws = effects.get(share.getKey());
            for (int i = 0; draws != null && i < length; i++) {
                carried[i] += share.getValue() / total * draws[i];
            }
        }
        return carried;
    }
}
