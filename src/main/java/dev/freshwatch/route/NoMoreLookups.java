package dev.freshwatch.route;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.PropertiesFunction;

/**
 * Refuses placeholders that read the environment of the process after all routes are created: those in route files have
 * been resolved by then, so later ones come from a message, as in {@code toD: ${header.Next}}.
 */
public final class NoMoreLookups {

    /** All functions of Camel except {@code boolean}, which reads nothing. */
    private static final List<String> FUNCTIONS = List.of("env", "sys", "service", "service.host", "service.port");

    private NoMoreLookups() {}

    /** Refuses these placeholders from now on. */
    public static void in(CamelContext context) {
        PropertiesComponent properties = context.getPropertiesComponent();
        FUNCTIONS.forEach(name -> properties.addPropertiesFunction(new Refused(name)));
    }

    private record Refused(String name) implements PropertiesFunction {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public String apply(String remainder) {
            throw new IllegalArgumentException(
                    "a placeholder {{" + name + ":…}} came from a message; such placeholders are not resolved");
        }
    }
}
