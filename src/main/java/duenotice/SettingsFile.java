package duenotice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/// Reads settings for commands that start no desk, as strictly as the desk does.
final class SettingsFile {
    private SettingsFile() {}

    /// Of nobody in particular.
    static Settings none() throws IOException {
        return read(new ByteArrayResource("duenotice: { rota: [] }".getBytes(StandardCharsets.UTF_8)));
    }

    static Settings read(Path file) throws IOException {
        if (!file.toFile().canRead()) {
            throw new NoSuchFileException(file.toString());
        }
        return read(new FileSystemResource(file));
    }

    static Settings read(Resource yaml) throws IOException {
        var sources = new YamlPropertySourceLoader().load("settings", yaml);
        var conversion = new ApplicationConversionService();
        conversion.addConverter(new PathOfText());
        return new Binder(
                        ConfigurationPropertySources.from(sources),
                        new PropertySourcesPlaceholdersResolver(List.copyOf(sources)),
                        conversion,
                        null)
                .bindOrCreate(
                        "duenotice",
                        Bindable.of(Settings.class),
                        new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
    }
}
