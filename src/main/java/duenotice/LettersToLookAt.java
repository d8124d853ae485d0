package duenotice;

import duenotice.access.Tokens;
import duenotice.casework.Casework;
import duenotice.desk.Letters;
import duenotice.incident.IncidentId;
import duenotice.inventory.Inventory;
import duenotice.mail.Relay;
import duenotice.warning.Letter;
import duenotice.warning.LetterPreview;
import duenotice.warning.ProviderIdentity;
import java.util.List;
import java.util.Optional;

/// The console's view of our letters, which packages of one capability may not have of each other.
record LettersToLookAt(
        LetterPreview preview,
        ProviderIdentity provider,
        Casework casework,
        Inventory inventory,
        Tokens tokens,
        Relay relay)
        implements Letters {
    @Override
    public List<String> names() {
        return LetterPreview.letters();
    }

    @Override
    public List<String> languages() {
        return LetterPreview.languages();
    }

    @Override
    public List<String> brands() {
        return provider.brands().keySet().stream().sorted().toList();
    }

    @Override
    public Optional<Shown> show(Choice choice) {
        return letter(choice)
                .map(letter -> new Shown(
                        letter.from().name() + " <" + letter.from().fromAddress() + ">",
                        letter.subject(),
                        letter.text(),
                        letter.html()));
    }

    @Override
    public String send(Choice choice, String to) {
        return letter(choice)
                .map(letter -> LetterPreview.send(letter, to, relay).said())
                .orElse("There is no such incident.");
    }

    private Optional<Letter> letter(Choice choice) {
        var wanted = new LetterPreview.Choice(choice.letter(), choice.language(), choice.brand(), Optional.empty());
        return choice.incident().isPresent()
                ? preview.of(new IncidentId(choice.incident().get()), wanted, casework, inventory, tokens)
                : Optional.of(preview.sample(wanted, casework.now()));
    }
}
