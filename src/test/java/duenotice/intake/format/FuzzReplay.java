package duenotice.intake.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads once more what the fuzzer has learned, without the fuzzer, whose watching costs more than the reading: each input as
 * it is, and grown to a megabyte by some piece of it over and over. Each is held to {@link FuzzCost}.
 */
final class FuzzReplay {
    private static final int MEGABYTE = 1024 * 1024;

    static final List<String> TARGETS = Stream.concat(
                    Stream.of("mail", "document"),
                    Stream.of(FuzzedFamily.values()).map(family -> family.name().toLowerCase(Locale.ROOT)))
            .toList();

    private FuzzReplay() {}

    /** {@code FuzzReplay arf target/fuzz/arf 300}: what is too dear is written beside the crashes; ends after so many seconds. */
    public static void main(String[] arguments) throws IOException {
        var target = target(arguments[0]);
        var folder = Path.of(arguments[1]);
        var end = System.nanoTime() + Long.parseLong(arguments[2]) * 1_000_000_000L;
        List<Path> inputs = new ArrayList<>();
        try (var files = Files.list(folder.resolve("learned"))) {
            files.forEach(inputs::add);
        }
        var random = new Random(1);
        Collections.shuffle(inputs, random);
        var read = 0;
        var finds = 0;
        for (var input : inputs) {
            if (System.nanoTime() > end) {
                break;
            }
            var content = Files.readAllBytes(input);
            for (var grown : List.of(content, grown(content, random))) {
                read++;
                try {
                    target.accept(grown);
                } catch (Throwable find) { // an overflowing stack as well
                    finds++;
                    var name = "slow-" + input.getFileName() + "-" + grown.length;
                    Files.write(folder.resolve(name), grown);
                    System.out.println(name + ": " + find);
                }
            }
        }
        System.out.println("read again: " + read + " inputs, finds: " + finds);
        System.exit(finds == 0 ? 0 : 1);
    }

    static Consumer<byte[]> target(String name) {
        return switch (name) {
            case "mail" -> FuzzedMail::fuzzerTestOneInput;
            case "document" -> FuzzedDocument::fuzzerTestOneInput;
            default -> FuzzedFamily.named(name)::bounded;
        };
    }

    /** Lines of it, or any bytes, over and over where they stood. */
    private static byte[] grown(byte[] content, Random random) {
        var from = random.nextInt(content.length + 1);
        var to = from + random.nextInt(content.length - from + 1);
        if (random.nextBoolean()) {
            while (from > 0 && content[from - 1] != '\n') {
                from--;
            }
            while (to < content.length && (to == from || content[to - 1] != '\n')) {
                to++;
            }
        }
        var piece = Arrays.copyOfRange(content, from, to);
        var grown = new ByteArrayOutputStream(MEGABYTE);
        grown.write(content, 0, from);
        do {
            grown.writeBytes(piece);
        } while (piece.length > 0 && grown.size() + content.length < MEGABYTE);
        grown.write(content, to, content.length - to);
        return grown.toByteArray();
    }
}
