package io.aicloudops.rca.layering;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What detection may import. */
@AnalyzeClasses(
    packages = "io.aicloudops.rca",
    importOptions = ImportOption.DoNotIncludeTests.class)
class DetectLayeringTest {

  @ArchTest
  static final ArchRule modelsArePure =
      classes()
          .that()
          .resideInAnyPackage("io.aicloudops.rca.signals..", "io.aicloudops.rca.detect..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.apache.avro..",
              "io.aicloudops.schemas.columns..",
              "io.aicloudops.schemas.event..",
              "io.aicloudops.schemas.identity..",
              "io.aicloudops.rca.signals..",
              "io.aicloudops.rca.detect..")
          .because(
              "the backtest and the benchmarks run the very same detector without Kafka; what needs Kafka goes to streams.detect");

  @ArchTest
  static final ArchRule talliesArePure =
      classes()
          .that()
          .resideInAnyPackage(
              "io.aicloudops.rca.counts..",
              "io.aicloudops.rca.traces..",
              "io.aicloudops.rca.logs..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.apache.avro..",
              "io.aicloudops.schemas.event..",
              "io.aicloudops.schemas.identity..",
              "io.aicloudops.rca.counts..",
              "io.aicloudops.rca.traces..",
              "io.aicloudops.rca.logs..",
              "io.aicloudops.rca.detect",
              "io.aicloudops.rca.detect.packed..")
          .because("what is counted is decided without Kafka; processors go to streams.content");

  @ArchTest
  static final ArchRule aDetectorKnowsOneSignalOnly =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.aicloudops.rca.detect",
              "io.aicloudops.rca.detect.novelty..",
              "io.aicloudops.rca.detect.packed..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.aicloudops.rca.signals..", "io.aicloudops.rca.detect.entity..")
          .because(
              "a detector judges numbers; what belongs to a whole workload goes to detect.entity");

  @ArchTest
  static final ArchRule theBacktestRunsTheModelsAlone =
      noClasses()
          .that()
          .resideInAPackage("io.aicloudops.rca.backtest.detect..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "io.aicloudops.rca.streams..")
          .because(
              "a backtest reads files; whoever wants it on topics replays them through the topology");
}
