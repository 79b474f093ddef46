package io.aicloudops.rca.layering;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the incident fold and the ranking may import. */
@AnalyzeClasses(
    packages = "io.aicloudops.rca",
    importOptions = ImportOption.DoNotIncludeTests.class)
class IncidentLayeringTest {

  private static final String[] PURE = {
    "io.aicloudops.rca.time..",
    "io.aicloudops.rca.knowledge..",
    "io.aicloudops.rca.rank..",
    "io.aicloudops.rca.correlate..",
    "io.aicloudops.rca.analysis.."
  };

  @ArchTest
  static final ArchRule modelsArePure =
      classes()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.apache.avro..",
              "org.apache.commons.math3..",
              "io.aicloudops.schemas.event..",
              "io.aicloudops.schemas.identity..",
              "io.aicloudops.schemas.faults..",
              "io.aicloudops.rca.time..",
              "io.aicloudops.rca.knowledge..",
              "io.aicloudops.rca.rank..",
              "io.aicloudops.rca.correlate..",
              "io.aicloudops.rca.analysis..")
          .because(
              "replays and backtests run the same fold without Kafka; what needs Kafka goes to"
                  + " incidents, what needs HTTP to ondemand");

  @ArchTest
  static final ArchRule knowledgeKnowsNoIncidents =
      noClasses()
          .that()
          .resideInAPackage("io.aicloudops.rca.knowledge..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.aicloudops.rca.rank..", "io.aicloudops.rca.correlate..")
          .because(
              "a recogniser judges one entity; weighing entities against each other is rank's");

  @ArchTest
  static final ArchRule noClockInThePureParts =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock")
          .because("folds go by event time alone, or a replay would not give the same bytes");
}
