package duenotice.verification.probe;

import duenotice.database.Transactions;
import duenotice.incident.Incident;
import duenotice.verification.Probe.Question;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every look that was made, for whom, what was sent and what came; of all nodes, so that their rates add up. */
final class ProbeLog {
    private static final Duration SPAN_OF_SERVER = Duration.ofHours(1);
    private static final Duration SPAN_OF_ALL = Duration.ofMinutes(1);

    private final JdbcClient jdbc;

    ProbeLog(Transactions transactions) {
        jdbc = transactions.jdbc();
    }

    /**
     * Why there have been enough looks for now; empty where one more is allowed. Those that people press a button for get
     * half of them at most: a judgement must find some left.
     */
    Optional<String> refusal(Question question, int mostOfServer, int mostOfAll, Instant now) {
        return jdbc.sql("""
                select (select count(*) from probe where server = :server and began > :hourAgo) as of_server,
                       (select count(*) from probe where began > :minuteAgo) as of_all,
                       (select count(*) from probe
                        where server = :server and began > :hourAgo and judgement like 'asked-%') as pressed_of_server,
                       (select count(*) from probe
                        where began > :minuteAgo and judgement like 'asked-%') as pressed_of_all
                """)
                .param("server", question.incident().server().text())
                .param("hourAgo", utc(now.minus(SPAN_OF_SERVER)))
                .param("minuteAgo", utc(now.minus(SPAN_OF_ALL)))
                .query((row, ignored) -> {
                    if (row.getInt("of_server") >= mostOfServer) {
                        return Optional.of("this server was looked at often enough within the hour");
                    }
                    if (question.isAsked() && row.getInt("pressed_of_server") >= mostOfServer / 2) {
                        return Optional.of("a look at this server was asked for often enough within the hour");
                    }
                    return row.getInt("of_all") >= mostOfAll
                                    || question.isAsked() && row.getInt("pressed_of_all") >= mostOfAll / 2
                            ? Optional.of("too much is being looked at just now")
                            : Optional.<String>empty();
                })
                .single();
    }

    /** What a page served when it was first found to go on in this incident. */
    record FirstContent(String content, Instant at) {}

    Optional<FirstContent> firstContent(Incident incident, String page) {
        return jdbc.sql("""
                select split_part(content, ':', 2) as content, began from probe
                where incident = :incident and split_part(content, ':', 1) = :page and value = 'yes'
                order by began, id limit 1
                """)
                .param("incident", incident.id().number())
                .param("page", page)
                .query((row, ignored) -> new FirstContent(
                        row.getString("content"),
                        row.getObject("began", OffsetDateTime.class).toInstant()))
                .optional();
    }

    /** @param content digests of the page and of what it served */
    void add(Question question, Place place, Look look, Optional<String> content, Instant began, Instant ended) {
        var incident = question.incident();
        jdbc.sql("""
                insert into probe (incident, server, judgement, asked_by, service, address, port, sent, came, value,
                                   content, began, ended)
                values (:incident, :server, :judgement, :askedBy, :service, :address, :port, :sent, :came, :value,
                        :content, :began, :ended)
                """)
                .param("incident", incident.id().number())
                .param("server", incident.server().text())
                .param("judgement", question.judgement())
                .param("askedBy", question.askedBy())
                .param("service", place.service().toString())
                .param("address", place.address().text())
                .param("port", place.port())
                .param("sent", look.sent())
                .param("came", look.came())
                .param("value", look.value().word())
                .param("content", content.orElse(null))
                .param("began", utc(began))
                .param("ended", utc(ended))
                .update();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
