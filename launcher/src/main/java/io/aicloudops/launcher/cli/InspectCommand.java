package io.aicloudops.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.runtime.http.Role;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aiops inspect}: look the whole cluster over and say what could be better. */
@Command(
    name = "inspect",
    description = {
      "Look the whole cluster over: quotas, volumes and certificates near their end,",
      "missing limits and probes, single replicas, forgotten nodes, old things."
    },
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {

  private static final String PATH = "/api/v1/inspections";

  @Mixin private final ClientOptions options = new ClientOptions();

  @Option(names = "--last", description = "Show the last one instead of asking for a new one.")
  private boolean last;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "Which cluster; needed only if there are several.")
  private @Nullable String cluster;

  @Option(names = "--markdown", description = "Print the report as Markdown.")
  private boolean markdown;

  @Option(
      names = "--lang",
      paramLabel = "en|zh",
      defaultValue = "en",
      description = "Language of the report.")
  private String lang = "en";

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "How long to wait for the result.")
  private int timeout = 120;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    ApiClient client = options.client(last ? Role.VIEWER : Role.OPERATOR);
    String path = PATH + "/" + ApiClient.encode(last ? newest(client) : ask(client));
    JsonNode inspection = await(client, path);
    PrintWriter out = spec.commandLine().getOut();
    if (options.json()) {
      out.println(inspection.toPrettyString());
    } else if (markdown) {
      out.print(client.text(path + "?format=markdown&lang=" + ApiClient.encode(lang)));
    } else {
      print(inspection, out);
    }
    out.flush();
    return inspection.path("status").asText().equals("done") ? 0 : 1;
  }

  private String ask(ApiClient client) {
    Map<String, String> body = new LinkedHashMap<>();
    if (cluster != null) {
      body.put("cluster", cluster);
    }
    return client.post(PATH, body).path("inspection_id").asText();
  }

  private String newest(ApiClient client) {
    String of = cluster == null ? "" : "&cluster=" + ApiClient.encode(cluster);
    JsonNode items = client.get(PATH + "?status=done&limit=1" + of).path("items");
    if (items.isEmpty()) {
      throw new ClientException("there is no inspection yet; 'aiops inspect' makes one");
    }
    return items.path(0).path("id").asText();
  }

  /** What was asked for is in the log at once, and a moment later in what the service shows. */
  private JsonNode await(ApiClient client, String path) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeout);
    Optional<JsonNode> inspection = client.find(path);
    while (inspection.map(i -> i.path("status").asText().equals("running")).orElse(true)) {
      if (System.nanoTime() > until) {
        throw new ClientException(
            "no result within " + timeout + " s; is a connect service watching this cluster?");
      }
      TimeUnit.MILLISECONDS.sleep(300);
      inspection = client.find(path);
    }
    return inspection.orElseThrow();
  }

  private void print(JsonNode inspection, PrintWriter out) {
    if (inspection.path("status").asText().equals("failed")) {
      out.println("The inspection failed: " + Printing.plain(inspection.path("error")));
      return;
    }
    boolean chinese = lang.equals("zh");
    JsonNode findings = inspection.path("findings");
    int all = 0;
    for (JsonNode count : inspection.path("counts")) {
      all += count.asInt();
    }
    out.printf("%s: %d findings%n", Printing.plain(inspection.path("cluster")), all);
    for (JsonNode kind : inspection.path("not_read")) {
      out.println("could not read " + Printing.plain(kind));
    }
    for (JsonNode finding : findings) {
      out.printf(
          "%-8s %-22s %s%n         %s%n",
          finding.path("severity").asText(),
          finding.path("check").asText(),
          Printing.plain(finding.path("entity")),
          Printing.plain(finding.path(chinese ? "text_zh" : "text")));
    }
    if (all > findings.size()) {
      out.println("and " + (all - findings.size()) + " more of the same kinds");
    }
  }
}
