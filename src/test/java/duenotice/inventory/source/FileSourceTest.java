package duenotice.inventory.source;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.inventory.Contact;
import duenotice.inventory.Reading;
import duenotice.inventory.source.SourceSettings.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as sources: all of it or trouble, as {@link SourceContract} asks of what is asked over HTTP. */
class FileSourceTest {
    private static final String TABLE = """
            ip,server,customer,customer-name,emails,phones,contact,from,until,hostnames,language
            192.0.2.1,vm-1,fern,Fern,ida@fern.example;otto@fern.example,+442079460101,Ida,2026-01-01T00:00:00Z,,shop.example;www.example,de
            192.0.2.2,vm-1,fern,,,,,2026-01-01T00:00:00Z,2026-02-01T00:00:00Z,,
            2001:db8::/64,vm-2,moss,Moss,max@moss.example,,,2026-01-01T00:00:00Z,,,
            """;

    @TempDir
    private Path folder;

    private Reading read(Path path) throws InterruptedException {
        return Sources.of(TestSource.file("hall", Kind.CSV, path)).read(Instant.parse("2026-03-10T12:00:00Z"));
    }

    private Reading read(String name, String text) throws IOException, InterruptedException {
        return read(Files.writeString(folder.resolve(name), text));
    }

    private static String reason(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Trouble.class);
        return ((Reading.Trouble) reading).reason();
    }

    @Test
    void one_table_holds_everything() throws IOException, InterruptedException {
        var whole = (Reading.Whole) read("inventory.csv", TABLE);
        assertThat(whole.counts()).isEqualTo("2 customers, 2 servers, 3 addresses");
        var fern = whole.file().customers().getFirst();
        assertThat(fern.language()).isEqualTo("de");
        assertThat(fern.contacts()).extracting(Contact::name).containsExactly("Ida", "otto@fern.example");
        assertThat(fern.contacts()).extracting(one -> one.phones().size()).containsExactly(1, 0);
        assertThat(whole.file().servers().getFirst().hostnames()).containsExactly("shop.example", "www.example");
        assertThat(whole.file().servers().getFirst().addresses()).hasSize(2);
    }

    @Test
    void numbers_are_read_as_in_the_country_of_their_row() throws IOException, InterruptedException {
        var whole = (Reading.Whole) read("inventory.csv", """
                ip,server,customer,from,emails,phones,country
                192.0.2.1,vm-1,fern,2026-01-01T00:00:00Z,ida@fern.example,030 23125-111,DE
                """);
        assertThat(whole.file().customers().getFirst().contacts().getFirst().phones())
                .containsExactly("+493023125111");
        assertThat(reason(read("inventory.csv", """
                ip,server,customer,from,emails,phones,country
                192.0.2.1,vm-1,fern,2026-01-01T00:00:00Z,ida@fern.example,030 23125-111,Germany
                """)))
                .contains("inventory.csv:2: \"Germany\" is no country of ISO 3166 in two letters");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            192.0.2.3,vm-1,moss,,,,,2026-01-01T00:00:00Z,,,|inventory.csv:5: The server vm-1 has the customer "moss" here and "fern" in line 2.
            192.0.2.3,vm-3,fern,Farn,,,,2026-01-01T00:00:00Z,,,|inventory.csv:5: The customer fern has the name "Farn" here and "Fern" in line 2.
            192.0.2.3,,fern,,,,,2026-01-01T00:00:00Z,,,|inventory.csv:5: The column server is empty.
            192.0.2.3,vm-3,,,,,,2026-01-01T00:00:00Z,,,|inventory.csv:5: The column customer is empty.
            192.0.2.1,vm-3,fern,,,,,2026-01-01T00:00:00Z,,,|inventory.csv:5: 192.0.2.1 of server vm-3 from 2026-01-01T00:00:00Z overlaps 192.0.2.1 of server vm-1 from 2026-01-01T00:00:00Z in line 2.
            not an address,vm-3,fern,,,,,2026-01-01T00:00:00Z,,,|inventory.csv:5: "not an address" is no address or prefix (bits behind the prefix length must be zero).
            192.0.2.3,vm-3,fern|inventory.csv:5: The line has 3 cells, the header 11.
            """)
    void a_bad_row_is_named_with_its_line(String row, String defect) throws IOException, InterruptedException {
        assertThat(reason(read("inventory.csv", TABLE + row + "\n"))).contains(defect);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "words", "ip,server\n\"cut", "PK\u0003\u0004", "ip,unknown\n"})
    void garbage_and_cut_tables_are_trouble(String text) throws IOException, InterruptedException {
        assertThat(reason(read("inventory.csv", text))).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "words", "customers: [{id: a", "[]", "customers: 5"})
    void garbage_and_cut_documents_are_trouble(String text) throws IOException, InterruptedException {
        assertThat(reason(read("inventory.yaml", text))).isNotBlank();
    }

    @Test
    void what_is_not_there_is_trouble() throws InterruptedException {
        assertThat(reason(read(folder.resolve("nowhere.csv")))).endsWith("nowhere.csv is not there");
    }

    @Test
    void tables_of_their_own_in_a_folder_are_read_too() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("customers.csv"), "id,name\nfern,Fern\n");
        Files.writeString(folder.resolve("contacts.csv"), "customer,name,email\nfern,Ida,ida@fern.example\n");
        assertThat(((Reading.Whole) read(folder)).counts()).isEqualTo("1 customers, 0 servers, 0 addresses");
    }
}
