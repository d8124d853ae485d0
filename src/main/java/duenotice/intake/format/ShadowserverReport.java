package duenotice.intake.format;

/**
 * What is known of one kind of Shadowserver report.
 *
 * @param name as in the file's name, without a date: {@code scan_memcached}
 * @param severity by default: {@code critical}, {@code high}, {@code medium}, {@code low}, {@code info}
 * @param subject which columns name whom it is about
 */
record ShadowserverReport(String name, String severity, ShadowserverMeaning meaning, Subject subject) {
    /** The columns of the address meant and of its port. */
    enum Subject {
        IP("ip", "port"),
        SOURCE("src_ip", "src_port"),
        DESTINATION("dst_ip", "dst_port"),
        REFERRER("http_referer_ip", ""),
        /** An address, and the page on it. */
        PAGE("ip", "port"),
        ACCOUNT("", ""),
        NONE("", "");

        private final String address;
        private final String port;

        Subject(String address, String port) {
            this.address = address;
            this.port = port;
        }

        String address() {
            return address;
        }

        String port() {
            return port;
        }

        static Subject of(String word) {
            return switch (word) {
                case "ip" -> IP;
                case "src_ip" -> SOURCE;
                case "dst_ip" -> DESTINATION;
                case "http_referer_ip" -> REFERRER;
                case "page" -> PAGE;
                case "account" -> ACCOUNT;
                case "-" -> NONE;
                default -> throw new IllegalArgumentException("no such subject: " + word);
            };
        }
    }

    ShadowserverReport named(String other) {
        return new ShadowserverReport(other, severity, meaning, subject);
    }
}
