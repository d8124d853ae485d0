package duenotice.intake.format;

import duenotice.report.Category;
import duenotice.report.Type;
import java.util.Locale;
import java.util.Optional;

/** What a Shadowserver report says of the address it is about. */
enum ShadowserverMeaning {
    /** Anybody can reach a service that is not for everybody, or that others are attacked through. */
    OPEN_SERVICE("vulnerability/open_service"),
    MISCONFIGURED("vulnerability/misconfiguration"),
    /** It accepts ciphers that are broken by a known attack. */
    WEAK_ENCRYPTION("vulnerability/cve"),
    /** It runs a version with a known hole. */
    VULNERABLE("vulnerability/cve"),
    COMPROMISED("infrastructure/compromised_server"),
    COMPROMISED_PAGE("content/remote_compromise"),
    /** A login that is in strangers' hands; XARF 4.2 has no type of its own for it. */
    LEAKED_ACCOUNT("infrastructure/compromised_server"),
    INFECTED("infrastructure/botnet"),
    COMMAND_SERVER("infrastructure/botnet"),
    LOGIN_ATTACK("connection/login_attack"),
    PORT_SCAN("connection/port_scan"),
    ATTACK_PROBE("connection/vulnerability_scan"),
    FLOODING("connection/ddos"),
    /** The address is the victim (R6): in a reflected flood it is the one whose requests were forged. */
    FLOODED("connection/ddos"),
    MALWARE_PAGE("content/malware"),
    PHISHING_PAGE("content/phishing"),
    LISTED("reputation/blocklist"),
    /** Told for information; nobody is accused of anything that has a name. */
    NOTED(""),
    /** It has no column that could name an address of ours. */
    NOBODY("");

    private final String type;

    ShadowserverMeaning(String type) {
        this.type = type;
    }

    static ShadowserverMeaning of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    Optional<Type> type() {
        return Type.parse(type);
    }

    /** @param type this one's own */
    Category category(Optional<Type> type) {
        return this == FLOODED
                ? Category.SERVER_UNDER_ATTACK
                : type.map(Type::category).orElse(Category.OTHER);
    }
}
