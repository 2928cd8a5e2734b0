package tributary.family.mediamix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tributary.model.Model;
import tributary.posterior.Data;
import tributary.posterior.Posterior;

/**
 * A media mix as a model of the language, with the data it is bound to.
 *
 * <p>The text is an ordinary model file, for anyone to read, print and change. Its row variable {@code expected} is the
 * outcome's mean in its own unit; whoever asks what a channel brought sets {@code media_...} by {@code do} and looks at
 * {@code expected}.
 */
public final class MediaMixModel {
    private final MediaMixSpec spec;
    private final MediaPanel panel;
    private final Map<String, String> ids;
    private final double kpiScale;
    private final Map<String, Double> mediaScales = new LinkedHashMap<>();
    private final Map<String, Double> mediatorScales = new LinkedHashMap<>();
    private final String text;
    private final Model model;
    private final Data data;
    private @Nullable GeoCentring centring;

    private MediaMixModel(MediaMixSpec spec, MediaPanel panel) {
        this.spec = spec;
        this.panel = panel;
        this.ids = Terms.ids(spec.channels().stream().map(ChannelSpec::name).toList());
        double[] sizes = panel.relativeSizes();
        this.kpiScale = spec.kpiScale().of(PanelColumns.perSize(panel.kpi(), sizes));
        for (ChannelSpec channel : spec.channels()) {
            double[][] exposure = panel.of(channel.name()).exposure();
            mediaScales.put(channel.name(), spec.mediaScale().of(PanelColumns.perSize(exposure, sizes)));
        }
        for (MediatorSpec mediator : spec.mediators()) {
            double[][] values = series(mediator.name()).values();
            mediatorScales.put(mediator.name(), Scale.MEAN.of(PanelColumns.perSize(values, sizes)));
        }
        this.text = new ModelWriter(this).text();
        this.model = Model.parse(spec.name() + ".model", text);
        this.data = new PanelColumns(this).data();
    }

    /**
     * The model of a spec for the data of a panel.
     *
     * @throws IllegalArgumentException if a channel or control of the spec is not in the panel, or a prior on money is on a
     *     channel without spend
     */
    public static MediaMixModel of(MediaMixSpec spec, MediaPanel panel) {
        return new MediaMixModel(spec, panel);
    }

    /** What it was made from. */
    public MediaMixSpec spec() {
        return spec;
    }

    /** The data as they came. */
    public MediaPanel panel() {
        return panel;
    }

    /** The text of the model file. */
    public String text() {
        return text;
    }

    /** The model. */
    public Model model() {
        return model;
    }

    /** The data as the model reads them: rows by geo, then week. */
    public Data data() {
        return data;
    }

    /** In which coordinates its effects are sampled; found once. */
    public GeoCentring centring() {
        synchronized (this) {
            if (centring == null) {
                centring = GeoCentring.of(model, data);
            }
            return centring;
        }
    }

    /** The model bound to its data, in the coordinates that its chains are sampled in. */
    public Posterior bind() {
        return Posterior.of(model, data, centring().parametrisations());
    }

    /** The model bound to its data with its effects as they are: for whoever asks it, but samples no chain of it. */
    public Posterior plain() {
        return Posterior.of(model, data, Map.of());
    }

    /** The model bound to other outcomes of its panel; which effects are standardised follows from these. */
    public Posterior bind(Data other) {
        return Posterior.of(model, other, GeoCentring.of(model, other).parametrisations());
    }

    /** The name that stands for a channel within the model's names: {@code tv} in {@code beta_tv}. */
    public String id(String channel) {
        String id = ids.get(channel);
        if (id == null) {
            throw new IllegalArgumentException("the model has no channel " + channel);
        }
        return id;
    }

    /** Whether there are several geos. */
    public boolean hierarchical() {
        return panel.geos().size() > 1;
    }

    /** What the outcome is divided by, per geo of average size. */
    double kpiScale() {
        return kpiScale;
    }

    /** What a channel's media are divided by, per geo of average size. */
    double mediaScale(String channel) {
        return mediaScales.getOrDefault(channel, 1.0);
    }

    /** What a mediator is divided by, per geo of average size. */
    double mediatorScale(String mediator) {
        return mediatorScales.getOrDefault(mediator, 1.0);
    }

    /** The channels that feed a mediator, in order. */
    List<String> feeders() {
        return spec.channels().stream()
                .map(ChannelSpec::name)
                .filter(c -> spec.mediators().stream().anyMatch(m -> m.fedBy().contains(c)))
                .toList();
    }

    /** The values of a control or mediator. */
    MediaPanel.Series series(String name) {
        return panel.controls().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there are no values of " + name));
    }

    /** The lift tests of channels that the model has. */
    List<LiftTest> liftTests() {
        return panel.liftTests().stream()
                .filter(t -> ids.containsKey(t.channel()))
                .toList();
    }

    /** What was divided by what, a line each. */
    public List<String> scaling() {
        List<String> lines = new ArrayList<>();
        String each = hierarchical() ? " times the geo's size relative to the average geo" : "";
        lines.add("the outcome is divided by " + kpiScale + each);
        spec.channels()
                .forEach(c -> lines.add("the media of " + c.name() + " are divided by " + mediaScale(c.name()) + each));
        spec.mediators()
                .forEach(m ->
                        lines.add("the mediator " + m.name() + " is divided by " + mediatorScale(m.name()) + each));
        spec.controls().stream()
                .filter(ControlSpec::standardised)
                .forEach(
                        c -> lines.add("the control " + c.name() + " has its mean taken off and is divided by its sd"));
        return lines;
    }
}
