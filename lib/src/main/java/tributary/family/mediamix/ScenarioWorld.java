package tributary.family.mediamix;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tributary.expr.Axis;
import tributary.expr.Column;
import tributary.expr.Columns;
import tributary.model.Plate;

/** The data of one scenario: what the model's media, controls and mediators are in it, row by row, and what it costs. */
final class ScenarioWorld {
    private final MediaMixModel mix;
    private final ScenarioSpec spec;
    private final int weeks;
    private final boolean[] touched;
    private final int first;
    private final double[] spend;
    private final double[] moved;
    private final Map<String, double[]> set = new LinkedHashMap<>();
    private final Map<String, double[]> held = new LinkedHashMap<>();
    private final List<Scenarios.Reach> reaches = new ArrayList<>();

    ScenarioWorld(MediaMixModel mix, ScenarioTerms terms, ScenarioSpec spec) {
        this.mix = mix;
        this.spec = spec;
        this.weeks = mix.panel().weeks().size();
        this.spend = new double[mix.panel().geos().size()];
        this.moved = new double[spend.length];
        this.touched = new boolean[spend.length * weeks];
        try {
            spec.require(mix.spec());
            this.first = touch();
            PanelColumns columns = new PanelColumns(mix);
            for (ChannelSpec channel : mix.spec().channels()) {
                String key = spec.settings().containsKey(channel.name()) ? channel.name() : ScenarioSpec.SPEND;
                if (spec.settings().containsKey(key)) {
                    channel(channel.name(), key, terms, columns);
                }
            }
            others(terms, columns);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("scenarios." + spec.name() + ": " + e.getMessage(), e);
        }
    }

    /** Marks the rows that are set; the first week of them. */
    private int touch() {
        List<LocalDate> dates = mix.panel().weeks();
        List<String> geos = mix.panel().geos();
        if (!geos.containsAll(spec.geos())) {
            List<String> unknown =
                    spec.geos().stream().filter(g -> !geos.contains(g)).toList();
            throw new IllegalArgumentException("the data have no geo " + String.join(", ", unknown) + "; they have "
                    + String.join(", ", geos.subList(0, Math.min(20, geos.size()))));
        }
        int least = weeks;
        for (int row = 0; row < touched.length; row++) {
            LocalDate date = dates.get(row % weeks);
            touched[row] = (spec.weeks() == 0 || row % weeks >= weeks - spec.weeks())
                    && !date.isBefore(spec.from())
                    && !date.isAfter(spec.to())
                    && (spec.geos().isEmpty() || spec.geos().contains(geos.get(row / weeks)));
            least = touched[row] ? Math.min(least, row % weeks) : least;
        }
        if (least == weeks) {
            throw new IllegalArgumentException("no week is touched by `" + spec.words()
                    + "`; the data's weeks begin from " + dates.get(0) + " to " + dates.get(weeks - 1));
        }
        return least;
    }

    private void channel(String channel, String key, ScenarioTerms terms, PanelColumns columns) {
        MediaPanel.Media media = mix.panel().of(channel);
        double[] asked = asked(channel, key, terms, channel);
        double[] was = terms.natural(channel);
        double bought = 0;
        for (double[] geo : media.exposure()) {
            for (double week : geo) {
                bought += week;
            }
        }
        double paid = mix.panel().spend(channel);
        double[][] exposure = new double[spend.length][weeks];
        for (int row = 0; row < asked.length; row++) {
            if (asked[row] < 0) {
                throw new IllegalArgumentException("`" + key + " = "
                        + spec.settings().get(key) + "` makes the spend of "
                        + channel + " negative: " + asked[row] + where(row)
                        + "; bound it, such as max(0, " + spec.settings().get(key) + ")");
            }
            double there = media.exposure()[row / weeks][row % weeks];
            if (was[row] > 0) {
                there *= asked[row] / was[row];
            } else if (asked[row] > 0) {
                if (!(paid > 0)) {
                    throw new IllegalArgumentException("nothing was ever spent on " + channel
                            + ", so the data do not tell what its money buys; set another channel");
                }
                there += asked[row] * bought / paid;
            }
            exposure[row / weeks][row % weeks] = there;
            spend[row / weeks] += asked[row] - was[row];
            moved[row / weeks] += StrictMath.abs(asked[row] - was[row]);
        }
        double[] scaled = columns.media(channel, exposure);
        set.put("media_" + mix.id(channel), scaled);
        reach(channel, scaled, columns.media(channel, media.exposure()), asked, was, true);
    }

