package duenotice.warning;

import duenotice.mail.Delivery;
import duenotice.mail.OutgoingMail;
import duenotice.mail.Relay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says of each address what it was told to say, and writes down what it was asked. */
final class RecordingRelay implements Relay {
    /** Every mail handed over, whatever came of it. */
    final List<OutgoingMail> offered = new ArrayList<>();

    /** Those taken over. */
    final List<OutgoingMail> taken = new ArrayList<>();

    final Map<String, Delivery> answers = new HashMap<>();

    /** Takes this many more mails and then dies with the program: the mail is out, nobody knows. */
    int diesAfter = Integer.MAX_VALUE;

    @Override
    public Delivery hand(OutgoingMail mail) {
        offered.add(mail);
        var delivery = answers.getOrDefault(mail.to(), new Delivery.Accepted("250 taken"));
        if (delivery instanceof Delivery.Accepted) {
            taken.add(mail);
            if (--diesAfter == 0) {
                diesAfter = Integer.MAX_VALUE;
                throw new IllegalStateException("killed");
            }
        }
        return delivery;
    }

    OutgoingMail only() {
        if (taken.size() != 1) {
            throw new AssertionError(
                    "not one mail: " + taken.stream().map(OutgoingMail::subject).toList());
        }
        return taken.getFirst();
    }

    List<OutgoingMail> to(String address) {
        return taken.stream().filter(mail -> mail.to().equals(address)).toList();
    }
}
