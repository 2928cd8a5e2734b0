package tributary.jobs.demo;

import java.io.Serializable;

/**
 * What one arm truly does to a unit.
 *
 * @param name the variant id
 * @param share the share of units it really gets
 * @param mobile relative change of the conversion rate on mobile devices
 * @param desktop the same on desktops
 * @param orderValue relative change of the value of an order
 * @param sessions relative change of the mean number of sessions
 * @param latency change of the mean latency in milliseconds
 */
public record DemoArm(
        String name, double share, double mobile, double desktop, double orderValue, double sessions, double latency)
        implements Serializable {
    static DemoArm control(double share) {
        return new DemoArm("control", share, 0, 0, 0, 0, 0);
    }

    static DemoArm conversion(String name, double share, double lift) {
        return new DemoArm(name, share, lift, lift, 0, 0, 0);
    }
}
