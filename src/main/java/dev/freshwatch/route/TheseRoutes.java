package dev.freshwatch.route;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.spi.Resource;

/** Makes Camel load exactly these route files, whatever the names of their folders. */
public final class TheseRoutes extends DefaultRoutesCollector {

    private final List<Path> files;

    public TheseRoutes(List<Path> files) {
        this.files = List.copyOf(files);
    }

    @Override
    public Collection<Resource> findRouteResourcesFromDirectory(
            CamelContext context, String excludePattern, String includePattern) {
        return files.stream().<Resource>map(RouteResource::new).toList();
    }
}
