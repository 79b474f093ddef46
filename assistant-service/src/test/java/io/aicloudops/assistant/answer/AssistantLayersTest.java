package io.aicloudops.assistant.answer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may import whom among the assistant's packages. */
class AssistantLayersTest {

  private static final String BASE = "io.aicloudops.assistant.";

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(BASE + "knowledge", BASE + "answer");

  @Test
  void engineLibrariesStayBehindInterfaces() {
    noClasses()
        .that()
        .resideOutsideOfPackages(BASE + "knowledge.index", BASE + "answer.llm")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.langchain4j..", "org.apache.lucene..", "ai.onnxruntime..")
        .because(
            "an index or a model must be replaceable: use Embedder, TextIndex, VectorStore or"
                + " LanguageModel")
        .check(classes);
  }

  @Test
  void theAssistantReadsLiveDataThroughItsInterfaceOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.kafka..",
            "io.javalin..",
            BASE + "views..",
            BASE + "api..",
            BASE + "commands..")
        .because("the assistant reads through LiveData and can send no command: it never acts")
        .check(classes);
  }

  @Test
  void agentsKnowNoLanguageModel() {
    noClasses()
        .that()
        .resideInAnyPackage(
            BASE + "knowledge..",
            BASE + "answer",
            BASE + "answer.agents",
            BASE + "answer.dialogue",
            BASE + "answer.drafts")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(BASE + "answer.llm", BASE + "answer.assembly")
        .because("answers are composed without a language model; it only words them afterwards")
        .check(classes);
  }

  @Test
  void knowledgeStandsAlone() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "knowledge..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BASE + "answer..")
        .because("the knowledge base is searched by others too and knows nothing of answers")
        .check(classes);
  }
}
