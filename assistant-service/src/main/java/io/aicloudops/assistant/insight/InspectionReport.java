package io.aicloudops.assistant.insight;

import io.aicloudops.schemas.event.Finding;
import io.aicloudops.schemas.event.Inspection;
import io.aicloudops.schemas.event.InspectionStatus;
import io.aicloudops.schemas.identity.EntityId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An inspection as a page of Markdown, to be sent or filed. */
public final class InspectionReport {

  private InspectionReport() {}

  /** The whole report, the worst first; findings of one check stand together. */
  public static String markdown(Inspection inspection, boolean chinese) {
    StringBuilder out = new StringBuilder();
    out.append(chinese ? "# 集群巡检：" : "# Inspection of ").append(escape(inspection.getCluster()));
    out.append("\n\n").append(head(inspection, chinese)).append('\n');
    if (inspection.getStatus() == InspectionStatus.FAILED) {
      out.append(chinese ? "\n巡检失败：" : "\nIt failed: ").append(escape(inspection.getError()));
      return out.append('\n').toString();
    }
    if (!inspection.getNotRead().isEmpty()) {
      out.append(chinese ? "\n无法读取：" : "\nCould not be read: ")
          .append(escape(String.join(", ", inspection.getNotRead())))
          .append('\n');
    }
    Map<String, List<Finding>> byCheck =
        inspection.getFindings().stream()
            .collect(
                Collectors.groupingBy(
                    f -> f.getSeverity() + "\0" + f.getCheck(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    if (byCheck.isEmpty() && inspection.getStatus() == InspectionStatus.DONE) {
      out.append(chinese ? "\n没有发现问题。\n" : "\nNothing was found.\n");
    }
    byCheck.values().forEach(findings -> check(out, inspection, findings, chinese));
    return out.toString();
  }

  private static String head(Inspection inspection, boolean chinese) {
    String objects =
        new TreeMap<>(inspection.getObjects())
            .entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "));
    int all = inspection.getCounts().values().stream().mapToInt(Integer::intValue).sum();
    return chinese
        ? "%s，发起人 %s，发现 %d 项。检查对象：%s。"
            .formatted(
                inspection.getStartedAt(), escape(inspection.getAskedBy()), all, escape(objects))
        : "%s, asked by %s, %d findings. Looked at: %s."
            .formatted(
                inspection.getStartedAt(), escape(inspection.getAskedBy()), all, escape(objects));
  }

  private static void check(
      StringBuilder out, Inspection inspection, List<Finding> findings, boolean chinese) {
    Finding first = findings.get(0);
    out.append("\n## ")
        .append(first.getSeverity())
        .append(": ")
        .append(first.getCheck())
        .append(" (")
        .append(findings.size())
        .append(")\n\n")
        .append(escape(chinese ? first.getAdviceZh() : first.getAdvice()))
        .append(chinese ? "。\n\n" : ".\n\n");
    for (Finding finding : findings) {
      String entity =
          EntityId.tryParse(finding.getEntity())
              .map(id -> id.namespace() + "/" + id.kind() + "/" + id.name())
              .orElse(finding.getEntity());
      out.append("- `").append(entity.replace('`', '\'')).append("`: ");
      out.append(escape(chinese ? finding.getTextZh() : finding.getText())).append('\n');
    }
    long listed =
        inspection.getFindings().stream()
            .filter(f -> f.getCheck().equals(first.getCheck()))
            .count();
    long left = inspection.getCounts().getOrDefault(first.getCheck(), 0) - listed;
    if (left > 0) {
      out.append(chinese ? "- 另有 " + left + " 项未列出\n" : "- and " + left + " more\n");
    }
  }

  /** Names and messages of a cluster's objects are text, whatever they look like. */
  private static String escape(String text) {
    return text.replaceAll("([\\\\`*_\\[\\]<>#|])", "\\\\$1").replaceAll("\\s+", " ");
  }
}
