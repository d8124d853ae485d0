package duenotice;

import duenotice.database.DataFolder;
import duenotice.database.Database;
import duenotice.mail.SmtpListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// Puts the program together over its database and starts it.
final class Start implements AutoCloseable {
    static final String HOW_TO_SET =
            "Write them into a file like docs/settings.sample.yaml and start with --settings FILE.";

    private final DataFolder folder;
    private final Database database;
    private final ConfigurableApplicationContext context;

    private Start(DataFolder folder, Database database, ConfigurableApplicationContext context) {
        this.folder = folder;
        this.database = database;
        this.context = context;
    }

    /// The database opens while the parts are looked for, which takes as long. Where the start fails everything is
    /// closed again.
    ///
    /// @param settings the operator's YAML file
    static Start program(DataFolder folder, Supplier<Database> database, Mode asked, Optional<Path> settings) {
        var opening = CompletableFuture.supplyAsync(
                database, task -> Thread.ofPlatform().name("database").start(task));
        try {
            var context = context(folder, opening, asked, settings);
            var port = Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
            folder.secret(RunningProgram.KEY);
            RunningProgram.announce(folder.path(), port);
            return new Start(folder, opening.join(), context);
        } catch (RuntimeException failure) {
            opening.thenAccept(Database::close)
                    .exceptionally(neverOpened -> null)
                    .join();
            folder.close();
            throw failure;
        }
    }

    private static ConfigurableApplicationContext context(
            DataFolder folder, CompletableFuture<Database> database, Mode asked, Optional<Path> settings) {
        var mode = asked.httpPort() == 0 ? asked.at(freePort()) : asked;
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.port", mode.httpPort());
        properties.put(
                "server.address",
                switch (mode) {
                    case Mode.Up up -> up.httpHost();
                    case Mode.Rehearsal ignored -> "127.0.0.1";
                });
        properties.put(InRehearsal.PROPERTY, mode instanceof Mode.Rehearsal);
        if (mode instanceof Mode.Up) {
            properties.put("logging.structured.format.console", "ecs");
        }
        // Who comes through a reverse proxy on this machine is told apart by its word; nobody else's word counts.
        properties.put("server.tomcat.remoteip.remote-ip-header", "X-Forwarded-For");
        properties.put("server.tomcat.remoteip.internal-proxies", "127.0.0.0/8, ::1/128");
        settings.ifPresent(file -> properties.put("spring.config.import", "file:" + file.toAbsolutePath()));
        return new SpringApplicationBuilder(Wiring.class)
                .web(WebApplicationType.SERVLET)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .logStartupInfo(false)
                .properties(properties)
                .initializers(fresh -> {
                    var beans = (GenericApplicationContext) fresh;
                    beans.registerBean(
                            DataFolder.class, () -> folder, definition -> definition.setDestroyMethodName(""));
                    beans.addBeanFactoryPostProcessor(
                            factory -> factory.registerSingleton("database", database.join()));
                    beans.registerBean(Mode.class, () -> mode);
                })
                .run();
    }

    /// Any free port, known before the start since links in mails name it.
    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    int httpPort() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    int smtpPort() {
        return part(SmtpListener.class).port();
    }

    /// From here on a signal ends the program in good order and with status 0.
    void endOnSignal() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            close();
                            Runtime.getRuntime().halt(0);
                        },
                        "shutdown"));
    }

    @Override
    public void close() {
        RunningProgram.withdraw(folder.path());
        context.close();
        database.close();
        folder.close();
    }
}
