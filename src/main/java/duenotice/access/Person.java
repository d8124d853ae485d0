package duenotice.access;

import duenotice.incident.Actor;

/**
 * Who is at the desk: a member of staff by password, or the holder of an API key.
 *
 * @param name as it stands on timelines
 */
public record Person(String name, DeskRole role) {
    /** Whose deeds they are on a timeline. */
    public Actor actor() {
        return role == DeskRole.REPORTER ? new Actor(Actor.Role.REPORTER, name) : Actor.staff(name);
    }
}
