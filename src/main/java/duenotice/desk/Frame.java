package duenotice.desk;

import duenotice.access.Person;
import duenotice.access.Rights;
import duenotice.access.Task;
import duenotice.casework.Board;

/**
 * What stands around every page of the console.
 *
 * @param here which page it is, for the menu
 * @param unset a sentence about settings that are missing; empty where none is
 */
record Frame(Person person, String here, Board.Waiting waiting, boolean automationStopped, String unset) {
    public String name() {
        return person.name();
    }

    public String role() {
        return person.role().word();
    }

    public boolean mayOpen() {
        return Rights.may(person.role(), Task.OPEN);
    }

    public boolean isHere(String page) {
        return here.equals(page);
    }

    boolean may(Task task) {
        return Rights.may(person.role(), task);
    }
}
