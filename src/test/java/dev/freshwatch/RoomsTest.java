package dev.freshwatch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls of the house: which room may know which. */
@AnalyzeClasses(packages = "dev.freshwatch", importOptions = DoNotIncludeTests.class)
class RoomsTest {

    @ArchTest
    static final ArchRule noCyclesBetweenRooms =
            slices().matching("dev.freshwatch.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theCoreImportsNothingOfOurs = noClasses()
            .that()
            .resideInAPackage("dev.freshwatch.freshness")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(rooms(
                    "notice", "config", "http", "tls", "reach", "esm", "misp", "service", "outbox", "wire", "route",
                    "sim", "cli"));

    @ArchTest
    static final ArchRule theCoreAndTheNoticesAreFreeOfCamelJdbcAndHttp = noClasses()
            .that()
            .resideInAnyPackage(rooms("freshness", "notice"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.camel..", "java.sql..", "javax.sql..", "org.apache.hc..", "java.net.http..");

    @ArchTest
    static final ArchRule platformsKnowNeitherNoticesNorTheOutbox = noClasses()
            .that()
            .resideInAnyPackage(rooms("esm", "misp", "service"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(rooms("notice", "outbox", "wire", "route", "sim", "cli"));

    @ArchTest
    static final ArchRule platformsDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage("dev.freshwatch.misp")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.freshwatch.esm");

    @ArchTest
    static final ArchRule jdbcLivesInTheOutboxAlone = noClasses()
            .that()
            .resideOutsideOfPackage("dev.freshwatch.outbox")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer..", "org.flywaydb..");

    @ArchTest
    static final ArchRule whatIsServedKnowsOnlyWhatItShows = noClasses()
            .that()
            .resideInAPackage("dev.freshwatch.web")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(rooms("esm", "misp", "service", "notice", "outbox", "wire", "route", "sim", "cli"));

    @ArchTest
    static final ArchRule nothingUsesTheCommands = noClasses()
            .that()
            .resideOutsideOfPackage("dev.freshwatch.cli")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.freshwatch.cli");

    @ArchTest
    static final ArchRule onlyTheCommandsUseTheSimulators = noClasses()
            .that()
            .resideOutsideOfPackages("dev.freshwatch.cli", "dev.freshwatch.sim..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.freshwatch.sim..");

    private static String[] rooms(String... names) {
        String[] packages = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            packages[i] = "dev.freshwatch." + names[i] + "..";
        }
        return packages;
    }
}
