package duenotice.inventory;

import java.time.Instant;

/** Where the provider keeps who has which server: a file, or a program that is asked. */
public interface InventorySource {
    /**
     * Reads all of it, in bounds of time, size and pages. Nothing that is wrong with the source is thrown: it is
     * {@link Reading.Trouble}. A reading that is not whole is never {@link Reading.Whole}.
     *
     * @param now the desk's time
     */
    Reading read(Instant now) throws InterruptedException;
}
