package io.aicloudops.connect;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.aicloudops.connect",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ConnectArchitectureTest {

  @ArchTest
  static final ArchRule PURE =
      classes()
          .that()
          .resideInAnyPackage(
              "..connect.exposition..",
              "..connect.identity..",
              "..connect.otlp.spans..",
              "..connect.otlp.lines..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "io.aicloudops.schemas..",
              "io.aicloudops.connect.exposition..",
              "io.aicloudops.connect.identity..",
              "io.aicloudops.connect.otlp.spans..",
              "io.aicloudops.connect.otlp.lines..")
          .because(
              "reading a page and naming its subjects is pure; do I/O in the package that calls it");

  @ArchTest
  static final ArchRule SIBLINGS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.aicloudops.rca..",
              "io.aicloudops.forecast..",
              "io.aicloudops.remediator..",
              "io.aicloudops.assistant..",
              "io.aicloudops.simulator..")
          .because("the services meet only in topics; send an event instead");

  @ArchTest
  static final ArchRule KUBERNETES_STAYS_AT_HOME =
      noClasses()
          .that()
          .resideOutsideOfPackage("..connect.kubernetes..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.fabric8..")
          .because("the other parts work without a cluster; tell Workloads or TopologyPublisher");

  @ArchTest
  static final ArchRule CHECKS_ASK_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("..connect.kubernetes.inspection.checks..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8.kubernetes.client..", "org.apache.kafka..", "io.aicloudops.runtime..")
          .because("a check is a function of a picture; let the photographer read what it needs");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices()
          .matching("io.aicloudops.connect.(**)")
          .should()
          .beFreeOfCycles()
          .because("a part that needs another's caller is one part; move what both need down");
}
