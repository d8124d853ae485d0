package duenotice.database;

/// Where a PostgreSQL database is and as whom to enter it.
///
/// @param url a JDBC URL, `jdbc:postgresql://host:port/name`, with any further options of the driver
/// @param user the role's name; empty when the URL carries it
/// @param password the role's password; empty when the URL carries it or none is needed; never printed
public record DatabaseAddress(String url, String user, String password) {

    public DatabaseAddress {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new DatabaseNotReady(
                    "The database URL must begin with jdbc:postgresql: as in jdbc:postgresql://db.example/duenotice");
        }
    }

    /// The same server and role, but another database.
    DatabaseAddress named(String database) {
        int options = url.indexOf('?');
        String place = options < 0 ? url : url.substring(0, options);
        String rest = options < 0 ? "" : url.substring(options);
        return new DatabaseAddress(place.substring(0, place.lastIndexOf('/') + 1) + database + rest, user, password);
    }

    /// Leaves out password and options, since options may hold a password too.
    @Override
    public String toString() {
        int options = url.indexOf('?');
        return options < 0 ? url : url.substring(0, options);
    }
}
