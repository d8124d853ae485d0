package duenotice.mail;

import java.time.Instant;

/**
 * What is wrong with a way in.
 *
 * @param since the first failure since it last worked
 * @param why in one sentence
 * @param lasting it will not pass by itself, such as a refused password
 */
public record Trouble(Instant since, String why, boolean lasting) {}
