package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a relay's answer to a recipient speaks of: his mailbox, or us (RFC 3463, RFC 5321 §4.2). */
class RelayAnswersTest {
    private ServerSocket socket;
    private volatile String answer = "";

    @BeforeEach
    void listen() throws IOException {
        socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::serve);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (var peer = socket.accept()) {
                serve(peer);
            } catch (IOException gone) {
                // the next one, or the end
            }
        }
    }

    private void serve(Socket peer) throws IOException {
        var in = new BufferedReader(new InputStreamReader(peer.getInputStream(), StandardCharsets.US_ASCII));
        say(peer, "220 relay.example");
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            say(peer, line.startsWith("RCPT") ? answer : line.startsWith("QUIT") ? "221 bye" : "250 ok");
        }
    }

    private static void say(Socket peer, String line) throws IOException {
        peer.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        peer.getOutputStream().flush();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            550 5.1.1 <nila@mandor.example>: Recipient address rejected: User unknown | Refused
            550 5.1.2 bad destination system address                                | Refused
            553 5.1.3 bad destination mailbox address syntax                         | Refused
            551 5.1.6 mailbox has moved                                              | Refused
            556 5.1.10 the domain takes no mail                                      | Refused
            550 5.2.1 mailbox disabled                                               | Refused
            552 5.2.2 mailbox full                                                   | Refused
            550 5.4.1 recipient address rejected: access denied                      | Refused
            550 5.4.4 unable to route                                                | Refused
            550 5.5.0 mailbox unavailable                                            | Refused
            553 5.6.7 address must be of ASCII                                       | Refused
            550 5.7.17 the mailbox has changed its owner                             | Refused
            550 5.0.0 no such user                                                   | Refused
            550 no such mailbox                                                      | Refused
            550 <relay@mandor.example> is not permitted                              | Refused
            551 user not local                                                       | Refused
            553 mailbox name not allowed                                             | Refused
            556 domain does not accept mail                                          | Refused
            501 5.1.7 bad sender's mailbox address syntax                            | RelayAway
            550 5.1.8 bad sender's system address                                    | RelayAway
            550 5.3.2 system not accepting network messages                          | RelayAway
            550 5.3.5 system incorrectly configured                                  | RelayAway
            503 5.5.1 polite people say HELO first                                   | RelayAway
            501 5.5.4 invalid parameters                                             | RelayAway
            554 5.7.1 <nila@mandor.example>: Relay access denied                     | RelayAway
            550 5.7.1 Unable to relay                                                | RelayAway
            550 5.7.23 SPF validation failed                                         | RelayAway
            550 5.7.60 client does not have permissions to send as this sender       | RelayAway
            554 5.7.8 authentication credentials invalid                             | RelayAway
            530 5.7.0 authentication required                                        | RelayAway
            535 5.7.8 authentication failed                                          | RelayAway
            550 relay not permitted                                                  | RelayAway
            553 sorry, that domain is not in my list of allowed rcpthosts (#5.7.1)   | RelayAway
            554 transaction failed                                                   | RelayAway
            555 parameters not recognized                                            | RelayAway
            521 this host takes no mail                                              | RelayAway
            502 command not implemented                                              | RelayAway
            421 4.3.2 closing                                                        | RelayAway
            454 4.7.1 <nila@mandor.example>: Relay access denied                     | RelayAway
            450 4.2.0 greylisted                                                     | Deferred
            450 4.7.1 greylisted                                                     | Deferred
            451 4.3.0 try again later                                                | Deferred
            452 4.2.2 mailbox full                                                   | Deferred
            """)
    void an_answer_that_speaks_of_us_is_no_word_on_the_mailbox(String said, String delivery) {
        answer = said;
        var relay = new SmtpRelay(
                RelaySettings.plain("127.0.0.1", socket.getLocalPort()),
                InstantSource.fixed(Instant.parse("2026-03-07T09:12:44Z")));
        assertThat(relay.hand(RelayContract.mailTo("nila@mandor.example"))
                        .getClass()
                        .getSimpleName())
                .isEqualTo(delivery);
    }
}
