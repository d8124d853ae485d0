package duenotice.story;

import duenotice.casework.Alarms.Alarm;
import duenotice.casework.Alarms.AlarmCarrier;
import java.util.ArrayList;
import java.util.List;

/** Stands in for the provider's pager: it takes alarms, or fails while it is out of order. */
final class Pager implements AlarmCarrier {
    /** The levels it was asked to carry, whatever came of it. */
    final List<Integer> asked = new ArrayList<>();

    boolean outOfOrder;

    @Override
    public String recipient(int level) {
        return "pager";
    }

    @Override
    public void carry(Alarm alarm, int level) {
        asked.add(level);
        if (outOfOrder) {
            throw new IllegalStateException("out of order");
        }
    }
}
