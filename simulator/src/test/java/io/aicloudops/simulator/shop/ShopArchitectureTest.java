package io.aicloudops.simulator.shop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.aicloudops.simulator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ShopArchitectureTest {

  @ArchTest
  static final ArchRule MODELS_ARE_PURE =
      classes()
          .that()
          .resideInAPackage("..shop.model..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "..shop.model..")
          .because(
              "the shop's models must be testable without a server: put I/O into shop.process");

  @ArchTest
  static final ArchRule PROCESSES_KNOW_NO_KUBERNETES =
      noClasses()
          .that()
          .resideInAnyPackage("..shop.process..", "..shop.load..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "..simulator.kube..", "..simulator.controllers..")
          .because(
              "a process sees its cluster only through PodRuntime: use shop.deploy for objects");

  @ArchTest
  static final ArchRule THE_SHOP_WORKS_ON_ANY_CLUSTER =
      noClasses()
          .that()
          .resideInAnyPackage("..shop..", "..faults..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..simulator.kube..", "..simulator.controllers..")
          .because("the shop is installed through the Kubernetes API: take a KubernetesClient");

  @ArchTest
  static final ArchRule FAULTS_ARE_ON_TOP =
      noClasses()
          .that()
          .resideInAPackage("..shop..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..faults..")
          .because("a shop does not know what is done to it: add a lever to the process instead");
}
