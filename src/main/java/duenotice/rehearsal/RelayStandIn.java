package duenotice.rehearsal;

import duenotice.mail.Delivery;
import duenotice.mail.OutgoingMail;
import duenotice.mail.Relay;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Stands in for the mail relay: takes every mail, once per recipient, unless it is told to refuse. */
public final class RelayStandIn implements Relay {
    /** Our own header that names the incident a mail is about. */
    public static final String INCIDENT_HEADER = "X-Duenotice-Incident";

    private static final String WHOLE_RELAY = "*";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;
    private final InstantSource clock;

    public RelayStandIn(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A mail as it was handed over. */
    public record Recorded(
            long id,
            Instant at,
            String envelopeFrom,
            List<String> to,
            String from,
            String subject,
            Map<String, String> headers,
            String text,
            Optional<String> html,
            Optional<String> incident) {}

    @Override
    public Delivery hand(OutgoingMail mail) {
        var whole = fault(WHOLE_RELAY);
        if (whole.isPresent()) {
            return new Delivery.RelayAway(whole.get());
        }
        var refused = fault(mail.to());
        if (refused.isPresent()) {
            return refused.get().startsWith("5")
                    ? new Delivery.Refused(refused.get())
                    : new Delivery.Deferred(refused.get());
        }
        record(mail);
        return new Delivery.Accepted("250 2.0.0 taken by the rehearsal's relay");
    }

    private Optional<String> fault(String address) {
        return jdbc.sql("select answer from rehearsal_mail_fault where address = lower(:address)")
                .param("address", address)
                .query(String.class)
                .optional();
    }

    /** Once for each recipient, however often the mail with this Message-ID is handed over. */
    private void record(OutgoingMail mail) {
        var headers = new LinkedHashMap<>(mail.headers());
        headers.put("Message-ID", mail.messageId());
        headers.put("From", mail.from());
        headers.put("To", mail.to());
        headers.put("Subject", mail.subject());
        mail.replyTo().ifPresent(address -> headers.put("Reply-To", address));
        mail.inReplyTo().ifPresent(id -> {
            headers.put("In-Reply-To", id);
            headers.putIfAbsent("References", id);
        });
        jdbc.sql("""
                insert into rehearsal_mail (at, message_id, recipient, envelope_from, sender, subject, headers, body, html,
                                            incident)
                values (:at, :messageId, :recipient, :envelopeFrom, :sender, :subject, :headers, :body, :html, :incident)
                on conflict do nothing
                """)
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("messageId", mail.messageId())
                .param("recipient", mail.to())
                .param("envelopeFrom", mail.envelopeFrom())
                .param("sender", mail.from())
                .param("subject", mail.subject())
                .param("headers", JSON.writeValueAsString(headers))
                .param("body", mail.text())
                .param("html", mail.html().orElse(null))
                .param("incident", mail.headers().get(INCIDENT_HEADER))
                .update();
    }

    /** Oldest first. */
    public List<Recorded> recorded() {
        return jdbc.sql("select * from rehearsal_mail order by id")
                .query((row, ignored) -> new Recorded(
                        row.getLong("id"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("envelope_from"),
                        List.of(row.getString("recipient")),
                        row.getString("sender"),
                        row.getString("subject"),
                        JSON.readValue(row.getString("headers"), new TypeReference<Map<String, String>>() {}),
                        row.getString("body"),
                        Optional.ofNullable(row.getString("html")),
                        Optional.ofNullable(row.getString("incident"))))
                .list();
    }

    /** @param answer empty ends the fault; address {@code *} is the whole relay */
    public void setFault(String address, Optional<String> answer) {
        if (answer.isEmpty()) {
            jdbc.sql("delete from rehearsal_mail_fault where address = lower(:address)")
                    .param("address", address)
                    .update();
            return;
        }
        jdbc.sql("""
                insert into rehearsal_mail_fault (address, answer) values (lower(:address), :answer)
                on conflict (address) do update set answer = excluded.answer
                """).param("address", address).param("answer", answer.get()).update();
    }
}
