package duenotice.bench;

import duenotice.database.DataFolder;
import duenotice.database.Database;
import duenotice.database.DatabaseAddress;
import duenotice.database.EmbeddedServer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// A database server of our own in a temporary folder, which gives every scenario a fresh database.
final class Server implements Databases, AutoCloseable {
    private final DataFolder folder = DataFolder.temporary();
    private final EmbeddedServer server;

    Server() {
        try {
            server = EmbeddedServer.start(folder);
        } catch (RuntimeException failure) {
            folder.close();
            throw failure;
        }
    }

    @Override
    public Database fresh(String name) {
        var first = server.address();
        JdbcClient.create(new DriverManagerDataSource(first.url(), first.user(), first.password()))
                .sql("create database " + name)
                .update();
        var place = first.url().substring(0, first.url().lastIndexOf('/') + 1);
        return Database.external(new DatabaseAddress(place + name, first.user(), first.password()));
    }

    @Override
    public void close() {
        server.close();
        folder.close();
    }
}
