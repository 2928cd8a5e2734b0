/**
 * One page and one memo for people: what was decided, how sure that is, and where it came from.
 *
 * <p>Reads published rows only, as small aggregates. A page is plain HTML with charts as static SVG: it needs no
 * network and runs no code but its own search box, so it opens in ten years and prints. Of Tributary it imports {@code tributary.jobs} (failures),
 * {@code table}, {@code run}, {@code conf}, and the words of {@code tributary.check}. Read
 * {@link tributary.jobs.report.ReportData} (what a page shows), {@link tributary.jobs.report.ReportPage} (the page) and
 * {@link tributary.jobs.report.Html} (why no name from the data can become markup) in this order.
 */
@NullMarked
package tributary.jobs.report;

import org.jspecify.annotations.NullMarked;
