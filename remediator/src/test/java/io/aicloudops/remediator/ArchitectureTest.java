package io.aicloudops.remediator;

import static com.tngtech.archunit.base.DescribedPredicate.or;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.aicloudops.runtime.settings.Setting;

@AnalyzeClasses(
    packages = "io.aicloudops.remediator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule PURE =
      classes()
          .that()
          .resideInAnyPackage("..remediator.plan..", "..remediator.guard..", "..remediator.fold..")
          .should()
          .onlyDependOnClassesThat(
              or(
                  resideInAnyPackage(
                      "java..",
                      "org.jspecify..",
                      "io.aicloudops.schemas..",
                      "io.aicloudops.remediator.plan..",
                      "io.aicloudops.remediator.guard..",
                      "io.aicloudops.remediator.fold.."),
                  type(Setting.class)))
          .because(
              "what may be done to a cluster is decided by pure functions that can be replayed; "
                  + "do I/O in streams, execute or notify");

  @ArchTest
  static final ArchRule ONLY_THE_EXECUTOR_TOUCHES_KUBERNETES =
      noClasses()
          .that()
          .resideOutsideOfPackages("..remediator.execute..", "..remediator.policy..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.fabric8..")
          .because(
              "each write is an intent in the log first; emit one from the fold. The policy is only read");

  @ArchTest
  static final ArchRule SIBLINGS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.aicloudops.rca..",
              "io.aicloudops.forecast..",
              "io.aicloudops.connect..",
              "io.aicloudops.assistant..",
              "io.aicloudops.simulator..")
          .because("the services meet only in topics; send an event instead");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices()
          .matching("io.aicloudops.remediator.(**)")
          .should()
          .beFreeOfCycles()
          .because("plan, guard and fold build on each other in this order");
}
