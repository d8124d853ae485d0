package duenotice.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stands in for our letters: each says what was chosen, and those sent are kept. */
public final class LettersToTry implements Letters {
    final List<String> sent = new ArrayList<>();

    @Override
    public List<String> names() {
        return List.of("warning", "victim");
    }

    @Override
    public List<String> languages() {
        return List.of("en", "de");
    }

    @Override
    public List<String> brands() {
        return List.of("kite");
    }

    @Override
    public Optional<Shown> show(Choice choice) {
        var said = choice.letter() + " in " + choice.language() + " of "
                + choice.brand().orElse("nobody") + " about "
                + choice.incident().map(number -> "#" + number).orElse("nothing");
        return choice.incident().filter(number -> number == 9999).isPresent()
                ? Optional.empty()
                : Optional.of(new Shown(
                        "Provider <abuse@provider.example>",
                        said,
                        said + " <b>as text</b>",
                        "<!DOCTYPE html><p style=\"color:#123456\">" + said + "</p>"));
    }

    @Override
    public String send(Choice choice, String to) {
        sent.add(choice.letter() + " to " + to);
        return "The relay took it: 250 ok";
    }
}
