package duenotice.verification.probe;

import duenotice.report.Prefix;
import java.util.Optional;

/**
 * Where to look for what.
 *
 * @param address a single one
 * @param page where it is one that is looked for
 * @param ofFlood a flood was reported that others are said to have forged out of the service: that it is open shows none
 */
record Place(Service service, Prefix address, int port, Optional<WebPage> page, boolean ofFlood) {
    Place(WebPage page, Prefix address) {
        this(Service.WEB_PAGE, address, page.port(), Optional.of(page), false);
    }

    static Place of(Service service, Prefix address, int port) {
        return new Place(service, address, port, Optional.empty(), false);
    }

    static Place ofFlood(Service service, Prefix address, int port) {
        return new Place(service, address, port, Optional.empty(), true);
    }

    @Override
    public String toString() {
        return page.map(web -> web + " at " + address)
                .orElseGet(() -> "%s at %s port %d".formatted(service, address, port));
    }
}
