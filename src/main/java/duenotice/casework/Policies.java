package duenotice.casework;

import duenotice.incident.Policy;

/** Gives the policy version that an incident keeps. */
@FunctionalInterface
public interface Policies {
    /** @throws IllegalStateException where that version was never loaded here */
    Policy of(String name, String version);
}
