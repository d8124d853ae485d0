package duenotice.access;

import java.time.LocalDate;
import java.util.function.Predicate;

/**
 * What a token about contacts says: that we ourselves once wrote it to this address. It does not say who sends it back.
 *
 * @param number of the change, the case, the review or the mail
 * @param issued day in UTC
 * @param contact true for the address it was given to, in any spelling of case
 */
public record ContactToken(TokenKind kind, long number, LocalDate issued, Predicate<String> contact) {}
