package io.aicloudops.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house as a whole: who may know whom. Each module holds its own inner rules. */
@AnalyzeClasses(packages = "io.aicloudops", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  private static final String[] SERVICES = {
    "io.aicloudops.connect..",
    "io.aicloudops.rca..",
    "io.aicloudops.forecast..",
    "io.aicloudops.remediator..",
    "io.aicloudops.assistant.."
  };

  @ArchTest
  static final ArchRule SIBLINGS =
      slices()
          .matching("io.aicloudops.(connect|rca|forecast|remediator|assistant)..")
          .should()
          .notDependOnEachOther()
          .because(
              "services meet only in topics: put what two of them need into an event, or into the runtime");

  @ArchTest
  static final ArchRule SIMULATOR =
      noClasses()
          .that()
          .resideInAnyPackage(SERVICES)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.aicloudops.simulator..")
          .because(
              "the simulator is for the demo and for tests; a service that knows it would not be proven on a real cluster");

  @ArchTest
  static final ArchRule CONTRACT =
      noClasses()
          .that()
          .resideInAPackage("io.aicloudops.schemas..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.aicloudops.runtime..", "io.aicloudops.launcher..")
          .because("the contract is what others build on; it knows nothing of who uses it");

  @ArchTest
  static final ArchRule RUNTIME =
      noClasses()
          .that()
          .resideInAPackage("io.aicloudops.runtime..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SERVICES)
          .because("the runtime is what every service is; what only one needs belongs to it");

  @ArchTest
  static final ArchRule METERS =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.aicloudops.runtime.metrics..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("io\\.micrometer\\.core\\.instrument\\.\\w+\\$Builder")
          .because("docs/metrics.md is made of OwnMeter: add yours there and register it by it");

  @ArchTest
  static final ArchRule ENVIRONMENT =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.aicloudops.runtime..")
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .because(
              "settings are typed, documented and checked; read a key of your section instead");
}
