package duenotice.inventory;

/** Where something stands in what was handed in; lines count from 1. */
record Place(String file, int line) {}
