package dev.freshwatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshwatch.route.Folder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.artifact.versioning.DefaultArtifactVersion;
import org.apache.maven.artifact.versioning.InvalidVersionSpecificationException;
import org.apache.maven.artifact.versioning.VersionRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What is shipped against {@code packaging/advisories.json}: no module in an affected version without an answer. SECURITY.md
 * says how the list is renewed.
 */
@Tag("soak")
class AdvisoriesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path TARGET = Folder.HOME.resolve("target");
    private static final String NOT_SHIPPED = "not shipped";

    /** Advisories of Camel that were published before this day were fixed in the version that is used. */
    private static final LocalDate CAMEL_PUBLISHED = LocalDate.of(2026, 2, 18);

    private final List<Module> shipped = shipped();

    private final List<Advisory> advisories = advisories();

    @Test
    void everyAdvisoryOfWhatIsShippedHasAnAnswer() {
        assertThat(problems(shipped, advisories)).isEmpty();
    }

    @Test
    void theCheckFindsWhatItIsFor() {
        List<Module> old = List.of(
                new Module("org.postgresql:postgresql", "42.7.8"), new Module("org.apache.camel:camel-mina", "4.18.0"));

        assertThat(problems(old, advisories))
                .contains(
                        "CVE-2026-42198: org.postgresql:postgresql 42.7.8 is affected and has no answer",
                        "CVE-2026-40473: org.apache.camel:camel-mina 4.18.0 is affected, and the list says not shipped")
                .noneMatch(problem -> problem.startsWith("CVE-2025-49146"));
    }

    @Test
    void theTestsThatAnswersNameExist() throws IOException {
        List<String> tests;
        try (Stream<Path> files = Files.walk(Folder.HOME.resolve("src/test/java"))) {
            tests = files.map(file -> file.getFileName().toString()).toList();
        }

        assertThat(advisories.stream()
                        .map(Advisory::test)
                        .filter(test -> test != null)
                        .map(test -> test + ".java"))
                .isNotEmpty()
                .allSatisfy(test -> assertThat(tests).contains(test));
    }

    /** The catalogue of the newest Camel that can be had lists every advisory of the project until its day. */
    @Test
    void everyNewerAdvisoryOfCamelIsInTheList() {
        List<String> known = advisories.stream().map(Advisory::id).toList();
        List<String> published = new ArrayList<>();
        JsonNode catalog = read(
                TARGET.resolve("camel-catalog/org/apache/camel/catalog/advisories/camel-security-advisories.json"));
        for (JsonNode advisory : catalog) {
            String day = advisory.required("date").textValue().substring(0, 10);
            if (LocalDate.parse(day).isAfter(CAMEL_PUBLISHED)) {
                published.add(advisory.required("cve").textValue());
            }
        }

        assertThat(published).isNotEmpty();
        assertThat(known).containsAll(published);
    }

    @Test
    void theBillOfMaterialsIsWhatLiesInTheFolder() throws IOException {
        List<String> jars;
        try (Stream<Path> files = Files.list(TARGET.resolve("lib"))) {
            jars = files.map(file -> file.getFileName().toString())
                    // ours, like freshwatch.jar
                    .filter(jar -> !jar.equals("freshwatch-sim.jar"))
                    .sorted()
                    .toList();
        }

        assertThat(jars).isNotEmpty().allSatisfy(jar -> assertThat(shipped)
                .anyMatch(module -> jar.startsWith(module.file())));
    }

    private static List<String> problems(List<Module> shipped, List<Advisory> advisories) {
        List<String> problems = new ArrayList<>();
        for (Advisory advisory : advisories) {
            for (Module module : shipped) {
                if (advisory.affects(module)) {
                    String found = advisory.id() + ": " + module.name() + " " + module.version() + " is affected";
                    if (advisory.answer() == null) {
                        problems.add(found + " and has no answer");
                    } else if (advisory.answer().equals(NOT_SHIPPED)) {
                        problems.add(found + ", and the list says not shipped");
                    }
                }
            }
        }
        return problems;
    }

    private static List<Module> shipped() {
        List<Module> shipped = new ArrayList<>();
        for (JsonNode component : read(TARGET.resolve("freshwatch-sbom.json")).required("components")) {
            String group = component.required("group").textValue();
            String artifact = component.required("name").textValue();
            shipped.add(new Module(
                    group + ":" + artifact, component.required("version").textValue()));
        }
        assertThat(shipped).extracting(Module::name).contains("org.apache.camel:camel-main");
        return shipped;
    }

    private static List<Advisory> advisories() {
        JsonNode list = read(Folder.HOME.resolve("packaging/advisories.json"));
        return List.of(JSON.convertValue(list.required("advisories"), Advisory[].class));
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param affected as Maven writes ranges
     * @param answer null where no version that is shipped is affected
     * @param test the class that holds the answer; null = none
     */
    record Advisory(String id, List<String> modules, String affected, String answer, String test) {

        boolean affects(Module module) {
            if (!modules.contains(module.name())) {
                return false;
            }
            try {
                return VersionRange.createFromVersionSpec(affected)
                        .containsVersion(new DefaultArtifactVersion(module.version()));
            } catch (InvalidVersionSpecificationException e) {
                throw new IllegalStateException(id + ": " + affected, e);
            }
        }
    }

    /** @param name {@code group:artifact} */
    private record Module(String name, String version) {

        String file() {
            return name.substring(name.indexOf(':') + 1) + "-" + version;
        }
    }
}
