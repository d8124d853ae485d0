package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            application/octet-stream, spam.eml, Received: from mx,    true
            application/octet-stream, SPAM.EML, Received: from mx,    true
            application/octet-stream, spam.txt, Received: from mx,    false
            application/octet-stream, spam.eml, this is no mail: not, false
            application/octet-stream, spam.eml, : nothing before it,  false
            message/rfc822,           any.bin,  this is no mail: not, true
            """)
    void a_mail_within_is_told_by_its_type_or_by_its_name_and_first_line(
            String type, String name, String firstLine, boolean mail) {
        var content = (firstLine + "\n\ntext\n").getBytes(StandardCharsets.UTF_8);

        var part = new Part(type, Map.of(), Optional.of(name), Map.of(), content, 0);

        assertThat(part.embedded().isPresent()).isEqualTo(mail);
    }
}
