package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.report.EventTime;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SendingAddressTest {
    private static final Set<String> REPORTER = Set.of("bigmail.example");

    private static String in(String headers) {
        return SendingAddress.in(headers, REPORTER)
                .map(found -> found.ip() + " " + found.basis())
                .orElse("none");
    }

    @Test
    void the_address_that_handed_the_mail_to_the_reporter_counts_and_not_what_lies_below() {
        var found = SendingAddress.in("""
                Received: from mx1.bigmail.example (mx1.bigmail.example [198.51.100.1]) by store.bigmail.example; Thu, 5 Mar 2026 20:01:03 +0000
                Received: from liar.example (smtp.mandor.example [203.0.113.25])
                 by mx1.bigmail.example with ESMTP; Thu, 5 Mar 2026 20:01:02 +0000
                X-Originating-IP: [192.0.2.1]
                Received: from victim.example (victim.example [192.0.2.2]) by mx9.bigmail.example; Thu, 5 Mar 2026 19:01:02 +0000

                Received: from body.example ([192.0.2.3]) by mx1.bigmail.example
                """, REPORTER);

        assertThat(found).isPresent();
        assertThat(found.get().ip().text()).isEqualTo("203.0.113.25");
        assertThat(found.get().at()).contains(new EventTime(Instant.parse("2026-03-05T20:01:02Z"), true));
    }

    @Test
    void a_hop_from_nobody_is_passed_over() {
        assertThat(in("""
                Received: from by mx1.bigmail.example; Thu, 5 Mar 2026 20:01:03 +0000
                Received: from  by mx1.bigmail.example; Thu, 5 Mar 2026 20:01:03 +0000
                Received: from mandor (smtp.mandor.example [203.0.113.25]) by mx1.bigmail.example; Thu, 5 Mar 2026 20:01:02 +0000
                """)).isEqualTo("203.0.113.25 Received");
    }

    @Test
    void a_claimed_name_makes_no_hop_internal() {
        assertThat(in("""
                Received: from mx1.bigmail.example (unknown [203.0.113.25]) by mx2.bigmail.example; Thu, 5 Mar 2026 20:01:02 +0000
                Received: from innocent.example (innocent.example [192.0.2.2]) by mx1.bigmail.example; Thu, 5 Mar 2026 19:01:02 +0000
                """)).isEqualTo("203.0.113.25 Received");
    }

    @Test
    void loopback_and_private_hops_are_passed_over_while_there_is_a_public_one() {
        assertThat(in("""
                Received: from localhost (localhost [127.0.0.1]) by mx1.bigmail.example; Thu, 5 Mar 2026 20:01:04 +0000
                Received: from filter (filter.lan [10.0.0.9]) by mx1.bigmail.example; Thu, 5 Mar 2026 20:01:03 +0000
                Received: from x (smtp.mandor.example [IPv6:2001:db8::25]) by mx1.bigmail.example; Thu, 5 Mar 2026 20:01:02 +0000
                """)).isEqualTo("2001:db8::25 Received");
        assertThat(
                        in(
                                "Received: from filter (filter.lan [10.0.0.9]) by mx1.bigmail.example; Thu, 5 Mar 2026 20:01:03 +0000"))
                .isEqualTo("10.0.0.9 Received");
    }

    @Test
    void what_the_receiver_noted_on_top_counts_where_no_hop_is_the_reporters() {
        assertThat(in("""
                X-Originating-IP: [203.0.113.26]
                Received-SPF: pass (domain of mandor.example designates 203.0.113.27 as permitted sender)
                Received: from inner.mandor.example ([192.0.2.5]) by smtp.mandor.example
                Received-SPF: pass client-ip=192.0.2.6
                """)).isEqualTo("203.0.113.27 Received-SPF");
    }

    @Test
    void without_any_trace_there_is_no_address() {
        assertThat(in("Subject: x\nFrom: a@203.0.113.1\n\nReceived: from a ([192.0.2.1]) by b.example"))
                .isEqualTo("none");
        assertThat(in("")).isEqualTo("none");
    }
}
