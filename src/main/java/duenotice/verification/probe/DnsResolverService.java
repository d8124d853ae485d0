package duenotice.verification.probe;

import java.io.IOException;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A name server that resolves names of others for strangers (RFC 5358): asked for one name of our choice, with recursion
 * desired.
 */
final class DnsResolverService implements UdpService {
    private final Name name;

    /** @param name one that the servers looked at do not serve themselves */
    DnsResolverService(Name name) {
        this.name = name;
    }

    @Override
    public String name() {
        return "DNS resolver";
    }

    @Override
    public List<Ask> asks() {
        var query = Message.newQuery(Record.newRecord(name, Type.A, DClass.IN));
        return List.of(new Ask(
                Octets.text(query.toWire()),
                "A " + name + ", recursion desired",
                answer -> read(query, Octets.bytes(answer))));
    }

    /** Who answers with authority serves that name itself, which says nothing about other names. */
    static Meaning read(Message query, byte[] bytes) {
        Message answer;
        try {
            answer = new Message(bytes);
        } catch (IOException | RuntimeException noMessage) {
            return Meaning.UNCLEAR;
        }
        var header = answer.getHeader();
        var question = answer.getQuestion();
        if (header.getID() != query.getHeader().getID()
                || !header.getFlag(Flags.QR)
                || question != null
                        && !question.getName().equals(query.getQuestion().getName())) {
            return Meaning.UNCLEAR;
        }
        if (header.getRcode() == Rcode.REFUSED || header.getRcode() == Rcode.NOTAUTH) {
            return Meaning.CLOSED;
        }
        if (!header.getFlag(Flags.RA)) {
            return header.getFlag(Flags.AA) || header.getRcode() != Rcode.NOERROR ? Meaning.UNCLEAR : Meaning.CLOSED;
        }
        var answers = header.getRcode() == Rcode.NOERROR
                && !answer.getSection(Section.ANSWER).isEmpty();
        return answers && question != null && !header.getFlag(Flags.AA) ? Meaning.OPEN : Meaning.UNCLEAR;
    }
}
