package duenotice.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Makes the program's database in a new cluster.
final class FirstDatabase {

    private FirstDatabase() {}

    static void make(DatabaseAddress server, String name) {
        try (Connection connection = DriverManager.getConnection(server.url(), server.user(), server.password())) {
            if (!exists(connection, name)) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("create database " + name);
                }
            }
        } catch (SQLException failure) {
            throw new DatabaseNotReady(
                    "The database server at %s cannot be entered: %s".formatted(server, failure.getMessage()), failure);
        }
    }

    private static boolean exists(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            statement.setString(1, name);
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }
}
