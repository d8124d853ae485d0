package duenotice.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthenticationResultsTest {
    private static final Set<String> OURS = Set.of("mx.provider.example");

    private static AuthenticationResults of(String headers) {
        return AuthenticationResults.of(Samples.of(headers + "\nFrom: dana@reporter.example\n\nx"), OURS);
    }

    private static Set<String> aligned(String headers) {
        Mail mail = Samples.of(headers + "\nFrom: dana@reporter.example\n\nx");
        return AuthenticationResults.of(mail, OURS).alignedDomains(mail.from().orElseThrow());
    }

    @Test
    void passed_checks_are_read_with_comments_and_folding() {
        AuthenticationResults results = of("""
                Authentication-Results: MX.provider.example 1 (a ; comment; dkim=pass header.d=evil.example);
                 dkim=pass (2048-bit key; unprotected) header.d=Mail.Reporter.example header.i=@mail.reporter.example;
                 dkim=fail header.d=other.example;
                 spf=pass reason="good; dkim=pass header.d=quoted.example" smtp.mailfrom="bounce@out.reporter.example"; dmarc=pass""");

        assertThat(results.dkimDomains()).containsExactly("mail.reporter.example");
        assertThat(results.spfDomain()).contains("out.reporter.example");
    }

    @Test
    void only_the_topmost_header_of_our_own_server_counts() {
        assertThat(aligned("""
                Authentication-Results: mx.provider.example; dkim=none
                Authentication-Results: mx.provider.example; dkim=pass header.d=reporter.example""")).isEmpty();
        assertThat(aligned("Authentication-Results: mx.evil.example; dkim=pass header.d=reporter.example"))
                .isEmpty();
        assertThat(aligned("""
                Authentication-Results: mx.evil.example; dkim=fail
                Authentication-Results: mx.provider.example; dkim=pass header.d=reporter.example""")).containsExactly("reporter.example");
    }

    @Test
    void a_pass_of_somebody_else_is_not_aligned() {
        assertThat(aligned("Authentication-Results: mx.provider.example; dkim=pass header.d=evil.example"))
                .isEmpty();
        assertThat(aligned("Authentication-Results: mx.provider.example; spf=pass smtp.mailfrom=x@notreporter.example"))
                .isEmpty();
        assertThat(aligned("Authentication-Results: mx.provider.example; spf=softfail smtp.mailfrom=reporter.example"))
                .isEmpty();
        assertThat(aligned("Authentication-Results: mx.provider.example; spf=pass smtp.helo=reporter.example"))
                .isEmpty();
        assertThat(aligned("Authentication-Results: mx.provider.example; none")).isEmpty();
    }

    @Test
    void a_passed_dmarc_check_proves_the_sender_and_a_sealed_chain_alone_does_not() {
        assertThat(
                        aligned(
                                "Authentication-Results: mx.provider.example; dmarc=pass (p=reject) header.from=reporter.example; arc=pass"))
                .containsExactly("reporter.example");
        assertThat(aligned("Authentication-Results: mx.provider.example; dmarc=pass header.from=evil.example"))
                .isEmpty();
        assertThat(aligned("Authentication-Results: mx.provider.example; dmarc=fail header.from=reporter.example"))
                .isEmpty();
        assertThat(aligned(
                        "Authentication-Results: mx.provider.example; arc=pass header.d=reporter.example; dkim=none"))
                .isEmpty();
    }

    @Test
    void that_our_server_found_nothing_is_not_the_same_as_that_it_did_not_look() {
        Mail looked = Samples.of("Authentication-Results: mx.provider.example; none\nFrom: a@b.example\n\n");
        Mail elsewhere = Samples.of("Authentication-Results: mx.evil.example; dkim=pass\nFrom: a@b.example\n\n");
        assertThat(AuthenticationResults.found(looked, OURS)).contains(AuthenticationResults.NONE);
        assertThat(AuthenticationResults.found(elsewhere, OURS)).isEmpty();
    }

    @Test
    void a_sender_with_two_faces_is_not_authenticated() {
        String header = "Authentication-Results: mx.provider.example; dkim=pass header.d=evil.example\n";
        Mail mail = Samples.of(header + "From: boss@mandor.example\nFrom: me@evil.example\n\n");
        Mail swapped = Samples.of(header + "From: me@evil.example, boss@mandor.example\n\n");
        Mail honest = Samples.of(header + "From: me@evil.example\n\n");

        assertThat(AuthenticationResults.of(mail, OURS).sender(mail)).isEmpty();
        assertThat(AuthenticationResults.of(swapped, OURS).sender(swapped)).isEmpty();
        assertThat(AuthenticationResults.of(honest, OURS).sender(honest)).isPresent();
    }

    @Test
    void odd_headers_are_read_without_complaint() {
        for (String value : new String[] {
            "",
            ";",
            "(((",
            "\"",
            "mx.provider.example",
            "mx.provider.example;;=;dkim=pass",
            "mx.provider.example; dkim = pass  header.d = reporter.example",
            "\\"
        }) {
            assertThat(of("Authentication-Results: " + value)).isNotNull();
        }
        assertThat(aligned("Authentication-Results: mx.provider.example; dkim = pass  header.d = reporter.example"))
                .containsExactly("reporter.example");
    }
}
