package duenotice.report;

/** The provider's own name for a server, as the inventory spells it. */
public record ServerId(String text) implements Comparable<ServerId> {
    public ServerId {
        if (text.isBlank() || text.length() > 200) {
            throw new IllegalArgumentException("a server id has 1 to 200 characters");
        }
    }

    @Override
    public int compareTo(ServerId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
