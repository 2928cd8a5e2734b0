package tributary.jobs.table;

import java.io.Serializable;

/**
 * One chain of draws of one treated arm, as a bean: the only shape whose arrays of doubles Spark copies whole, without
 * an object for every number.
 */
public final class EffectChain implements Serializable {
    private static final long serialVersionUID = 1L;

    private String experiment = "";
    private String metric = "";
    private String arm = "";
    private String segment = "";
    private int chain;
    private double[] controlMean = {};
    private double[] treatedMean = {};
    private double[] liftAbs = {};
    private double[] liftRel = {};

    /** An empty chain, as beans begin. */
    public EffectChain() {}

    /** Names the analysis, the arm and the chain. */
    public EffectChain(String experiment, String metric, String arm, String segment, int chain) {
        this.experiment = experiment;
        this.metric = metric;
        this.arm = arm;
        this.segment = segment;
        this.chain = chain;
    }

    /** The experiment. */
    public String getExperiment() {
        return experiment;
    }

    /** Sets the experiment. */
    public void setExperiment(String experiment) {
        this.experiment = experiment;
    }

    /** The metric. */
    public String getMetric() {
        return metric;
    }

    /** Sets the metric. */
    public void setMetric(String metric) {
        this.metric = metric;
    }

    /** The treated arm. */
    public String getArm() {
        return arm;
    }

    /** Sets the treated arm. */
    public void setArm(String arm) {
        this.arm = arm;
    }

    /** The segment. */
    public String getSegment() {
        return segment;
    }

    /** Sets the segment. */
    public void setSegment(String segment) {
        this.segment = segment;
    }

    /** The chain, 0-based. */
    public int getChain() {
        return chain;
    }

    /** Sets the chain. */
    public void setChain(int chain) {
        this.chain = chain;
    }

    /** Draws of the control's mean. */
    public double[] getControlMean() {
        return controlMean;
    }

    /** Sets the draws of the control's mean. */
    public void setControlMean(double[] controlMean) {
        this.controlMean = controlMean;
    }

    /** Draws of the arm's mean. */
    public double[] getTreatedMean() {
        return treatedMean;
    }

    /** Sets the draws of the arm's mean. */
    public void setTreatedMean(double[] treatedMean) {
        this.treatedMean = treatedMean;
    }

    /** Draws of the absolute lift. */
    public double[] getLiftAbs() {
        return liftAbs;
    }

    /** Sets the draws of the absolute lift. */
    public void setLiftAbs(double[] liftAbs) {
        this.liftAbs = liftAbs;
    }

    /** Draws of the relative lift. */
    public double[] getLiftRel() {
        return liftRel;
    }

    /** Sets the draws of the relative lift. */
    public void setLiftRel(double[] liftRel) {
        this.liftRel = liftRel;
    }
}
