package duenotice.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Prints figures as they come, and keeps them for the verdict. Lines that are no figure begin with `#`.
final class Figures {
    private final PrintWriter out;
    private final List<Figure> figures = new ArrayList<>();

    Figures(PrintWriter out) {
        this.out = out;
    }

    void add(Figure figure) {
        figures.add(figure);
        out.println(figure.line());
        out.flush();
    }

    /// How something was measured, or what stood in the way.
    void remark(String sentence) {
        out.println("# " + sentence);
        out.flush();
    }

    List<Figure> all() {
        return List.copyOf(figures);
    }

    /// Says of every figure with a mark whether it reached it, and gives the names of those on which the gate closes.
    List<String> verdict() {
        var closed = new ArrayList<String>();
        for (var figure : figures) {
            figure.mark().ifPresent(mark -> {
                var reached = mark.reached(figure, 0);
                remark("%s %s: %s"
                        .formatted(
                                figure.name(),
                                reached ? "reaches its mark" : "MISSES its mark",
                                mark.sentence(figure.unit())));
                if (mark.gates() && !mark.reached(figure, Mark.SLACK)) {
                    closed.add(figure.name());
                }
            });
        }
        return closed;
    }
}
