package duenotice.mail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes mail for provider.example and remembers it; can be told to fail. */
final class KeptMails implements MailAcceptor {
    final List<Kept> mails = new CopyOnWriteArrayList<>();
    volatile boolean storeIsAway;
    volatile boolean broken;
    volatile Runnable beforeKeeping = () -> {};

    record Kept(Envelope envelope, String text, Instant at) {}

    @Override
    public Optional<String> refuse(String recipient) {
        return recipient.endsWith("@provider.example") ? Optional.empty() : Optional.of("no such address\r\n250 here");
    }

    @Override
    public void accept(Envelope envelope, byte[] raw, Instant receivedAt) throws StoreUnavailableException {
        beforeKeeping.run();
        if (storeIsAway) {
            throw new StoreUnavailableException("database is away", new IllegalStateException());
        }
        if (broken) {
            throw new IllegalStateException("a bug");
        }
        mails.add(new Kept(envelope, new String(raw, StandardCharsets.ISO_8859_1), receivedAt));
    }
}
