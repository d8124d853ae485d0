package duenotice.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import duenotice.casework.Inbox.Arrival;
import duenotice.casework.Inbox.Lay;
import duenotice.casework.MessageOutcome.State;
import duenotice.casework.StoredMessage;
import duenotice.casework.StoredMessage.Channel;
import duenotice.database.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SpoolFolderTest {
    private static final int LIMIT = 100_000;

    @RegisterExtension
    static final TestDatabase database = TestDatabase.fresh();

    @TempDir
    Path parent;

    private IntakeDesk desk;
    private Path folder;
    private SpoolFolder spool;

    @BeforeEach
    void open() {
        desk = new IntakeDesk(database);
        folder = parent.resolve("spool");
        spool = new SpoolFolder(folder, LIMIT, desk.casework, desk::now);
    }

    private Path drop(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private void twoLooks() {
        spool.look();
        spool.look();
        desk.casework.workAll();
    }

    private List<StoredMessage> stored() {
        return database.jdbc().sql("select id from message order by id").query(Long.class).list().stream()
                .map(id -> desk.casework
                        .inbox()
                        .message(new duenotice.casework.MessageId(id))
                        .orElseThrow())
                .toList();
    }

    private List<String> names(String below) throws IOException {
        try (var files = Files.list(folder.resolve(below))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] xarf(String id) {
        return IntakeDesk.xarfText("192.0.2.7", "messaging/spam", id, IntakeDesk.START)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_mail_and_a_document_are_taken_as_what_they_are() throws IOException {
        var mail = desk.spamFrom("192.0.2.7").bytes();
        drop("complaint.eml", mail);
        drop("report \"x\".json", xarf("8f5c0b67-3f63-4a3e-9f9e-7a0d8a3f1a01"));
        twoLooks();

        assertThat(stored()).extracting(StoredMessage::channel).containsOnly(Channel.SPOOL);
        assertThat(stored()).anySatisfy(message -> {
            assertThat(message.body()).isEqualTo(mail);
            assertThat(message.contentType()).isEqualTo("message/rfc822");
            assertThat(message.recipients()).containsExactly(IntakeDesk.DESK);
            assertThat(message.sender()).isEqualTo("someone@reporter.example");
        });
        assertThat(stored()).anySatisfy(message -> {
            assertThat(message.contentType()).isEqualTo("application/json; name=\"report _x_.json\"");
            assertThat(NamedType.nameIn(message.contentType())).isEqualTo("report _x_.json");
            assertThat(desk.item(message.id()).state()).isEqualTo(State.JOINED);
        });
        assertThat(desk.evidence(desk.onlyIncident())).hasSize(2);
        assertThat(names("done")).containsExactly("complaint.eml", "report \"x\".json");
        assertThat(spool.wayIn().lastSuccess()).contains(desk.now());
        assertThat(spool.wayIn().trouble()).isEmpty();
    }

    @Test
    void what_is_still_written_is_left_alone() throws IOException {
        for (var name : List.of(".hidden", "half.tmp", "half.part")) {
            drop(name, new byte[] {1});
        }
        Files.createDirectory(folder.resolve("below"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("half.tmp"));
        drop("empty", new byte[0]);
        var growing = drop("growing.csv", "a".getBytes(StandardCharsets.UTF_8));
        for (var look = 0; look < 4; look++) {
            spool.look();
            Files.writeString(growing, "more\n", StandardOpenOption.APPEND);
        }
        assertThat(stored()).isEmpty();

        twoLooks();
        assertThat(stored())
                .singleElement()
                .satisfies(message -> assertThat(message.body())
                        .isEqualTo("amore\nmore\nmore\nmore\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(names(""))
                .containsExactly(".hidden", "below", "done", "empty", "half.part", "half.tmp", "link", "refused");
    }

    @Test
    void what_died_between_keeping_and_moving_is_moved_and_not_kept_again() throws IOException {
        var file = drop("report.json", xarf("8f5c0b67-3f63-4a3e-9f9e-7a0d8a3f1a02"));
        var about = Files.readAttributes(file, BasicFileAttributes.class);
        var key = "report.json %d %s %s"
                .formatted(about.size(), about.lastModifiedTime().toInstant(), about.fileKey());
        desk.casework
                .inbox()
                .fetch(
                        new Lay("spool", 0, key),
                        new Arrival(
                                Channel.SPOOL,
                                "",
                                List.of(),
                                Optional.of("spool"),
                                Optional.empty(),
                                "application/json"),
                        Files.readAllBytes(file),
                        desk.now());
        twoLooks();

        assertThat(stored()).hasSize(1);
        assertThat(names("done")).containsExactly("report.json");
    }

    @Test
    void the_same_name_again_is_another_file() throws IOException {
        drop("daily.json", xarf("8f5c0b67-3f63-4a3e-9f9e-7a0d8a3f1a03"));
        twoLooks();
        drop("daily.json", xarf("8f5c0b67-3f63-4a3e-9f9e-7a0d8a3f1a04"));
        twoLooks();

        assertThat(stored()).hasSize(2);
        assertThat(names("done")).containsExactly("daily.json", "daily.json.1");
        assertThat(database.jdbc()
                        .sql("select count(*) from fetched")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void too_long_a_file_is_put_aside_with_its_reason() throws IOException {
        drop("long.csv", new byte[LIMIT + 1]);
        drop("good.json", xarf("8f5c0b67-3f63-4a3e-9f9e-7a0d8a3f1a05"));
        twoLooks();

        assertThat(names("refused")).containsExactly("long.csv", "long.csv.reason");
        assertThat(folder.resolve("refused/long.csv.reason")).content().contains("100001 bytes");
        assertThat(stored()).hasSize(1);
        assertThat(desk.casework.alarms().all())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.text()).contains("long.csv"));
    }

    @Test
    void while_the_database_is_away_files_stay() throws IOException {
        try (var gone = TestDatabase.fresh()) {
            var other = new IntakeDesk(gone);
            var waiting = new SpoolFolder(folder, LIMIT, other.casework, other::now);
            gone.database().close();
            drop("report.json", xarf("8f5c0b67-3f63-4a3e-9f9e-7a0d8a3f1a06"));
            waiting.look();
            waiting.look();
            assertThat(waiting.wayIn().trouble())
                    .hasValueSatisfying(trouble -> assertThat(trouble.why()).isEqualTo("the database is away"));
        }
        assertThat(names("")).contains("report.json");
        twoLooks();
        assertThat(stored()).hasSize(1);
    }

    @Test
    void a_folder_that_cannot_be_made_is_named() throws IOException {
        var file = Files.createFile(parent.resolve("taken"));
        assertThatThrownBy(() -> new SpoolFolder(file, LIMIT, desk.casework, desk::now))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("taken");
    }

    @Test
    void it_looks_by_itself_until_it_is_closed() throws IOException {
        spool.start();
        drop("report.json", xarf("8f5c0b67-3f63-4a3e-9f9e-7a0d8a3f1a07"));
        var end = System.nanoTime() + 20_000_000_000L;
        while (names("done").isEmpty() && System.nanoTime() < end) {
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
        spool.close();
        assertThat(names("done")).containsExactly("report.json");
    }
}
