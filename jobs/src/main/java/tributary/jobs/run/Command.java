package tributary.jobs.run;

/** A subcommand: parsed options that can be carried out in a session. */
public interface Command {
    /**
     * Carries the command out.
     *
     * @param session the Spark session, opened when first asked for
     * @return how it ended and what to print
     */
    RunReport execute(Session session);
}
