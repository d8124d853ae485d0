package duenotice.warning;

import static java.time.temporal.ChronoUnit.MINUTES;

import duenotice.database.Transactions;
import duenotice.mail.Delivery;
import duenotice.mail.OutgoingMail;
import duenotice.mail.Relay;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets so many mails a minute go out, of all nodes together, and so many to one domain. What is more waits with whoever
 * sends it and is offered again: nothing is dropped. Letters to reporters may use half of it and notices four fifths, so
 * that there is always room for warnings; alarms are not counted at all. A few more than the limit may slip through where
 * nodes ask at once.
 */
public final class PacedRelay implements Relay {
    private static final String ALL = "*";

    private final Relay relay;
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final int mostInAMinute;
    private final int mostOfOneDomain;

    public PacedRelay(
            Relay relay, Transactions transactions, InstantSource clock, int mostInAMinute, int mostOfOneDomain) {
        this.relay = relay;
        jdbc = transactions.jdbc();
        this.clock = clock;
        this.mostInAMinute = mostInAMinute;
        this.mostOfOneDomain = mostOfOneDomain;
    }

    /** How much of the limit mails of a kind may use, in tenths. */
    private enum Turn {
        WARNING(10),
        NOTICE(8),
        LETTER(5);

        private final int tenths;

        Turn(int tenths) {
            this.tenths = tenths;
        }

        static Turn of(OutgoingMail mail) {
            var step = mail.headers().get(OutgoingMail.MAIL_HEADER);
            return step == null ? LETTER : step.startsWith("warning-") ? WARNING : NOTICE;
        }

        boolean hasRoom(int gone, int limit) {
            return gone < Math.max(1, limit * tenths / 10);
        }
    }

    @Override
    public Delivery hand(OutgoingMail mail) {
        if (mail.headers().containsKey(AlarmMail.ALARM_HEADER)) {
            return relay.hand(mail);
        }
        var domain = mail.to().substring(mail.to().lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        var minute = clock.instant().truncatedTo(MINUTES).atOffset(ZoneOffset.UTC);
        var turn = Turn.of(mail);
        var gone = jdbc.sql("""
                select coalesce(sum(mails) filter (where scope = :all), 0) as gone,
                       coalesce(sum(mails) filter (where scope = :domain), 0) as to_domain
                from mail_pace
                where minute = :minute and scope in (:all, :domain)
                """)
                .param("all", ALL)
                .param("domain", domain)
                .param("minute", minute)
                .query((row, ignored) -> new int[] {row.getInt("gone"), row.getInt("to_domain")})
                .single();
        if (!turn.hasRoom(gone[0], mostInAMinute)) {
            return new Delivery.OutOfTurn("waits for its turn: " + mostInAMinute + " mails a minute go out");
        }
        if (!turn.hasRoom(gone[1], mostOfOneDomain)) {
            return new Delivery.OutOfTurn(
                    "waits for its turn: " + mostOfOneDomain + " mails a minute go to one domain");
        }
        count(minute, domain, gone[0] == 0);
        return relay.hand(mail);
    }

    private void count(java.time.OffsetDateTime minute, String domain, boolean isFirst) {
        jdbc.sql("""
                insert into mail_pace (minute, scope, mails) values (:minute, :all, 1), (:minute, :domain, 1)
                on conflict (minute, scope) do update set mails = mail_pace.mails + 1
                """)
                .param("minute", minute)
                .param("all", ALL)
                .param("domain", domain)
                .update();
        if (isFirst) {
            jdbc.sql("delete from mail_pace where minute < :minute")
                    .param("minute", minute.minusHours(1))
                    .update();
        }
    }
}