    private void others(ScenarioTerms terms, PanelColumns columns) {
        int number = 0;
        for (ControlSpec control : mix.spec().controls()) {
            number++;
            if (spec.settings().containsKey(control.name())) {
                double[] asked = asked(control.name(), control.name(), terms, "");
                double[] was = terms.natural(control.name());
                set.put("control_" + number, columns.control(control, asked));
                reach(control.name(), asked, was, asked, was, false);
            }
        }
        number = 0;
        for (MediatorSpec mediator : mix.spec().mediators()) {
            number++;
            if (spec.settings().containsKey(mediator.name())) {
                double[] asked = asked(mediator.name(), mediator.name(), terms, "");
                double[] was = terms.natural(mediator.name());
                double[][] values = new double[spend.length][weeks];
                for (int row = 0; row < asked.length; row++) {
                    values[row / weeks][row % weeks] = asked[row];
                }
                // What media would have made of it is beside the point.
                set.put("reached_" + number, columns.mediator(mediator.name(), values));
                double[][] natural = mix.series(mediator.name()).values();
                held.put("reached_" + number, columns.mediator(mediator.name(), natural));
                reach(mediator.name(), asked, was, asked, was, false);
            }
        }
    }

    /** What a variable is in every row: what was asked for where the scenario touches, what was elsewhere. */
    private double[] asked(String variable, String key, ScenarioTerms terms, String own) {
        double[] was = terms.natural(variable);
        double[] asked = terms.values(spec.term(key), own);
        for (int row = 0; row < asked.length; row++) {
            if (touched[row] && !Double.isFinite(asked[row])) {
                throw new IllegalArgumentException(
                        "`" + key + " = " + spec.settings().get(key) + "` makes " + variable + " no finite number: "
                                + asked[row] + where(row));
            }
            asked[row] = touched[row] ? asked[row] : was[row];
        }
        return asked;
    }

    private String where(int row) {
        return " in the week of " + mix.panel().weeks().get(row % weeks)
                + (spend.length > 1 ? " in " + mix.panel().geos().get(row / weeks) : "");
    }

    private void reach(
            String variable, double[] now, double[] seen, double[] asked, double[] was, boolean boundedBelow) {
        double seenLow = Double.POSITIVE_INFINITY;
        double seenHigh = Double.NEGATIVE_INFINITY;
        for (double one : seen) {
            seenLow = Math.min(seenLow, one);
            seenHigh = Math.max(seenHigh, one);
        }
        seenLow = boundedBelow ? Math.min(0, seenLow) : seenLow;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        int changed = 0;
        int outside = 0;
        for (int row = 0; row < now.length; row++) {
            if (touched[row] && asked[row] != was[row]) {
                low = Math.min(low, now[row]);
                high = Math.max(high, now[row]);
                changed++;
                outside += now[row] < seenLow || now[row] > seenHigh ? 1 : 0;
            }
        }
        if (changed > 0) {
            reaches.add(new Scenarios.Reach(
                    spec.name(), variable, (double) outside / changed, low, high, seenLow, seenHigh));
        }
    }

    /** What was asked. */
    ScenarioSpec spec() {
        return spec;
    }

    /** The model's row variables that are set, with their values. */
    Map<String, double[]> set() {
        return set;
    }

    /**
     * The row variables of the weeks after the data's last one, told by the rows of the last weeks: media as they are until then
     * and afterwards as the last weeks had them; a mediator that is set is in these weeks what it was in those.
     *
     * @param asItWas whether media are as they were, or as this scenario has them
     * @param after how many weeks later than its own a row is
     * @param columns the data's own
     */
    Map<String, double[]> toCome(boolean asItWas, int after, Columns columns) {
        Map<String, double[]> later = new LinkedHashMap<>(held);
        for (ChannelSpec channel : mix.spec().channels()) {
            String name = "media_" + mix.id(channel.name());
            double[] seen = columns.numbers(new Column(name, Axis.rows(Plate.ROWS)));
            double[] until = asItWas ? seen : set.getOrDefault(name, seen);
            double[] media = new double[seen.length];
            Arrays.setAll(media, row -> row % weeks + after < weeks ? until[row + after] : seen[row]);
            later.put(name, media);
        }
        return later;
    }

    /** How many weeks after the data's last one count. */
    int weeksAfter() {
        boolean media = mix.spec().channels().stream().anyMatch(c -> set.containsKey("media_" + mix.id(c.name())));
        return spec.carryOver() && media ? PlannedWorlds.after(mix.spec(), weeks) : 0;
    }

    /** The first week that is touched. */
    int first() {
        return first;
    }

    /** Whether a geo has a row that is touched; the others change by nothing, not by what two sums differ in rounding. */
    boolean touches(int geo) {
        for (int row = geo * weeks; row < (geo + 1) * weeks; row++) {
            if (touched[row]) {
                return true;
            }
        }
        return false;
    }

    /** Money spent more than was, by geo. */
    double[] spend() {
        return spend;
    }

    /** Money put elsewhere or taken away, by geo, whatever its sign. */
    double[] moved() {
        return moved;
    }

    List<Scenarios.Reach> reaches() {
        return reaches;
    }
}
