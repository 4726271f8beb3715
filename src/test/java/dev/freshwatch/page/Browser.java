package dev.freshwatch.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Debian's Chromium, without a window. Where it or its driver is not installed the test is skipped, or fails if
 * {@code freshwatch.peers.required} is true. Downloads nothing.
 */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    /** What keeps people out, by the rules of axe-core; each with where it is. */
    private static final String AXE =
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations']}).then(found => done(found.violations
              .filter(rule => rule.impact === 'serious' || rule.impact === 'critical')
              .map(rule => rule.id + ': ' + rule.help + ' at ' + rule.nodes.slice(0, 3).map(node => node.html).join(' | '))),
              failure => done(['axe failed: ' + failure]));""";

    /** It warns of a newer browser than it knows each time; what it does here depends on none of that. Kept: a logger is not. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    final ChromeDriver driver;

    /** @param profile an empty folder */
    Browser(Path profile) {
        boolean there = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
        if (Boolean.getBoolean("freshwatch.peers.required")) {
            assertThat(there).as("chromium and chromium-driver are installed").isTrue();
        }
        assumeTrue(there, "chromium and chromium-driver are not installed");
        SELENIUM.setLevel(Level.SEVERE);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .usingAnyFreePort()
                        .build(),
                options);
        width(1280);
    }

    /** The size of the window in CSS pixels, also where it is narrower than a window may be. */
    Browser width(int pixels) {
        driver.manage().window().setSize(new Dimension(Math.max(pixels, 600), 900));
        cdp(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    /** @param scheme {@code dark} or {@code light} */
    Browser scheme(String scheme) {
        cdp(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        return this;
    }

    Browser scripts(boolean on) {
        cdp("Emulation.setScriptExecutionDisabled", Map.of("value", !on));
        return this;
    }

    Map<String, Object> cdp(String command, Map<String, Object> parameters) {
        return driver.executeCdpCommand(command, parameters);
    }

    Browser open(String url) {
        driver.get(url);
        return this;
    }

    /** Reloads nothing: evaluates this in the page. */
    @SuppressWarnings("unchecked")
    <T> T run(String script, Object... arguments) {
        return (T) driver.executeScript(script, arguments);
    }

    /** By how many pixels the page is wider than the window. */
    long overflow() {
        return this.<Long>run("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    /** What axe-core calls serious or critical on the page that is open. */
    @SuppressWarnings("unchecked")
    List<String> barriers() {
        // not by the page's own policy, which would refuse it
        cdp("Runtime.evaluate", Map.of("expression", axe()));
        return (List<String>) driver.executeAsyncScript(AXE);
    }

    private static String axe() {
        try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the browser complained of since the last time: refused scripts and styles, failed requests, errors. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
