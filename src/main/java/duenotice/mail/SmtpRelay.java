package duenotice.mail;

import jakarta.mail.Address;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/** Hands mail to a relay by SMTP, one connection a mail: what goes wrong then belongs to that mail alone. */
public final class SmtpRelay implements Relay {
    private final RelaySettings settings;
    private final InstantSource clock;
    private final Session session;

    public SmtpRelay(RelaySettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.session = Session.getInstance(properties(settings));
    }

    private static Properties properties(RelaySettings settings) {
        String patience = Long.toString(settings.patience().toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", settings.host());
        properties.setProperty("mail.smtp.port", Integer.toString(settings.port()));
        properties.setProperty("mail.smtp.connectiontimeout", patience);
        properties.setProperty("mail.smtp.timeout", patience);
        properties.setProperty("mail.smtp.writetimeout", patience);
        properties.setProperty("mail.smtp.localhost", settings.ownName());
        properties.setProperty("mail.smtp.quitwait", "false");
        properties.setProperty(
                "mail.smtp.auth", Boolean.toString(settings.login().isPresent()));
        switch (settings.security()) {
            case NONE -> {}
            case STARTTLS -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
        }
        return properties;
    }

    @Override
    public Delivery hand(OutgoingMail mail) {
        try {
            return send(mail);
        } catch (MessagingException failed) {
            return judged(failed);
        } catch (IllegalStateException gone) {
            return new Delivery.RelayAway(name() + ": " + oneLine(gone.getMessage()));
        }
    }

    /**
     * How the relay receives us, without a mail.
     *
     * @param open it let us in
     * @param says in a sentence
     * @param notices it offers delivery notices (RFC 3461)
     */
    public record Reception(boolean open, String says, boolean notices) {}

    /** Connects, greets, guards the line and logs in as for a mail, and goes. */
    public Reception look() {
        try (SMTPTransport transport = (SMTPTransport) session.getTransport("smtp")) {
            connect(transport);
            var noLogin = settings.login().isPresent() && !transport.supportsExtension("AUTH");
            return noLogin
                    ? new Reception(false, name() + " offers no login", false)
                    : new Reception(
                            true,
                            name() + " lets us in, "
                                    + (transport.isSSL() ? "with TLS" : "without TLS")
                                    + settings.login()
                                            .map(login -> ", logged in as " + login.user())
                                            .orElse(", without a login"),
                            transport.supportsExtension("DSN"));
        } catch (MessagingException | IllegalStateException failed) {
            return new Reception(false, name() + ": " + oneLine(failed.getMessage()), false);
        }
    }

    private void connect(SMTPTransport transport) throws MessagingException {
        if (settings.login().isPresent()) {
            transport.connect(
                    settings.login().get().user(), settings.login().get().password());
        } else {
            transport.connect();
        }
    }

    private Delivery send(OutgoingMail mail) throws MessagingException {
        SMTPMessage message = mail.message(session, clock.instant());
        InternetAddress recipient = new InternetAddress();
        recipient.setAddress(mail.to());
        try (SMTPTransport transport = (SMTPTransport) session.getTransport("smtp")) {
            connect(transport);
            if (settings.login().isPresent() && !transport.supportsExtension("AUTH")) {
                // The library would go on without; the relay's refusal would then look like the recipient's.
                return new Delivery.RelayAway(name() + ": offers no login");
            }
            askForNotices(message, mail);
            sign(message);
            transport.sendMessage(message, new Address[] {recipient});
            return new Delivery.Accepted(oneLine(transport.getLastServerResponse()));
        }
    }

    /** Over the very bytes that go out: nothing may be changed after it. */
    private void sign(SMTPMessage message) throws MessagingException {
        if (settings.key().isEmpty()) {
            return;
        }
        var present = Collections.list(message.getAllHeaders()).stream()
                .map(Header::getName)
                .toList();
        var bytes = new ByteArrayOutputStream(8_192);
        try {
            message.writeTo(bytes);
        } catch (IOException impossible) {
            throw new IllegalStateException("could not write a mail of ours", impossible);
        }
        message.setHeader("DKIM-Signature", settings.key().get().signature(bytes.toByteArray(), present));
    }

    /**
     * What becomes of it is wanted, also that it has arrived (RFC 3461 §4); the library asks only a relay that offers it.
     * What must never bounce asks for nothing.
     */
    private static void askForNotices(SMTPMessage message, OutgoingMail mail) {
        message.setReturnOption(SMTPMessage.RETURN_HDRS);
        message.setNotifyOptions(
                mail.envelopeFrom().isEmpty()
                        ? SMTPMessage.NOTIFY_NEVER
                        : SMTPMessage.NOTIFY_SUCCESS | SMTPMessage.NOTIFY_FAILURE | SMTPMessage.NOTIFY_DELAY);
    }

    /** The library wraps the answer to a recipient into others; its own words say less than the relay's. */
    private Delivery judged(MessagingException failed) {
        for (Exception cause = failed; cause != null; cause = next(cause)) {
            if (cause instanceof SMTPAddressFailedException recipient) {
                return RecipientAnswer.speaksOfUs(recipient.getReturnCode(), oneLine(recipient.getMessage()))
                        ? new Delivery.RelayAway(name() + ": " + oneLine(recipient.getMessage()), false)
                        : judged(recipient.getReturnCode(), recipient);
            }
        }
        if (failed instanceof SMTPSendFailedException mail && !mail.getCommand().startsWith("MAIL")) {
            return judged(mail.getReturnCode(), mail);
        }
        return new Delivery.RelayAway(name() + ": " + oneLine(failed.getMessage()));
    }

    /**
     * 421 is a relay that closes, whatever it was asked (RFC 5321 §3.8); 530 to 538 are about our login (RFC 4954 §6), not
     * about the recipient.
     */
    private Delivery judged(int code, MessagingException answer) {
        String reply = oneLine(answer.getMessage());
        if (code == 421 || (code >= 530 && code <= 538)) {
            return new Delivery.RelayAway(name() + ": " + reply);
        }
        if (code >= 500 && code < 600) {
            return new Delivery.Refused(reply);
        }
        return code >= 400 && code < 500 ? new Delivery.Deferred(reply) : new Delivery.RelayAway(name() + ": " + reply);
    }

    private static @Nullable Exception next(Exception cause) {
        return cause instanceof MessagingException wrapped ? wrapped.getNextException() : null;
    }

    private String name() {
        return settings.host() + ":" + settings.port();
    }

    private static String oneLine(@Nullable String text) {
        String line = text == null
                ? "no reason given"
                : text.replaceAll("[\\p{Cntrl}]+", " ").strip();
        return line.length() > 500 ? line.substring(0, 500) : line;
    }
}
