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
            if (fixed && section.has("share")) {
                section.error("share", "stands beside fixed, which holds the channel at what was spent", "");
            }
            double share = share(section, standard.share());
            shares.put(channel, fixed ? Double.valueOf(0) : Double.valueOf(share));
        });
        List<BudgetSpec.Group> groups = new ArrayList<>();
        conf.sections("groups").forEach((group, section) -> {
            List<String> of = section.texts("channels")
                    .must("name at least one channel", l -> !l.isEmpty())
                    .required(List.of("tv"));
            if (!channels.containsAll(of)) {
                section.error("channels", "names what is no channel of this conf", "channels = [tv]");
            }
            double least = part(section, "least", 0.0);
            double most = part(section, "most", 1.0);
            if (least > most) {
                section.error("least", "is " + least + " but must not be above most, " + most, "least = 0.2");
            } else {
                groups.add(new BudgetSpec.Group(group, of, least, most));
            }
        });
        int weeks = conf.integer("weeks").must("be at least 1", w -> w >= 1).orElse(standard.weeks());
        int periods = conf.integer("periods")
                .must("be at least 1, and not more than budget.weeks", n -> n >= 1 && n <= weeks)
                .orElse(standard.periods());
        double share = share(conf, standard.share());
        List<Double> frontier = conf.numbers("frontier")
                .must(
                        "hold multiples of the standard deviation, each once, none negative",
                        f -> f.stream().allMatch(a -> a >= 0)
                                && f.stream().distinct().count() == f.size())
                .orElse(standard.aversions());
        return new BudgetSpec(
                weeks,
                periods,
                conf.flag("by-geo").orElse(standard.byGeo()),
                conf.flag("carry-over").orElse(standard.carryOver()),
                conf.number("total")
                        .must("be positive, and below 1e50", t -> t > 0 && t < 1e50)
                        .optional(1e6)
                        .orElse(Double.NaN),
                share,
                shares,
                open,
                groups,
                goal(conf),
                frontier,
                conf.integer("draws")
                        .must("be between 20 and 10000", n -> n >= 20 && n <= 10_000)
                        .orElse(standard.draws()),
                conf.integer("starts")
                        .must("be between 1 and 100", n -> n >= 1 && n <= 100)
                        .orElse(standard.starts()));
    }

    /** The goal, and its risk in that goal's own sense. */
    private static BudgetGoal goal(ConfReader conf) {
        BudgetGoal.Kind kind = conf.choice("goal", BudgetGoal.Kind.class).orElse(BudgetGoal.Kind.EXPECTED);
        return new BudgetGoal(
                kind,
                switch (kind) {
                    case CVAR ->
                        conf.number("risk")
                                .must(
                                        "lie above 0 and not above 1: goal = cvar looks at the worst share of outcomes",
                                        r -> r > 0 && r <= 1)
                                .orElse(0.1);
                    case MEAN_SD ->
                        conf.number("risk").must("not be negative", r -> r >= 0).orElse(1.0);
                    case MEAN_VARIANCE -> {
                        // For each unit of money: no number suits all currencies and sizes.
                        yield conf.number("risk")
                                .must("not be negative", r -> r >= 0)
                                .required(1e-6);
                    }
                    case EXPECTED, BEATS_PRESENT -> {
                        if (conf.has("risk")) {
                            conf.error(
                                    "risk",
                                    "goes with goal = mean-sd, mean-variance or cvar, and the goal is "
                                            + ConfReader.spelling(kind),
                                    "goal = mean-sd");
                        }
                        yield 0;
                    }
                });
    }

    private static double share(ConfReader section, double standard) {
        return section.number("share")
                .must("be 0 or more: how far a cell may go from what was spent, of it", s -> s >= 0)
                .orElse(standard);
    }

    private static double part(ConfReader section, String key, double standard) {
        return section.number(key)
                .must("lie between 0 and 1: it is a share of the total", s -> s >= 0 && s <= 1)
                .orElse(standard);
    }
}
