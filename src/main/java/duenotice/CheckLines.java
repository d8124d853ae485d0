package duenotice;

import java.io.PrintWriter;

/// One line for each thing that was looked at, as all checks print them.
final class CheckLines {
    private static final int MOST = 400;

    private final PrintWriter out;
    private boolean well = true;

    CheckLines(PrintWriter out) {
        this.out = out;
    }

    void ok(String what, String says) {
        line("ok", what, says);
    }

    /// It works, and could be better.
    void poor(String what, String says) {
        line("poor", what, says);
    }

    void wrong(String what, String says) {
        well = false;
        line("WRONG", what, says);
    }

    void unknown(String what, String says) {
        line("unknown", what, says);
    }

    /// Not set, or not built: nothing was looked at.
    void none(String what, String says) {
        line("none", what, says);
    }

    boolean well() {
        return well;
    }

    private void line(String verdict, String what, String says) {
        var clean = InventoryCommand.clean(says);
        out.printf("%-8s %-17s %s%n", verdict, what, clean.length() > MOST ? clean.substring(0, MOST) + "…" : clean);
    }
}
