package duenotice.report;

/** The provider's own name for a customer, as the inventory spells it. */
public record CustomerId(String text) implements Comparable<CustomerId> {
    public CustomerId {
        if (text.isBlank() || text.length() > 200) {
            throw new IllegalArgumentException("a customer id has 1 to 200 characters");
        }
    }

    @Override
    public int compareTo(CustomerId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
