package io.aicloudops.assistant;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.aicloudops.assistant",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  private static final String BASE = "io.aicloudops.assistant.";

  @ArchTest
  static final ArchRule INSIGHT_IS_PURE =
      classes()
          .that()
          .resideInAPackage(BASE + "insight..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              BASE + "insight..",
              "io.aicloudops.schemas..",
              "java..",
              "org.apache.avro..",
              "org.apache.commons.math3..",
              "org.jspecify..")
          .because(
              "what is computed has to run without Kafka, HTTP or JSON; pass in records and a time");

  @ArchTest
  static final ArchRule VIEWS_KNOW_NO_API =
      noClasses()
          .that()
          .resideInAPackage(BASE + "views..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              BASE + "api..",
              BASE + "graphql..",
              BASE + "mcp..",
              BASE + "live..",
              BASE + "commands..",
              BASE + "answer..",
              BASE + "knowledge..")
          .because("the views serve every kind of API; an API asks them through Views");

  @ArchTest
  static final ArchRule ONLY_VIEWS_AND_LIVE_READ_KAFKA =
      noClasses()
          .that()
          .resideInAnyPackage(
              BASE + "api..",
              BASE + "graphql..",
              BASE + "mcp..",
              BASE + "commands..",
              BASE + "insight..",
              BASE + "json..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..")
          .because("rows come from Views, updates from LiveFeed, and writes go through Commands");

  @ArchTest
  static final ArchRule COMMANDS_ARE_MADE_IN_ONE_PLACE =
      noClasses()
          .that()
          .resideOutsideOfPackage(BASE + "commands..")
          .and()
          .doNotHaveSimpleName("AssistantService")
          .should()
          .dependOnClassesThat()
          .haveSimpleName("EventProducer")
          .because(
              "every write is checked against the views, bound to the caller, and audited there");

  @ArchTest
  static final ArchRule NOTHING_KNOWS_THE_WHOLE =
      noClasses()
          .that()
          .resideInAnyPackage(BASE + "(*)..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.aicloudops.assistant")
          .because("the service puts the parts together; a part takes what it needs as arguments");
}
