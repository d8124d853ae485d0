package duenotice.verification.probe;

import duenotice.report.Prefix;
import java.util.Optional;

/**
 * Where to look for what.
 *
 * @param address a single one
 * @param page where it is one that is looked for
 */
record Place(Service service, Prefix address, int port, Optional<WebPage> page) {
    Place(Service service, Prefix address, int port) {
        this(service, address, port, Optional.empty());
    }

    Place(WebPage page, Prefix address) {
        this(Service.WEB_PAGE, address, page.port(), Optional.of(page));
    }

    @Override
    public String toString() {
        return page.map(web -> web + " at " + address)
                .orElseGet(() -> "%s at %s port %d".formatted(service, address, port));
    }
}
