package dev.freshwatch.route;

import dev.freshwatch.config.SecretSources;
import java.util.function.Predicate;
import org.apache.camel.component.properties.EnvPropertiesFunction;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.SysPropertiesFunction;
import org.apache.camel.spi.PropertiesFunction;

/** Camel's placeholder functions {@code env} and {@code sys}, without values that contain secrets. */
public final class GuardedFunction implements PropertiesFunction {

    private static final int NEVER = 0;

    private final PropertiesFunction function;
    private final Predicate<String> secret;

    private GuardedFunction(PropertiesFunction function, Predicate<String> secret) {
        this.function = function;
        this.secret = secret;
    }

    /**
     * Replaces the functions of Camel. Placeholders no longer fall back to environment variables and system properties,
     * because the configuration has already applied those that are meant for it.
     */
    public static void guard(org.apache.camel.spi.PropertiesComponent properties, SecretSources secrets) {
        properties.addPropertiesFunction(new GuardedFunction(new EnvPropertiesFunction(), secrets::holdsVariable));
        properties.addPropertiesFunction(new GuardedFunction(new SysPropertiesFunction(), secrets::holdsProperty));
        PropertiesComponent component = (PropertiesComponent) properties;
        component.setEnvironmentVariableMode(NEVER);
        component.setSystemPropertiesMode(NEVER);
    }

    @Override
    public String getName() {
        return function.getName();
    }

    @Override
    public String apply(String rest) {
        String name = rest.split(":", 2)[0];
        if (secret.test(name)) {
            throw new IllegalArgumentException(
                    "{{" + getName() + ":" + name + "}} contains a secret, which routes may not read");
        }
        return function.apply(rest);
    }
}
