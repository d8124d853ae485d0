package duenotice.crash;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;

/// Mails that a desk gets: mostly complaints about servers of ours, some about others', some that say nothing.
final class Complaints {
    private static final DateTimeFormatter MAIL_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
    private static final int REPORTERS = 300;

    private final Random random;
    private int count;

    Complaints(long seed) {
        random = new Random(seed);
    }

    synchronized byte[] next(Instant now) {
        count++;
        var text = switch (random.nextInt(20)) {
            case 0 -> chatter(now);
            case 1 -> complaint("203.0.113." + (1 + random.nextInt(200)), now);
            case 2 -> robot(now);
            default -> complaint(Provider.address(1 + random.nextInt(Provider.SERVERS)), now);
        };
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private String complaint(String address, Instant now) {
        return """
                Authentication-Results: mx.provider.example; dkim=pass header.d=reporter-%4$d.example
                From: Feedback <loop@reporter-%4$d.example>
                To: abuse@provider.example
                Subject: Spam complaint about mail from %1$s
                Message-ID: <crash-%2$d@reporter-%4$d.example>
                Date: %3$s
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=feedback-report; boundary="loop"

                --loop
                Content-Type: text/plain; charset=utf-8

                One of our users marked this mail from %1$s as spam.

                --loop
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                User-Agent: Loop/1.0
                Version: 1
                Source-IP: %1$s
                Arrival-Date: %3$s

                --loop
                Content-Type: message/rfc822

                Received: from sender.example (%1$s) by in.reporter-%4$d.example; %3$s
                From: "Prize Office" <winner@sender.example>
                To: someone@reporter-%4$d.example
                Subject: You have won garden chair number %2$d
                Date: %3$s

                Claim your garden chair today.
                .
                ..

                --loop--
                """.formatted(address, count, MAIL_DATE.format(now), random.nextInt(REPORTERS));
    }

    private String chatter(Instant now) {
        return """
                From: Someone <someone@elsewhere.example>
                To: abuse@provider.example
                Subject: a question
                Message-ID: <crash-%d@elsewhere.example>
                Date: %s

                Do you also sell garden chairs?
                """.formatted(count, MAIL_DATE.format(now));
    }

    private String robot(Instant now) {
        return """
                From: Someone <someone@elsewhere.example>
                To: abuse@provider.example
                Subject: Automatic reply: garden chairs
                Message-ID: <crash-%d@elsewhere.example>
                Date: %s
                Auto-Submitted: auto-replied

                I am in the garden until Monday.
                """.formatted(count, MAIL_DATE.format(now));
    }
}
