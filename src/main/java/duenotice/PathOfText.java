package duenotice;

import java.nio.file.Path;
import java.util.Optional;
import org.springframework.core.convert.converter.Converter;

/// Files and folders in the settings that may be left out; the framework knows only those that may not.
final class PathOfText implements Converter<String, Optional<Path>> {
    @Override
    public Optional<Path> convert(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
    }
}
