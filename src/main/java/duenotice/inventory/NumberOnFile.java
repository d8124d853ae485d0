package duenotice.inventory;

/** A number of a call round, in E.164 spelling, and the contact it reaches. */
public record NumberOnFile(String number, Recipient contact) {}
