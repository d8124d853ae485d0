package duenotice.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.report.Category;
import duenotice.report.Finding;
import duenotice.report.Prefix;
import duenotice.report.Reading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is attacked at our place has no fault and is never accused (R6). */
class AttackedServerTest {
    private static final Networks OURS = Networks.of(List.of(Prefix.of("203.0.113.0/24")));

    private static Reading read(Networks networks, String subject, String text) {
        var mail = """
                From: noc@transit.example
                To: abuse@hoster.example
                Subject: %s
                Date: Wed, 11 Mar 2026 10:00:00 +0000
                Message-ID: <1@transit.example>
                Content-Type: text/plain; charset=utf-8

                %s
                """.formatted(subject, text);
        var understanding =
                new Formats(networks).read(Submission.ofFile(mail.getBytes(StandardCharsets.UTF_8), "notice.eml"));
        assertThat(understanding).isInstanceOf(Understanding.Report.class);
        return ((Understanding.Report) understanding).reading();
    }

    private static void assertOnlyVictim(Reading reading) {
        assertThat(reading.findings()).hasSize(1);
        assertThat(reading.findings()).extracting(Finding::category).containsOnly(Category.SERVER_UNDER_ATTACK);
        assertThat(reading.findings())
                .extracting(finding -> finding.subject().ip().orElseThrow())
                .containsOnly(Prefix.of("203.0.113.77"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Incoming DDoS attack detected.\n\nIP: 203.0.113.77\nVector: UDP flood\nPeak: 12 Gbps",
                "Eingehender DDoS-Angriff erkannt.\n\nIP-Adresse: 203.0.113.77\nArt: UDP flood",
                "Your customer at 203.0.113.77 is currently the target of a DDoS attack. The address was null-routed.",
                "The host 203.0.113.77 (srv7.hoster.example) is under heavy DDoS attack.",
                "203.0.113.77 has been hit by a UDP flood, 20 Gbps of DDoS traffic.",
                "We see a DDoS attack against your IP 203.0.113.77.",
                "A DDoS attack on your customer's server 203.0.113.77 began some minutes ago.",
                "We have null-routed 203.0.113.77 because of a DDoS attack.",
                "Your IP 203.0.113.77 was blackholed, there was a DDoS attack.",
                "203.0.113.77 is receiving a large UDP flood, a DDoS attack of 9 Gbps.",
                "Die Adresse 203.0.113.77 ist derzeit Ziel eines DDoS-Angriffs.",
                "Der Server 203.0.113.77 steht unter Beschuss, es ist ein DDoS-Angriff.",
                "Wir sehen einen DDoS-Angriff auf Ihren Server 203.0.113.77.",
                "L'adresse 203.0.113.77 est actuellement la cible d'une attaque DDoS.",
                "Attaque DDoS contre votre serveur 203.0.113.77.",
                "Attaque DDoS en cours vers votre adresse IP 203.0.113.77.",
                "La dirección 203.0.113.77 es el objetivo de un ataque DDoS.",
                "La IP 203.0.113.77 está siendo atacada, es un ataque DDoS.",
                "Ataque DDoS contra su servidor 203.0.113.77.",
                "Attacco DDoS contro il vostro server 203.0.113.77.",
                "203.0.113.77 に対するDDoS攻撃を検知しました。",
                "An incoming DDoS attack was seen.\nTarget: 203.0.113.77\nSource: many, spoofed",
                "A DDoS attack was seen.\nDestination IP: 203.0.113.77\nTop sources:\n 198.51.100.1:53\n 198.51.100.2:53",
                "A DDoS attack was seen.\nAttack towards IP: 203.0.113.77",
                "IP under attack: 203.0.113.77\nKind: DDoS, UDP flood",
                "IP address: 203.0.113.77\nThere is a DDoS attack against 203.0.113.77 of 8 Gbps.",
            })
    void the_target_of_an_attack_is_not_accused(String text) {
        assertOnlyVictim(read(OURS, "Notice", text));
        assertThat(read(Networks.UNKNOWN, "Notice", text).findings())
                .noneMatch(finding -> finding.category() == Category.SYSTEM_COMPROMISE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DDoS attack on 203.0.113.77",
                "DDoS-Angriff gegen 203.0.113.77",
                "Attaque DDoS contre 203.0.113.77"
            })
    void a_subject_line_that_names_the_target_outweighs_a_plain_label(String subject) {
        assertOnlyVictim(read(OURS, subject, "IP: 203.0.113.77\nStart: 2026-03-11 09:41:12 UTC\nVector: UDP flood"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Our server 203.0.113.77 is being attacked from 198.51.100.40 and 198.51.100.41, please help.",
                "Our server 203.0.113.77 is under attack, please help us.",
                "Somebody tries to brute force the SSH of our server 203.0.113.77. The attacker is 198.51.100.40.",
            })
    void a_customer_who_calls_for_help_is_no_culprit(String text) {
        assertOnlyVictim(read(OURS, "Please help", text));
    }

    @Test
    void the_own_side_of_a_pasted_log_is_the_victim_and_the_log_tells_the_type() {
        var reading = read(OURS, "my server is attacked", """
                Please block these:

                Mar 11 09:12:01 srv kernel: [12.5] DROP IN=eth0 OUT= MAC=aa SRC=198.51.100.7 DST=203.0.113.77 LEN=40 TTL=240 PROTO=TCP SPT=45012 DPT=22
                """);

        assertOnlyVictim(reading);
        assertThat(reading.findings().getFirst().type()).hasToString("Optional[connection/port_scan]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "We are under DDoS attack from your IP 203.0.113.77.",
                "Your server 203.0.113.77 takes part in a DDoS attack against 198.51.100.3.",
                "We have complaints against your IP 203.0.113.77: it sends a UDP flood, a DDoS attack.",
                "Our address 198.51.100.3 is under DDoS attack.\nSource: 203.0.113.77",
                "Incoming and outgoing DDoS attack traffic.\n\nIP: 203.0.113.77",
                "Outgoing DDoS attack: we null-routed 203.0.113.77 because it was sending a flood.",
                "DDoS-Angriff auf unseren Server 198.51.100.3 von Ihrer IP 203.0.113.77.",
                "Notre serveur 198.51.100.3 est la cible d'une attaque DDoS depuis votre adresse 203.0.113.77.",
                "These addresses were used in a DDoS attack against our customers:\n203.0.113.77",
            })
    void who_attacks_is_accused_as_before(String text) {
        var reading = read(OURS, "Abuse", text);

        assertThat(reading.findings()).hasSize(1);
        assertThat(reading.findings().getFirst().category()).isEqualTo(Category.SYSTEM_COMPROMISE);
        assertThat(reading.findings().getFirst().subject().ip()).contains(Prefix.of("203.0.113.77"));
    }
}
