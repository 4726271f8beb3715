package dev.freshwatch.route;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.support.ResourceSupport;

/**
 * A route file as a Camel resource, loaded by its exact path. Camel's own {@code file:} misinterprets a plus sign,
 * percent sign or question mark in a folder name.
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
