package dev.freshwatch.route;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.support.ResourceSupport;

/**
 * A route file as Camel loads it, by its path as it is. Camel's own {@code file:} takes a plus sign, a percent sign or a
 * question mark in the name of a folder for something else.
 */
final class RouteResource extends ResourceSupport {

    private final Path file;

    RouteResource(Path file) {
        super("file", "file:" + file);
        this.file = file;
    }

    @Override
    public boolean exists() {
        return Files.exists(file);
    }

    @Override
    public URI getURI() {
        return file.toUri();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return Files.newInputStream(file);
    }
}
