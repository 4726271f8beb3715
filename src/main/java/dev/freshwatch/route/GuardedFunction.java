package dev.freshwatch.route;

import dev.freshwatch.config.SecretSources;
import java.util.function.Predicate;
import org.apache.camel.component.properties.EnvPropertiesFunction;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.SysPropertiesFunction;
import org.apache.camel.spi.PropertiesFunction;

/** Camel's own {@code env} and {@code sys} of placeholders, without what holds a secret; also while it runs. */
public final class GuardedFunction implements PropertiesFunction {

    private static final int NEVER = 0;

    private final PropertiesFunction function;
    private final Predicate<String> secret;

    private GuardedFunction(PropertiesFunction function, Predicate<String> secret) {
        this.function = function;
        this.secret = secret;
    }

    /** What comes from the environment and by -D is in the configuration already, where it is meant to be. */
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
                    "{{" + getName() + ":" + name + "}} holds a secret, and no route may read it");
        }
        return function.apply(rest);
    }
}
