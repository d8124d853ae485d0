package duenotice.intake.format;

import duenotice.intake.format.LogPeers.Peer;
import duenotice.intake.format.LogWords.Said;
import duenotice.intake.format.LogWords.Sense;
import duenotice.report.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of one log in their order and says which of them accuse whom. A line accuses by its words
 * ({@link LogWords}) and by the address that stands for the other end ({@link LogPeers}); where a program spreads what
 * happened over several lines, what they have in common (process, connection, queue id) brings them together.
 */
final class LogReader {
    /**
     * @param line its number as given
     * @param peer who is accused
     * @param text the line
     */
    record Accused(int line, Peer peer, Type type, String text) {}

    private static final Type LOGIN = Type.of("connection/login_attack");
    private static final Type SCAN = Type.of("connection/vulnerability_scan");
    private static final Type PORTS = Type.of("connection/port_scan");
    private static final Type SPAM = Type.of("messaging/spam");
    private static final Type PROBE = Type.of("connection/reconnaissance");

    /** What a program is for, by a part of its name: tells the deed where the words do not. */
    private static final Map<String, Type> TRADES = trades();

    /** Programs that write of nothing but attacks. */
    private static final Set<String> WITNESSES = Set.of(
            "scanlogd",
            "psad",
            "portsentry",
            "snort",
            "suricata",
            "honeyd",
            "endlessh",
            "opencanary",
            "artillery",
            "fail2ban.filter");

    private static final Set<String> SINGLE =
            Set.of("ssh", "ftp", "imap", "pop", "telnet", "login", "smtpd", "sm-", "sendmail", "dropbear");

    private static final Set<String> BAITS =
            Set.of("mail", "pma", "admin", "sql", "shell", "cgi", "/~", "wp-", "backup", ".env", ".git");

    /** Sessions kept in mind; the oldest is forgotten. */
    private static final int MOST_SESSIONS = 2000;

    /** Lines within which an access log repeats what the application said itself. */
    private static final int NEAR = 3;

    /** What is known of one conversation so far. */
    private static final class Session {
        @Nullable
        Peer peer;

        /** A line that accuses, but named nobody, or whose session has to decide. */
        @Nullable
        Accused pending;

        int pendingLine;

        @Nullable
        Type pendingType;

        boolean told;
        boolean limitTold;
        final Set<String> failed = new HashSet<>();

        void renew() {
            clear();
            peer = null;
            told = false;
            limitTold = false;
            failed.clear();
        }

        void clear() {
            pending = null;
            pendingLine = 0;
            pendingType = null;
        }
    }

