package duenotice.warning;

import duenotice.access.Tokens;
import duenotice.casework.Casework;
import duenotice.incident.IncidentId;
import duenotice.incident.NoticeKind;
import duenotice.inventory.Inventory;
import duenotice.knowledge.Knowledge;
import duenotice.mail.Delivery;
import duenotice.mail.OutgoingMail;
import duenotice.mail.Relay;
import duenotice.report.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Letters to be looked at before anybody gets them, with invented data or with those of an incident. Their links open
 * nothing, and nothing of it stands on a timeline.
 */
public final class LetterPreview {
    static final List<String> TO_REPORTERS = List.of("message-reporter", "receipt", "outcome", "digest", "not-ours");

    private static final String EXCERPT = """
            Received: from srv-a ([203.0.113.10])
            \tby mx.example.net
            To: trap-7f3a@example.net
            List-Unsubscribe: <https://bad.example/u?who=trap-7f3a>
            Subject: You have won

            Click http://bad.example/win?id=7f3a now
            """;

    private static final String FLOW =
            "inbound UDP flood to 203.0.113.10: 3.2 Gbit/s, 410 000 packets/s, source port 123";

    private final Knowledge knowledge;
    private final ProviderIdentity provider;

    public LetterPreview(Knowledge knowledge, ProviderIdentity provider) {
        this.knowledge = knowledge;
        this.provider = provider;
    }

    /**
     * What is looked at.
     *
     * @param letter one of {@link #letters}
     * @param language a language tag, whether we write it or not
     * @param brand as in the settings; empty or unknown: the provider itself
     * @param type what was reported; empty: one that fits the letter
     */
    public record Choice(String letter, String language, Optional<String> brand, Optional<Type> type) {}

    /** Every letter there is, customers' first. */
    public static List<String> letters() {
        var letters = new ArrayList<String>();
        for (var kind : NoticeKind.values()) {
            if (kind == NoticeKind.CUT) {
                letters.add("cut-network-off");
                letters.add("cut-power-off");
            } else {
                letters.add(kind.word());
            }
            if (kind == NoticeKind.INFORMATION) {
                letters.add(IncidentLetters.MANY);
            }
        }
        letters.add("message");
        letters.addAll(TO_REPORTERS);
        return letters;
    }

    /** Languages that letters are written in. */
    public static List<String> languages() {
        return LetterWriter.languages();
    }

    /** With invented data. */
    public Letter sample(Choice choice, Instant now) {
        return LetterWriter.write(new Specimen(
                        known(choice.letter()),
                        choice.language(),
                        provider.under(choice.brand()),
                        choice.type(),
                        choice.letter().equals(NoticeKind.VICTIM.word()) ? FLOW : EXCERPT,
                        "Nila Raman",
                        "srv-a",
                        now)
                .content(knowledge));
    }

    /** With what is known of an incident; empty where there is none of that number, or nobody may read of it so. */
    public Optional<Letter> of(
            IncidentId incident, Choice choice, Casework casework, Inventory inventory, Tokens tokens) {
        var letter = known(choice.letter());
        return casework.snapshot(incident)
                .filter(snapshot -> !snapshot.incident().isChildAbuse())
                .map(snapshot -> {
                    var specimen = new Specimen(
                                    letter,
                                    choice.language(),
                                    provider,
                                    Optional.empty(),
                                    "",
                                    "",
                                    snapshot.incident().server().text(),
                                    snapshot.now())
                            .content(knowledge);
                    return new IncidentLetters(casework, inventory, knowledge, tokens, provider)
                            .about(snapshot)
                            .filledIn(
                                    specimen,
                                    new Readers(inventory)
                                            .of(snapshot.incident(), snapshot.now()).stream()
                                                    .findFirst(),
                                    choice.brand().map(brand -> provider.under(Optional.of(brand))));
                });
    }

    private static String known(String letter) {
        if (!letters().contains(letter)) {
            throw new IllegalArgumentException(
                    "there is no letter \"" + letter + "\"; there are " + String.join(", ", letters()));
        }
        return letter;
    }

    /**
     * Sends it to somebody who wants to see it in his own mail program, marked as a test.
     *
     * @return what became of it
     */
    public static Sent send(Letter letter, String to, Relay relay) {
        Delivery delivery;
        try {
            delivery = relay.hand(new OutgoingMail(
                    "",
                    to,
                    "",
                    letter.from().fromAddress(),
                    letter.from().name(),
                    Optional.of(letter.from().fromAddress()),
                    "[Test] " + letter.subject(),
                    letter.text(),
                    Optional.of(letter.html()),
                    "<test-" + UUID.randomUUID() + "@" + letter.from().domain() + ">",
                    Map.of("Auto-Submitted", "auto-generated"),
                    Optional.empty()));
        } catch (IllegalArgumentException notAnAddress) {
            return new Sent(false, to + " is not an address that mail can be sent to");
        }
        return switch (delivery) {
            case Delivery.Accepted accepted -> new Sent(true, "The relay took it: " + accepted.reply());
            case Delivery.Refused refused -> new Sent(false, "The relay refused it: " + refused.reply());
            case Delivery.Deferred deferred -> new Sent(false, "The relay put it off: " + deferred.reply());
            case Delivery.OutOfTurn waits -> new Sent(false, "It did not go: " + waits.why());
            case Delivery.RelayAway away -> new Sent(false, "It did not go: " + away.why());
        };
    }

    /**
     * What became of a letter.
     *
     * @param taken by the relay
     * @param said a sentence
     */
    public record Sent(boolean taken, String said) {}
}
