package duenotice.database;

/// The database cannot be used; the message is a sentence for the operator that names what stands in the way.
public final class DatabaseNotReady extends RuntimeException {

    DatabaseNotReady(String message) {
        super(message);
    }

    DatabaseNotReady(String message, Throwable cause) {
        super(message, cause);
    }
}
