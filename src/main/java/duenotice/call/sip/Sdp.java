package duenotice.call.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What we say and read of a call's speech: RFC 8866, by the offer and answer of RFC 3264. */
final class Sdp {
    static final int KEYS = 101;
    private static final int MOST = 8 * 1024;

    private Sdp() {}

    /** @param id of the session; the same in every repetition, since what is offered does not change */
    static String offer(String address, int port, long id) {
        var host = "IN " + (address.indexOf(':') < 0 ? "IP4 " : "IP6 ") + address;
        return String.join(
                "\r\n",
                "v=0",
                "o=- " + id + " 1 " + host,
                "s=-",
                "c=" + host,
                "t=0 0",
                "m=audio " + port + " RTP/AVP 8 0 " + KEYS,
                "a=rtpmap:8 PCMA/8000",
                "a=rtpmap:0 PCMU/8000",
                "a=rtpmap:" + KEYS + " telephone-event/8000",
                "a=fmtp:" + KEYS + " 0-15",
                "a=ptime:20",
                "a=sendrecv",
                "");
    }

    /**
     * Where the other side hears, and how.
     *
     * @param keys payload type of keys in RTP; empty where they come by INFO alone
     */
    record Answer(InetSocketAddress to, Codec codec, Optional<Integer> keys) {}

    /** Empty where nothing of it can be spoken with: another transport or codec, no port, or a name for an address. */
    static Optional<Answer> answer(String text) {
        if (text.length() > MOST) {
            return Optional.empty();
        }
        var reading = new Reading();
        text.lines().forEach(reading::line);
        return reading.answer();
    }

    /** One pass over the lines: the first stream of speech counts. */
    private static final class Reading {
        private String everywhere = "";
        private String here = "";
        private int port;
        private List<String> types = List.of();
        private Optional<Integer> keys = Optional.empty();
        private boolean inSpeech;
        private boolean anyStream;

        private void line(String line) {
            if (line.startsWith("m=")) {
                stream(line.substring(2).strip().split(" +"));
            } else if (line.startsWith("c=")) {
                connection(line.substring(2).strip().split(" +"));
            } else if (inSpeech && line.startsWith("a=rtpmap:")) {
                named(line.substring("a=rtpmap:".length()).strip().split(" +"));
            }
        }

        private void stream(String[] words) {
            anyStream = true;
            inSpeech = types.isEmpty()
                    && words.length > 3
                    && words[0].equals("audio")
                    && words[2].equals("RTP/AVP")
                    && words[1].matches("[0-9]{1,5}");
            if (inSpeech) {
                port = Integer.parseInt(words[1]);
                types = Arrays.asList(words).subList(3, words.length);
            }
        }

        private void connection(String[] words) {
            if (words.length != 3 || !words[1].matches("IP[46]")) {
                return;
            }
            if (inSpeech) {
                here = words[2];
            } else if (!anyStream) {
                everywhere = words[2];
            }
        }

        private void named(String[] words) {
            if (words.length == 2
                    && words[0].matches("9[6-9]|1[01][0-9]|12[0-7]")
                    && types.contains(words[0])
                    && words[1].equalsIgnoreCase("telephone-event/8000")) {
                keys = Optional.of(Integer.parseInt(words[0]));
            }
        }

        private Optional<Answer> answer() {
            var codec = types.stream()
                    .filter(type -> type.matches("[0-9]{1,3}"))
                    .flatMap(type -> Codec.ofType(Integer.parseInt(type)).stream())
                    .findFirst();
            return port < 1 || port > 65_535
                    ? Optional.empty()
                    : codec.flatMap(spoken -> address(here.isEmpty() ? everywhere : here)
                            .map(address -> new Answer(new InetSocketAddress(address, port), spoken, keys)));
        }

        private static Optional<InetAddress> address(String text) {
            try {
                return Optional.of(InetAddress.ofLiteral(text))
                        .filter(one -> !one.isAnyLocalAddress() && !one.isMulticastAddress());
            } catch (IllegalArgumentException name) {
                return Optional.empty();
            }
        }
    }
}
