package duenotice.verification.probe;

import duenotice.incident.Persistence;

/**
 * One look at one place.
 *
 * @param sent what was asked, in words
 * @param came what came back, in words; nothing hostile is left in it
 */
record Look(Persistence value, String sent, String came) {}
