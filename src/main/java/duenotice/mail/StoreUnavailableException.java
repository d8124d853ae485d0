package duenotice.mail;

/** A mail could not be stored now; later it may be. The sender keeps it and tries again (SMTP 451). */
public final class StoreUnavailableException extends Exception {
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
