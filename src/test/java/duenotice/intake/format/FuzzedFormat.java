package duenotice.intake.format;

/** One {@link FuzzedFamily}; the target of {@code ./duenotice test fuzz arf} and so on. */
public final class FuzzedFormat {
    private static FuzzedFamily family = FuzzedFamily.TEXT;

    private FuzzedFormat() {}

    /** Called by the fuzzer with the name of the family. */
    public static void fuzzerInitialize(String[] arguments) {
        family = FuzzedFamily.named(arguments[0]);
    }

    /** Called by the fuzzer; anything thrown is a find. */
    public static void fuzzerTestOneInput(byte[] content) {
        family.bounded(content);
    }
}
