package duenotice.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            The root password: S3same-street                           | S3same-street
            Password=swordfish                                         | swordfish
            PW : swordfish                                             | swordfish
            Passwort: Regenbogen!                                      | Regenbogen!
            Das Kennwort lautet Regen8ogen                             | Regen8ogen
            Das Passwort für root ist "Regen bogen"                    | Regen bogen
            the password for the root account is xK9#pl                | xK9#pl
            password is now Tr0ub4dor                                  | Tr0ub4dor
            password Tr0ub4dor                                         | Tr0ub4dor
            password (ssh): swordfish                                  | swordfish
            *Password:* swordfish                                      | swordfish
            passphrase -> swordfish                                    | swordfish
            API key: abcdef                                            | abcdef
            ssh://root:swordfish@192.0.2.7:22                          | swordfish
            Login: root / Tr0ub4dor                                    | Tr0ub4dor
            Zugangsdaten: root / Tr0ub4dor                             | Tr0ub4dor
            DB_PASSWORD=swordfish                                      | swordfish
            Passwords: Tr0ub4dor and so on                             | Tr0ub4dor
            Password:\\n  swordfish                                    | swordfish
            """)
    void a_password_is_taken_out_whatever_stands_around_it(String text, String secret) {
        var masked = Passwords.mask("Hello,\n" + text.replace("\\n", "\n") + "\nRegards\n");
        assertThat(masked.text())
                .doesNotContain(secret)
                .contains(Passwords.MASK)
                .startsWith("Hello,\n")
                .endsWith("Regards\n");
        assertThat(masked.any()).isTrue();
        assertThat(Passwords.mask(masked.text()).any()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "We changed the password and removed the script.",
                "The password is now stronger.",
                "All passwords were changed on Monday.",
                "Das Passwort ist geändert.",
                "Failed password for root from 192.0.2.7 port 22 ssh2",
                "Failed password for invalid user admin from 192.0.2.7",
                "We never send a password by mail.",
                "We disabled password login; keys only.",
                "Please pass this on to your team.",
                "Our account: kite-mail, ticket 4711",
            })
    void what_only_speaks_of_passwords_stays(String text) {
        assertThat(Passwords.mask(text)).isEqualTo(new Passwords.Masked(text, false));
    }

    @Test
    void a_private_key_goes_as_a_whole() {
        var begin = "-----BEGIN OPENSSH " + "PRIVATE KEY-----";
        var masked =
                Passwords.mask(begin + "\nb3BlbnNzaC1rZXktdjEAAAA\nAAAB\n-----END OPENSSH PRIVATE KEY-----\nThanks");
        assertThat(masked.text()).doesNotContain("b3BlbnNzaC1rZXk").endsWith("Thanks");
    }

    @Test
    void our_own_letters_and_articles_hold_none() throws IOException {
        try (var files = Files.walk(Path.of("src/main/resources"))) {
            for (var file : files.filter(Files::isRegularFile)
                    .filter(path -> path.toString().matches(".*\\.(letter|md)"))
                    .toList()) {
                assertThat(Passwords.mask(Files.readString(file)).any())
                        .as(file.toString())
                        .isFalse();
            }
        }
    }

    @Test
    void a_long_hostile_text_is_read_in_no_time() {
        for (var piece : new String[] {
            "password ",
            "password for ",
            "login: a",
            "pass  for x (",
            "a://b:",
            "password is \"",
            " of of of ",
            "x".repeat(99) + ":"
        }) {
            var text = piece.repeat(20_000 / piece.length());
            var began = System.nanoTime();
            Passwords.mask(text);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).as(piece).isLessThan(Duration.ofSeconds(2));
        }
    }
}
