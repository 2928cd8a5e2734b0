package tributary.jobs.report;

import static tributary.jobs.report.Html.el;
import static tributary.jobs.report.Html.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A causal graph drawn from causes on the left to effects on the right; dashed arcs with two heads are unmeasured common
 * causes.
 */
final class DagPicture {
    private static final int MOST = 24;
    private static final int COLUMN = 170;
    private static final int ROW = 54;
    private static final int HALF_WIDTH = 62;
    private static final int HALF_HEIGHT = 15;
    private static final int LETTERS = 15;

    private DagPicture() {}

    /**
     * The picture; nothing for a graph without edges, or of more nodes than a picture is good for.
     *
     * @param edges one a line, {@code a -> b} or {@code a <-> b}
     * @param index tells pictures of one page apart
     */
    static Html of(String edges, int index) {
        List<String[]> arrows = new ArrayList<>();
        List<String[]> arcs = new ArrayList<>();
        Map<String, Integer> depth = new LinkedHashMap<>();
        edges.lines().forEach(line -> {
            boolean arc = line.contains(" <-> ");
            String[] ends = line.split(arc ? " <-> " : " -> ", 2);
            if (ends.length == 2) {
                (arc ? arcs : arrows).add(ends);
                depth.putIfAbsent(ends[0], 0);
                depth.putIfAbsent(ends[1], 0);
            }
        });
        if (depth.isEmpty() || depth.size() > MOST) {
            return Html.nothing();
        }
        // As many rounds as nodes: the longest path has no more steps.
        for (int round = 0; round < depth.size(); round++) {
            arrows.forEach(edge -> depth.merge(edge[1], depth.getOrDefault(edge[0], 0) + 1, Math::max));
        }
        Map<String, int[]> places = places(depth);
        int width = places.values().stream().mapToInt(p -> p[0]).max().orElse(0) + HALF_WIDTH + 10;
        int height = places.values().stream().mapToInt(p -> p[1]).max().orElse(0) + HALF_HEIGHT + 30;
        String head = "dag-head-" + index;
        List<Html> marks = new ArrayList<>();
        marks.add(el("defs", "", marker(head)));
        arcs.forEach(arc -> marks.add(arc(at(places, arc[0]), at(places, arc[1]), head)));
        arrows.forEach(edge -> marks.add(arrow(at(places, edge[0]), at(places, edge[1]), head)));
        places.forEach((name, place) -> marks.addAll(node(name, place)));
        return el("svg", "dag", marks)
                .with("viewBox", "0 0 " + width + " " + height)
                .with("width", Integer.toString(width))
                .with("height", Integer.toString(height))
                .with("style", "max-width:100%")
                .with("role", "img")
                .with("aria-label", "The causal graph: " + edges.replace("\n", "; "));
    }

    private static Map<String, int[]> places(Map<String, Integer> depth) {
        Map<String, int[]> places = new LinkedHashMap<>();
        Map<Integer, Integer> filled = new LinkedHashMap<>();
        depth.forEach((name, column) -> {
            int row = filled.merge(column, 1, Integer::sum) - 1;
            // Every other column a little lower, so that an arrow past a node does not run through it.
            int y = 34 + row * ROW + (column % 2) * ROW / 2;
            places.put(name, new int[] {HALF_WIDTH + 8 + column * COLUMN, y});
        });
        return places;
    }

    private static int[] at(Map<String, int[]> places, String name) {
        return places.getOrDefault(name, new int[] {0, 0});
    }

    private static Html marker(String head) {
        return el("marker", "", el("path", "").with("d", "M0,0 L8,4 L0,8 z").with("fill", "currentColor"))
                .with("id", head)
                .with("markerWidth", "8")
                .with("markerHeight", "8")
                .with("refX", "8")
                .with("refY", "4")
                .with("orient", "auto-start-reverse");
    }

    private static Html arrow(int[] from, int[] to, String head) {
        int x1 = from[0] + HALF_WIDTH;
        int x2 = to[0] - HALF_WIDTH;
        int bend = to[0] - from[0] > COLUMN ? -ROW / 2 : 0;
        return curve(x1, from[1], (x1 + x2) / 2, (from[1] + to[1]) / 2 + bend, x2, to[1])
                .with("marker-end", "url(#" + head + ")");
    }

    private static Html arc(int[] from, int[] to, String head) {
        boolean sideways = from[0] == to[0];
        int x = sideways ? from[0] - HALF_WIDTH - 30 : (from[0] + to[0]) / 2;
        int y = sideways ? (from[1] + to[1]) / 2 : Math.min(from[1], to[1]) - ROW;
        int dx = sideways ? -HALF_WIDTH : 0;
        int dy = sideways ? 0 : -HALF_HEIGHT;
        return curve(from[0] + dx, from[1] + dy, x, y, to[0] + dx, to[1] + dy)
                .with("stroke-dasharray", "5 4")
                .with("marker-start", "url(#" + head + ")")
                .with("marker-end", "url(#" + head + ")");
    }

    private static Html.Element curve(int x1, int y1, int x, int y, int x2, int y2) {
        return el("path", "")
                .with("d", String.format(Locale.ROOT, "M%d,%d Q%d,%d %d,%d", x1, y1, x, y, x2, y2))
                .with("fill", "none")
                .with("stroke", "currentColor");
    }

    private static List<Html> node(String name, int[] place) {
        String shown = name.length() > LETTERS ? name.substring(0, LETTERS - 1) + "\u2026" : name;
        return List.of(
                el("rect", "")
                        .with("x", Integer.toString(place[0] - HALF_WIDTH))
                        .with("y", Integer.toString(place[1] - HALF_HEIGHT))
                        .with("width", Integer.toString(2 * HALF_WIDTH))
                        .with("height", Integer.toString(2 * HALF_HEIGHT))
                        .with("rx", "14")
                        .with("fill", "none")
                        .with("stroke", "currentColor"),
                el("text", "", el("title", "", text(name)), text(shown))
                        .with("x", Integer.toString(place[0]))
                        .with("y", Integer.toString(place[1] + 5))
                        .with("text-anchor", "middle")
                        .with("fill", "currentColor"));
    }
}
