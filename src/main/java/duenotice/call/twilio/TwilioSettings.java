package duenotice.call.twilio;

import java.net.URI;
import java.time.Duration;

/**
 * An account with Twilio, or with a service that speaks its interface.
 *
 * @param baseUrl without the version, such as {@code https://api.twilio.com}
 * @param account its SID
 * @param token the account's auth token: signs callbacks, and opens the interface
 * @param from number in E.164 that is shown to the callee; the account must own it or have it verified
 * @param callbacks public address that the service reaches us under, its path included; part of what is signed
 * @param ringFor so long it rings before nobody has answered
 * @param timeLimit for an answer of the interface, in real time
 */
public record TwilioSettings(
        URI baseUrl, String account, String token, String from, URI callbacks, Duration ringFor, Duration timeLimit) {
    public TwilioSettings {
        if (!account.matches("[A-Za-z0-9]{2,64}")) {
            throw new IllegalArgumentException(
                    "duenotice.phone.twilio.account is the SID of the account, such as AC...");
        }
        if (!from.matches("\\+[1-9][0-9]{4,14}")) {
            throw new IllegalArgumentException(
                    "duenotice.phone.twilio.from is a number with + and country code, not " + from);
        }
        if (token.isBlank()) {
            throw new IllegalArgumentException("duenotice.phone.twilio.token-file holds no token");
        }
        if (ringFor.toSeconds() < 5 || ringFor.toSeconds() > 600) {
            throw new IllegalArgumentException("duenotice.phone.twilio.ring-for is 5s to 600s, not " + ringFor);
        }
    }

    @Override
    public String toString() {
        return "account " + account + " at " + baseUrl;
    }
}
