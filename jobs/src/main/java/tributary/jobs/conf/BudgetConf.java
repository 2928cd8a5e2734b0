package tributary.jobs.conf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tributary.decide.BudgetGoal;
import tributary.family.mediamix.BudgetSpec;

/** Reads the section {@code budget} of a media mix: what may be done with the spend of the last weeks. */
final class BudgetConf {
    private BudgetConf() {}

    static BudgetSpec read(ConfReader conf, Set<String> channels) {
        BudgetSpec standard = BudgetSpec.DEFAULT;
        Map<String, Double> shares = new LinkedHashMap<>();
        Map<String, Double> open = new LinkedHashMap<>();
        conf.sections("channels").forEach((channel, section) -> {
            if (!channels.contains(channel)) {
                section.error("is no channel of this conf");
            }
            boolean fixed = section.flag("fixed").orElse(false);
            section.number("open")
                    .must("not be negative", m -> m >= 0)
                    .optional(5000.0)
                    .ifPresent(most -> open.put(channel, most));
            if (fixed && open.containsKey(channel)) {
                section.error("open", "stands beside fixed, which holds the channel at what was spent", "");
            }
            shares.put(
                    channel, fixed ? Double.valueOf(0) : section.number("share").orElse(standard.share()));
        });
        List<BudgetSpec.Group> groups = new ArrayList<>();
        conf.sections("groups").forEach((group, section) -> {
            List<String> of = section.texts("channels").required(List.of("tv"));
            if (!channels.containsAll(of)) {
                section.error("channels", "names what is no channel of this conf", "channels = [tv]");
            }
            section.make(
                    () -> groups.add(new BudgetSpec.Group(
                            group,
                            of,
                            section.number("least").orElse(0.0),
                            section.number("most").orElse(1.0))),
                    () -> false);
        });
        BudgetGoal.Kind kind = conf.choice("goal", BudgetGoal.Kind.class).orElse(BudgetGoal.Kind.EXPECTED);
        return conf.make(
                () -> new BudgetSpec(
                        conf.integer("weeks").orElse(standard.weeks()),
                        conf.integer("periods").orElse(standard.periods()),
                        conf.flag("by-geo").orElse(standard.byGeo()),
                        conf.number("total")
                                .must("be positive, and below 1e50", t -> t > 0 && t < 1e50)
                                .optional(1e6)
                                .orElse(Double.NaN),
                        conf.number("share").orElse(standard.share()),
                        shares,
                        open,
                        groups,
                        new BudgetGoal(kind, conf.number("risk").orElse(kind == BudgetGoal.Kind.CVAR ? 0.1 : 1.0)),
                        conf.numbers("frontier").orElse(standard.aversions()),
                        conf.integer("draws").orElse(standard.draws()),
                        conf.integer("starts").orElse(standard.starts())),
                () -> standard);
    }
}
