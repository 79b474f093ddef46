package io.aicloudops.assistant.answer.agents;

import io.aicloudops.assistant.answer.LiveData;
import io.aicloudops.assistant.answer.Source;
import io.aicloudops.assistant.answer.dialogue.IntentRules;
import io.aicloudops.assistant.answer.dialogue.Task;
import io.aicloudops.assistant.knowledge.Hit;
import io.aicloudops.assistant.knowledge.KnowledgeBase;
import io.aicloudops.assistant.knowledge.Language;
import io.aicloudops.assistant.knowledge.Runbook;
import io.aicloudops.assistant.knowledge.Runbook.Section;
import io.aicloudops.schemas.event.Incident;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Answers from the runbooks: the sections that fit of the one that fits best, and where else to
 * look.
 */
final class KnowledgeAnswer {

  private static final int PASSAGES = 12;
  private static final int SECTIONS = 3;
  private static final int SOURCES = 3;

  /** In a runbook about a failure: what to do, and what is dangerous about it. */
  private static final List<Integer> ALWAYS_TOLD = List.of(2, 3);

  private final KnowledgeBase knowledge;
  private final LiveData live;

  KnowledgeAnswer(KnowledgeBase knowledge, LiveData live) {
    this.knowledge = knowledge;
    this.live = live;
  }

  Reply reply(Task task) {
    Language language = task.language();
    List<Hit> hits = hits(task);
    if (hits.isEmpty() || hits.get(0).relevance() < KnowledgeBase.RELEVANT) {
      return nothing(task);
    }
    Map<String, Hit> best = new LinkedHashMap<>();
    hits.forEach(hit -> best.putIfAbsent(hit.passage().runbook(), hit));
    Runbook runbook = knowledge.runbook(hits.get(0).passage().runbook()).orElseThrow();
    StringBuilder text = new StringBuilder();
    if (!task.question().context().isEmpty()) {
      text.append(
          task.say("With regard to your situation (%s):\n\n", "针对您给出的背景（%s）：\n\n")
              .formatted(Quoted.text(task.question().context())));
    }
    text.append("**").append(runbook.title(language)).append("**\n");
    List<Section> sections = runbook.sections(language);
    for (int number : chosen(runbook, hits)) {
      Section section = sections.get(number);
      text.append("\n### ")
          .append(section.heading())
          .append('\n')
          .append(section.text())
          .append('\n');
    }
    List<String> others =
        best.values().stream()
            .skip(1)
            .filter(hit -> hit.relevance() >= KnowledgeBase.RELEVANT)
            .limit(SOURCES - 1)
            .map(hit -> hit.passage().title())
            .toList();
    if (!others.isEmpty()) {
      text.append(task.say("\nSee also: ", "\n另请参阅："))
          .append(String.join("; ", others))
          .append('\n');
    }
    List<Source> sources = new ArrayList<>();
    for (Hit hit : best.values().stream().limit(SOURCES).toList()) {
      sources.add(source(hit));
    }
    related(runbook)
        .ifPresent(
            incident -> {
              text.append(task.say("\nOpen now and of this kind:\n", "\n当前有同类事件：\n"))
                  .append(IncidentText.line(incident, task))
                  .append('\n');
              sources.add(IncidentText.source(incident, language));
            });
    return new Reply(
        Researcher.NAME,
        text.toString(),
        sources,
        runbook.next(language),
        List.of(),
        task.subject());
  }

  private List<Hit> hits(Task task) {
    String query = task.question().query();
    List<Hit> hits = knowledge.search(query, task.language(), PASSAGES);
    boolean weak = hits.isEmpty() || hits.get(0).relevance() < KnowledgeBase.RELEVANT;
    if (weak && IntentRules.refersBack(query) && !task.history().isEmpty()) {
      String before = task.history().get(task.history().size() - 1).query();
      return knowledge.search(before + " " + query, task.language(), PASSAGES);
    }
    return hits;
  }

  private static Iterable<Integer> chosen(Runbook runbook, List<Hit> hits) {
    TreeSet<Integer> sections = new TreeSet<>();
    hits.stream()
        .filter(hit -> hit.passage().runbook().equals(runbook.id()))
        .map(hit -> hit.passage().section())
        .limit(runbook.faults().isEmpty() ? SECTIONS : 1)
        .forEach(sections::add);
    if (!runbook.faults().isEmpty()) {
      sections.addAll(ALWAYS_TOLD);
    }
    return sections;
  }

  private Optional<Incident> related(Runbook runbook) {
    return live.openIncidents().stream()
        .filter(
            incident ->
                !incident.getCauses().isEmpty()
                    && runbook.faults().contains(incident.getCauses().get(0).getFault()))
        .findFirst();
  }

  private static Source source(Hit hit) {
    return new Source(
        hit.passage().title() + " · " + hit.passage().heading(),
        round(hit.relevance()),
        hit.passage().text(),
        Source.Kind.KNOWLEDGE,
        hit.passage().runbook());
  }

  /** A section of a runbook as a source. */
  static Source source(Runbook runbook, int section, double relevance, Language language) {
    Section told = runbook.sections(language).get(section);
    return new Source(
        runbook.title(language) + " · " + told.heading(),
        relevance,
        told.text(),
        Source.Kind.KNOWLEDGE,
        runbook.id());
  }

  private static double round(double relevance) {
    return Math.round(relevance * 100) / 100.0;
  }

  private static Reply nothing(Task task) {
    return new Reply(
        Researcher.NAME,
        task.say(
            "I know nothing about that. I can tell what is wrong now and why, what is proposed, how"
                + " much load to expect, and how to handle failures of Kubernetes, Prometheus,"
                + " Kafka and databases.",
            "这方面我没有资料。我可以回答：现在有什么问题、原因是什么、有哪些修复建议、未来的负载，以及"
                + " Kubernetes、Prometheus、Kafka、数据库常见故障的处理方法。"),
        List.of(),
        List.of(
            task.say("What is wrong now?", "现在有什么问题？"),
            task.say("What is proposed?", "有哪些修复建议？"),
            task.say("How do I tune my cluster?", "如何优化 Kubernetes 集群性能？")),
        List.of(),
        task.subject());
  }
}
