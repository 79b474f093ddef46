package io.aicloudops.simulator.kube;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = {"io.aicloudops.simulator.kube", "io.aicloudops.simulator.controllers"},
    importOptions = DoNotIncludeTests.class)
class KubeArchitectureTest {

  @ArchTest
  static final ArchRule THE_STORE_KNOWS_NOTHING =
      classes()
          .that()
          .resideInAPackage("..kube.store..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "com.fasterxml.jackson..", "org.jspecify..", "..kube.store..")
          .because("the store keeps JSON and revisions; what a kind means belongs in the registry");

  @ArchTest
  static final ArchRule PATCHES_ARE_PURE =
      classes()
          .that()
          .resideInAPackage("..kube.patch..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "com.fasterxml.jackson..",
              "io.fabric8.zjsonpatch..",
              "org.jspecify..",
              "..kube.patch..")
          .because(
              "a patch is a function from one object to another: give it what it needs as an argument");

  @ArchTest
  static final ArchRule ONLY_THE_EDGE_SPEAKS_HTTP =
      noClasses()
          .that()
          .resideOutsideOfPackage("..kube.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.javalin..", "jakarta.servlet..", "org.eclipse.jetty..")
          .because("rules must be usable without a web server: put what is HTTP into kube.http");

  @ArchTest
  static final ArchRule CONTROLLERS_DO_NOT_USE_THE_EDGE =
      noClasses()
          .that()
          .resideInAPackage("..simulator.controllers..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..kube.http..")
          .because(
              "controllers write straight to the registry, so that the audit holds clients' writes only");

  @ArchTest
  static final ArchRule THE_SHOP_IS_BEHIND_AN_INTERFACE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..simulator.shop..", "..simulator.faults..")
          .because(
              "the cluster starts pods through PodRuntime and knows nothing of what runs in them");
}
