package dev.freshwatch.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Information recorded by the build. */
public final class BuildInfo {

    private BuildInfo() {}

    /** For example {@code 0.1.0}. */
    public static String version() {
        try (InputStream in = BuildInfo.class.getResourceAsStream("/freshwatch-version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
