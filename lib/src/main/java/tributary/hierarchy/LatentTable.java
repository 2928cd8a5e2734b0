package tributary.hierarchy;

/**
 * Groups of rows whose treatment and outcome share a latent of the group (latent Mundlak): the treatment is the second
 * column, after the column of ones.
 *
 * <p>With {@code u_g ~ normal(0, 1)}: {@code x ~ normal(alpha_x + beta_u u_g, sigma_x)} and {@code y ~ normal(a_g + beta x +
 * ... + lambda u_g, sigma)} with {@code a_g ~ normal(alpha, tau)}. The sign of beta_u is fixed: it is positive.
 */
public final class LatentTable implements Groups {
    private static final long serialVersionUID = 1L;

    private final GroupTable table;
    private final Treatment treatment;

    private LatentTable(GroupTable table, Treatment treatment) {
        this.table = table;
        this.treatment = treatment;
    }

    /**
     * The treatment's own equation and the loading: priors.
     *
     * @param mean of the normal prior of alpha_x
     * @param sd its standard deviation
     * @param loading the prior of beta_u, positive
     * @param residual the prior of sigma_x
     * @param outcomeLoadingSd the standard deviation of the normal prior of lambda, about zero
     */
    public record Treatment(double mean, double sd, SpreadPrior loading, SpreadPrior residual, double outcomeLoadingSd)
            implements java.io.Serializable {
        private static final long serialVersionUID = 1L;

        /** Checks the deviations. */
        public Treatment {
            if (!(sd > 0) || !(outcomeLoadingSd > 0) || !Double.isFinite(mean)) {
                throw new IllegalArgumentException("a latent treatment needs positive prior sds and a finite mean");
            }
        }
    }

    /** A table of rows whose treatment is informed by the latent. */
    public static LatentTable of(GroupTable table, Treatment treatment) {
        if (table.coefficients() < 2) {
            throw new IllegalArgumentException("a latent needs a column of ones and a treatment");
        }
        return new LatentTable(table, treatment);
    }

    /** The rows' sums. */
    public GroupTable table() {
        return table;
    }

    Treatment treatment() {
        return treatment;
    }

    @Override
    public int groups() {
        return table.groups();
    }

    @Override
    public boolean exact() {
        return true;
    }

    @Override
    public LatentGroups density(GroupModel model) {
        return new LatentGroups(this, model);
    }

    @Override
    public GroupConditional given(GroupModel model, double[] position) {
        return new LatentConditional(this, new LatentGroups(this, model), position);
    }
}
