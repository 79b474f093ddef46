package io.aicloudops.forecast;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.aicloudops.forecast",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  private static final String HERE = "io.aicloudops.forecast.";

  @ArchTest
  static final ArchRule MODELS_ARE_PURE =
      classes()
          .that()
          .resideInAnyPackage(
              HERE + "model",
              HERE + "member",
              HERE + "season",
              HERE + "interval",
              HERE + "capacity",
              HERE + "resource",
              HERE + "state",
              HERE + "backtest")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              HERE + "model",
              HERE + "member",
              HERE + "season",
              HERE + "interval",
              HERE + "capacity",
              HERE + "resource",
              HERE + "state",
              HERE + "backtest")
          .because(
              "models run in backtests and topologies alike; give them numbers, not events or clients");

  @ArchTest
  static final ArchRule THE_FOLD_KNOWS_EVENTS_BUT_NOT_KAFKA =
      classes()
          .that()
          .resideInAPackage(HERE + "workload")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "io.aicloudops.schemas..",
              "org.apache.avro..",
              "io.aicloudops.forecast..")
          .because("a fold is replayed in tests without a broker; Kafka belongs into the topology");

  @ArchTest
  static final ArchRule THE_FOLD_DOES_NOT_LOOK_UP =
      noClasses()
          .that()
          .resideInAPackage(HERE + "workload")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(HERE + "topology")
          .because("the topology uses the fold; hand what it needs in as an argument");

  @ArchTest
  static final ArchRule ADVICE_IS_THE_SAME_ON_EVERY_MACHINE =
      noClasses()
          .that()
          .resideInAnyPackage(HERE + "capacity", HERE + "resource")
          .should()
          .callMethod(Math.class, "exp", double.class)
          .orShould()
          .callMethod(Math.class, "log", double.class)
          .orShould()
          .callMethod(Math.class, "pow", double.class, double.class)
          .because("their last bit differs between processors, and a count may; use StrictMath");

  @ArchTest
  static final ArchRule NO_SIBLINGS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.aicloudops.rca..",
              "io.aicloudops.connect..",
              "io.aicloudops.remediator..",
              "io.aicloudops.assistant..",
              "io.aicloudops.simulator..")
          .because("services meet in topics only; add what is missing to an event");
}
