package duenotice.warning;

/**
 * How reporters hear of their reports (R68).
 *
 * @param singlesADay so many letters a day go to one reporter by themselves; what is more is gathered in one letter
 */
public record ReceiptSettings(int singlesADay) {
    public static final ReceiptSettings USUAL = new ReceiptSettings(20);
}
