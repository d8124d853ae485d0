package duenotice.verification.probe;

import java.util.List;
import java.util.Locale;

/** A device that tells strangers of itself: UPnP's search, sent to the one address instead of the group. */
final class SsdpService implements UdpService {
    private static final String SEARCH = """
            M-SEARCH * HTTP/1.1
            HOST: 239.255.255.250:1900
            MAN: "ssdp:discover"
            MX: 1
            ST: upnp:rootdevice

            """.replace("\n", "\r\n");

    @Override
    public String name() {
        return "SSDP";
    }

    @Override
    public List<Ask> asks() {
        return List.of(new Ask(SEARCH, "M-SEARCH upnp:rootdevice", SsdpService::read));
    }

    static Meaning read(String text) {
        var answer = text.toLowerCase(Locale.ROOT);
        var found = answer.startsWith("http/1.1 200") || answer.startsWith("http/1.0 200");
        return found && (answer.contains("\nst:") || answer.contains("\nusn:")) ? Meaning.OPEN : Meaning.UNCLEAR;
    }
}
