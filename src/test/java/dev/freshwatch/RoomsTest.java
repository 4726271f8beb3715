package dev.freshwatch;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.freshwatch.route.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The walls of the house: which room may know which. */
class RoomsTest {

    private static final String HOUSE = "dev.freshwatch";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(HOUSE);

    /** From the ground up: each room with the rooms that it may know, which all stand above it in this table. */
    private static final String FLOORS =
            """
            freshness
            files
            jars
            sim
            alert     freshness
            tls       freshness
            http      freshness tls
            config    freshness alert tls http
            migration freshness config
            platform  freshness http
            schedule  freshness
            esm       freshness config http platform
            misp      freshness config http platform
            jdbc      freshness config
            kafka     freshness config tls
            service   freshness config http platform tls files jdbc kafka
            route     freshness config schedule service
            sink      freshness config http tls alert
            store     freshness config files
            cluster   freshness config schedule store
            outbox    freshness alert store
            history   freshness alert config esm misp service store outbox
            drill     freshness alert store
            samples   freshness config store
            report    freshness alert sink store outbox history samples
            health    freshness http store cluster outbox
            web       freshness config http cluster samples health
            page      freshness alert samples report store cluster history outbox web
            api       freshness alert config service sink store outbox history samples report web
            app       freshness files jars alert tls http config schedule platform esm misp service route sink store cluster outbox history drill samples report health web page api
            setup     freshness files tls http config platform esm
            cli       freshness alert config migration http esm misp route sink store cluster history samples report app setup sim
            """;

    private static Map<String, Set<String>> floors() {
        Map<String, Set<String>> floors = new LinkedHashMap<>();
        FLOORS.lines()
                .map(line -> List.of(line.split(" +")))
                .forEach(words -> floors.put(words.get(0), new TreeSet<>(words.subList(1, words.size()))));
        return floors;
    }

    static Stream<Map.Entry<String, Set<String>>> rooms() {
        return floors().entrySet().stream();
    }

    private static String roomOf(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.");
        return parts.length < 3 ? "" : parts[2];
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomKnowsItsNeighboursOnly(Map.Entry<String, Set<String>> room) {
        Set<String> allowed = new TreeSet<>(room.getValue());
        allowed.add(room.getKey());
        DescribedPredicate<JavaClass> known = DescribedPredicate.describe(
                "of other libraries, or in " + allowed,
                type -> !type.getPackageName().startsWith(HOUSE) || allowed.contains(roomOf(type)));

        classes()
                .that(are(DescribedPredicate.describe(
                        "in " + room.getKey(), type -> roomOf(type).equals(room.getKey()))))
                .should()
                .onlyDependOnClassesThat(known)
                .check(CLASSES);
    }

    /** The table has each room once, no more, and no arrow that runs back: a circle could not be written into it. */
    @Test
    void theTableIsThePlanOfTheHouse() {
        Map<String, Set<String>> floors = floors();
        assertThat(floors.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        CLASSES.stream().map(RoomsTest::roomOf).collect(Collectors.toSet()));
        Set<String> below = new TreeSet<>();
        floors.forEach((room, known) -> {
            assertThat(below).as("rooms below " + room).containsAll(known);
            below.add(room);
        });
    }

    @Test
    void noTwoClassesShareASimpleName() {
        Map<String, List<String>> named = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));

        assertThat(named.values()).allSatisfy(classes -> assertThat(classes).hasSize(1));
    }

    /** Small enough to be read at once. The keys are a table. */
    @Test
    void noSourceFileIsLongerThan250Lines() throws IOException {
        Map<String, Integer> tooLong = new TreeMap<>();
        for (String root : List.of("src/main/java", "src/sim/java")) {
            try (Stream<Path> files = Files.walk(Folder.HOME.resolve(root))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    int lines = Files.readAllLines(file).size();
                    if (lines > 250 && !file.endsWith("dev/freshwatch/config/Keys.java")) {
                        tooLong.put(file.toString(), lines);
                    }
                }
            }
        }

        assertThat(tooLong).isEmpty();
    }

    @Test
    void noArrowOfTheTableIsOutOfUse() {
        floors().forEach((room, known) -> {
            Set<String> used = CLASSES.stream()
                    .filter(type -> roomOf(type).equals(room))
                    .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(type -> type.getPackageName().startsWith(HOUSE))
                    .map(RoomsTest::roomOf)
                    .collect(Collectors.toSet());
            assertThat(used).as(room).containsAll(known);
        });
    }

    @Test
    void judgementIsFreeOfCamelJdbcAndHttp() {
        noClasses()
                .that()
                .resideInAnyPackage(HOUSE + ".freshness..", HOUSE + ".alert..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.camel..", "java.sql..", "javax.sql..", "org.apache.hc..", "java.net.http..")
                .check(CLASSES);
    }

    @Test
    void jdbcLivesWhereThingsAreKept() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        HOUSE + ".store",
                        HOUSE + ".outbox",
                        HOUSE + ".history",
                        HOUSE + ".drill",
                        HOUSE + ".samples",
                        HOUSE + ".cluster",
                        HOUSE + ".jdbc")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer..", "org.flywaydb..")
                .check(CLASSES);
    }

    @Test
    void databasesAreTheStoresOwn() {
        noClasses()
                .that()
                .resideOutsideOfPackages(HOUSE + ".store", HOUSE + ".history", HOUSE + ".jdbc")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.sqlite..", "org.postgresql..", "com.zaxxer..", "org.flywaydb..")
                .check(CLASSES);
    }

    /** Parameters are bound and rows are read by {@code store.Sql}, and by {@code jdbc} in databases of others. */
    @Test
    void nobodyElseReadsResultSets() {
        noClasses()
                .that()
                .resideOutsideOfPackages(HOUSE + ".store", HOUSE + ".jdbc")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.sql.ResultSet")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.sql.PreparedStatement")
                .check(CLASSES);
    }
}