    private final Map<String, Session> sessions = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
            if (size() > MOST_SESSIONS) {
                undecided(eldest.getValue()).ifPresent(late::add);
                return true;
            }
            return false;
        }
    };
    private final List<Accused> late = new ArrayList<>();

    /** The last accusation that no access log made. */
    private @Nullable Accused last;

    /** Whether a program wrote the line, judged by its form alone. */
    static boolean isLog(String line) {
        var log = LogLine.of(line);
        return log.timed()
                || !log.session().isEmpty()
                || AccessLine.of(log.text()).isPresent()
                || isPacket(line)
                || Context.isLog(line)
                || line.startsWith("type=")
                || isJson(line);
    }

    private static boolean isJson(String line) {
        return line.startsWith("{")
                && line.endsWith("}")
                && (line.contains("\"time")
                        || line.contains("\"ts\"")
                        || line.contains("\"@timestamp\"")
                        || line.contains("\"date\""))
                && (line.contains("\"msg\"")
                        || line.contains("\"message\"")
                        || line.contains("\"level\"")
                        || line.contains("\"status\"")
                        || line.contains("\"event"));
    }

    /**
     * How a line of a log speaks of the machines it names.
     *
     * @param accused address of who is accused, empty where nobody is
     * @param ownSide addresses that the line puts on its own side of the connection
     * @param harmless whether the line says that all went well
     */
    record Judged(String accused, Set<String> ownSide, boolean harmless) {
        /** @param words how the words around the address speak of it, where the log itself does not say */
        Context.Judgement of(String address, Supplier<Context.Judgement> words) {
            if (accused.equals(address)) {
                return new Context.Judgement(Standing.LOGGED, "");
            }
            if (ownSide.contains(address)) {
                return new Context.Judgement(Standing.VICTIM, "");
            }
            var spoken = words.get();
            return (harmless || !accused.isEmpty()) && spoken.standing() == Standing.LOGGED
                    ? new Context.Judgement(Standing.LOOSE, "")
                    : spoken;
        }
    }

    /** Judges one line of a text in which logs may be pasted; empty where no program wrote it. */
    Optional<Judged> judge(int number, String raw) {
        if (!holdsFigures(raw)) {
            return Optional.empty();
        }
        var line = LogLine.of(raw);
        var access = AccessLine.of(line.text());
        if (!line.timed() && access.isEmpty() && !isPacket(raw)) {
            return Optional.empty();
        }
        var peers = access.isPresent() ? List.<Peer>of() : LogPeers.in(line);
        var accused = (raw.startsWith("#") ? Optional.<Accused>empty() : read(number, line, access, peers))
                .map(told -> told.peer().text());
        var own =
                peers.stream().filter(peer -> peer.weight() < 0).map(Peer::text).collect(Collectors.toSet());
        return Optional.of(new Judged(accused.orElse(""), own, accused.isEmpty() && isHarmless(line)));
    }

    /** A cheap look before the careful one: every time and every address has three digits. */
    private static boolean holdsFigures(String line) {
        var digits = 0;
        for (var i = 0; i < line.length() && digits < 3; i++) {
            digits += line.charAt(i) >= '0' && line.charAt(i) <= '9' ? 1 : 0;
        }
        return digits == 3;
    }

    private static boolean isHarmless(LogLine line) {
        var said = LogWords.in(line.text().substring(line.message()));
        return said.says(Sense.CALMS) || said.says(Sense.ADMITS);
    }

    /** What the line accuses whom of; empty where it accuses nobody, as comments and what merely reports. */
    Optional<Accused> read(int number, String raw) {
        if (raw.isBlank() || raw.startsWith("#")) {
            return Optional.empty();
        }
        var line = LogLine.of(raw);
        var access = AccessLine.of(line.text());
        return read(number, line, access, access.isPresent() ? List.of() : LogPeers.in(line));
    }

    private Optional<Accused> read(int number, LogLine line, Optional<AccessLine> whole, List<Peer> peers) {
        var access = whole.or(() -> AccessLine.of(line.text().substring(line.message())));
        var accused = access.isPresent()
                ? access(number, access.get(), line)
                : message(number, line, LogPeers.of(line.text(), peers).orElse(null));
        if (access.isEmpty() && accused.isPresent()) {
            last = accused.get();
        }
        return accused;
    }

    /** At the end of the log: failures whose session never went on to anything else, in the order of the lines. */
    List<Accused> finish() {
        for (var session : sessions.values()) {
            undecided(session).ifPresent(late::add);
        }
        sessions.clear();
        return late.stream().sorted(Comparator.comparingInt(Accused::line)).toList();
    }

    private static Optional<Accused> undecided(Session session) {
        return session.told ? Optional.empty() : Optional.ofNullable(session.pending);
    }

    private Optional<Accused> access(int number, AccessLine access, LogLine line) {
        var told = last;
        if (told != null && number - told.line() <= NEAR && told.peer().text().equals(access.client())) {
            return Optional.empty();
        }
        var peer = new Peer(access.client(), access.name(), Optional.empty(), 1, 0, 0);
        return access.deed().map(type -> new Accused(number, peer, type, line.text()));
    }

    private Optional<Accused> message(int number, LogLine line, @Nullable Peer peer) {
        var message = line.text().substring(line.message());
        if (isPacket(message)) {
            return peer == null ? Optional.empty() : packet(number, message, peer, line.text());
        }
        var said = LogWords.in(message);
        var session = line.session().isEmpty() || !isOneAtATime(line)
                ? new Session()
                : Objects.requireNonNull(sessions.computeIfAbsent(line.session(), unseen -> new Session()));
        if (said.says(Sense.OPENS)) {
            undecided(session).ifPresent(late::add);
            session.renew();
        }
        var known = peer != null ? peer : session.peer;
        var accused = judge(number, line, said, session, peer, known);
        if (peer != null) {
            // a process that serves many is not to be reminded of one it has done with
            session.peer = accused.isPresent() ? null : peer.weight() > 1 || session.peer == null ? peer : session.peer;
        }
        return accused;
    }

    private Optional<Accused> judge(
            int number, LogLine line, Said said, Session session, @Nullable Peer peer, @Nullable Peer known) {
        if (said.says(Sense.CALMS)) {
            session.clear();
            return Optional.empty();
        }
        if (said.senses().isEmpty() && session.pendingLine == 0 && !isWitness(line)) {
            return Optional.empty();
        }
        var type = said.type().orElseGet(() -> trade(line));
        if (said.says(Sense.ADMITS)) {
            var guessed = !session.failed.isEmpty() && !session.failed.contains(user(line.text()));
            session.clear();
            session.failed.clear();
            return guessed ? accuse(number, known, type, line, session) : Optional.empty();
        }
        if (said.says(Sense.RETOLD)) {
            var user = user(line.text());
            var another = !session.failed.isEmpty() && !user.isEmpty() && !session.failed.contains(user);
            session.failed.add(user);
            if (another) {
                return accuse(number, known, type, line, session);
            }
            defer(number, known, type, line, session);
            return Optional.empty();
        }
        if (said.says(Sense.ACCUSES)
                || said.says(Sense.LIMIT)
                || said.says(Sense.FAULT) && said.says(Sense.THING)
                || isWitness(line)) {
            if (known == null) {
                session.pendingLine = number;
                session.pendingType = type;
                return Optional.empty();
            }
            var limit = said.says(Sense.LIMIT);
            if (limit && session.limitTold) {
                return Optional.empty();
            }
            session.limitTold |= limit;
            session.told = true;
            return accuse(number, known, type, line, session);
        }
        if (said.says(Sense.MISSING)) {
            return said.says(Sense.PROBE) || isBait(line.text())
                    ? accuse(number, known, SCAN, line, session)
                    : Optional.empty();
        }
        if (said.says(Sense.DEFERS)) {
            defer(number, known, type, line, session);
            return Optional.empty();
        }
        if (known == null) {
            return Optional.empty();
        }
        if (said.says(Sense.ENDS)) {
            var early = said.says(Sense.BEFORE) && !session.told;
            if (session.pendingLine > 0) {
                session.told = true;
            } else if (!early) {
                return Optional.empty();
            }
            return accuse(number, known, type, line, session);
        }
        if (session.pendingLine > 0 && session.pending == null && peer != null) {
            return accuse(number, known, Objects.requireNonNullElse(session.pendingType, type), line, session);
        }
        return Optional.empty();
    }

    private static Optional<Accused> accuse(int number, @Nullable Peer peer, Type type, LogLine line, Session session) {
        session.clear();
        return peer == null ? Optional.empty() : Optional.of(new Accused(number, peer, type, line.text()));
    }

    private static void defer(int number, @Nullable Peer known, Type type, LogLine line, Session session) {
        session.pendingLine = number;
        session.pendingType = type;
        session.pending = known == null ? null : new Accused(number, known, type, line.text());
    }

    private static boolean isWitness(LogLine line) {
        return WITNESSES.contains(line.program());
    }

    /** A process that talks to one client at a time, or a connection's or message's own id. */
    private static boolean isOneAtATime(LogLine line) {
        return !line.session().endsWith("]") || SINGLE.stream().anyMatch(line.program()::contains);
    }

    /** A path that is asked for in the hope of something behind it; the words of the table are whole words. */
    private static boolean isBait(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        var path = lower.substring(Math.max(0, lower.indexOf("exist")));
        var stop = path.indexOf(", referer");
        var asked = stop < 0 ? path : path.substring(0, stop);
        return BAITS.stream().anyMatch(asked::contains);
    }

    /** A user name as PAM and sshd write it; empty without. */
    private static String user(String text) {
        for (var mark : List.of(" user=", " ruser=", " for ")) {
            var start = text.lastIndexOf(mark);
            if (start >= 0) {
                var from = start + mark.length();
                var end = from;
                while (end < text.length() && text.charAt(end) > ' ') {
                    end++;
                }
                if (end > from) {
                    return text.substring(from, end);
                }
            }
        }
        return "";
    }

    /** Fields of a packet filter, or a line of tcpdump. */
    private static boolean isPacket(String message) {
        return message.contains("SRC=") && message.contains("DST=") || isDump(message);
    }

    private static boolean isDump(String message) {
        return (message.startsWith("IP ") || message.startsWith("IP6 ")) && message.contains(" > ");
    }

    /** A packet that somebody found worth keeping accuses who sent it, unless it was let through or answers one of ours. */
    private static Optional<Accused> packet(int number, String message, Peer peer, String text) {
        if (isDump(message)) {
            var flags = message.indexOf("Flags [");
            var opens = flags < 0 ? !message.contains("reply") : message.startsWith("S]", flags + 7);
            return opens ? Optional.of(new Accused(number, peer, PORTS, text)) : Optional.empty();
        }
        var words = LogWords.words(message.substring(0, message.indexOf("SRC=")));
        var let = words.contains("accept")
                || words.contains("allow")
                || words.contains("accepted")
                || words.contains("allowed");
        return let ? Optional.empty() : Optional.of(new Accused(number, peer, PORTS, text));
    }

    private static Type trade(LogLine line) {
        var program = line.program();
        for (var trade : TRADES.entrySet()) {
            if (program.contains(trade.getKey())) {
                return trade.getValue();
            }
        }
        return LOGIN;
    }

    private static Map<String, Type> trades() {
        Map<String, Type> trades = new LinkedHashMap<>();
        for (var name : List.of("sshd", "ftp", "imap", "pop3", "dovecot", "slapd", "vpn", "asterisk", "sql", "login")) {
            trades.put(name, LOGIN);
        }
        for (var name : List.of("postfix", "sendmail", "sm-", "exim", "smtp", "qmail", "rblsmtpd", "mta", "rspamd")) {
            trades.put(name, SPAM);
        }
        for (var name : List.of("httpd", "apache", "nginx", "lighttpd", "haproxy", "suhosin", "modsec")) {
            trades.put(name, SCAN);
        }
        for (var name : List.of("named", "nsd", "unbound", "bind", "pdns")) {
            trades.put(name, PROBE);
        }
        for (var name : List.of(
                "kernel",
                "ufw",
                "firewall",
                "iptables",
                "filterlog",
                "portsentry",
                "scanlogd",
                "psad",
                "snort",
                "suricata")) {
            trades.put(name, PORTS);
        }
        return trades;
    }
}
