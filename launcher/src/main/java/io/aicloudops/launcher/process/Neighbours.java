package io.aicloudops.launcher.process;

import io.aicloudops.assistant.AssistantServiceSettings;
import io.aicloudops.assistant.answer.AssistantSettings;
import io.aicloudops.assistant.rules.Prometheus;
import io.aicloudops.connect.ConnectSettings;
import io.aicloudops.connect.cdc.CdcSettings;
import io.aicloudops.launcher.process.Checkup.Finding;
import io.aicloudops.launcher.process.Checkup.Grade;
import io.aicloudops.runtime.http.BoundedClient;
import io.aicloudops.runtime.kubernetes.KubernetesAccess;
import io.aicloudops.runtime.kubernetes.KubernetesSettings;
import io.aicloudops.runtime.redact.Redactor;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.runtime.settings.SettingsException;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks whether those beside Kafka answer whom a configuration names. */
final class Neighbours {

  private static final int TIMEOUT_SECONDS = 3;
  private static final long LARGEST = 4L << 20;

  private final Settings settings;
  private final Redactor redactor = new Redactor(false);
  private final BoundedClient http =
      new BoundedClient(Duration.ofSeconds(TIMEOUT_SECONDS), LARGEST);

  Neighbours(Settings settings) {
    this.settings = settings;
  }

  /** One finding for each that is configured, and one for the cluster in any case. */
  List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    findings.add(cluster());
    CdcSettings cdc = settings.read(ConnectSettings.SECTION).cdc();
    if (cdc.enabled()) {
      findings.add(database(cdc));
    }
    AssistantServiceSettings assistant = settings.read(AssistantServiceSettings.SECTION);
    if (!assistant.prometheusUrl().isEmpty()) {
      findings.add(prometheus(assistant.prometheusUrl()));
    }
    if (assistant.llm().provider() != AssistantSettings.Provider.NONE) {
      findings.add(model(assistant.llm()));
    }
    if (assistant.store() == AssistantSettings.Store.CHROMA) {
      findings.add(answers("assistant.chroma.url", assistant.chroma().url(), "/api/v2/heartbeat"));
    }
    return findings;
  }

  private Finding cluster() {
    KubernetesSettings kubernetes = settings.read(KubernetesSettings.SECTION);
    if (kubernetes.enabled() == KubernetesSettings.Mode.OFF) {
      return new Finding(Grade.OK, "kubernetes.enabled off, no cluster is watched", "");
    }
    try (@Nullable KubernetesClient client =
        KubernetesAccess.poller(kubernetes, "ai-cloudops-doctor").orElse(null)) {
      return client == null
          ? new Finding(
              Grade.WARN,
              "kubernetes.url",
              "no cluster is configured, so none is watched: set it, or kubernetes.kubeconfig, or run in a pod")
          : cluster(kubernetes, client);
    } catch (SettingsException e) {
      return new Finding(Grade.BAD, "kubernetes", String.join("; ", e.problems()));
    }
  }

  private Finding cluster(KubernetesSettings kubernetes, KubernetesClient client) {
    URL url = client.getMasterUrl();
    String what = redactor.redact(where(kubernetes) + " " + url);
    int port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    if (!Checkup.reachable(url.getHost() + ":" + port)) {
      return new Finding(
          Grade.BAD, what, "nobody answers there; correct it, or set kubernetes.enabled = off");
    }
    try {
      var one = new ListOptionsBuilder().withLimit(1L).build();
      if (kubernetes.namespaces().isEmpty()) {
        client.pods().inAnyNamespace().list(one);
      } else {
        for (String namespace : kubernetes.namespaces()) {
          client.pods().inNamespace(namespace).list(one);
        }
      }
      return new Finding(Grade.OK, what + ", pods may be listed", "");
    } catch (KubernetesClientException e) {
      String advice =
          switch (e.getCode()) {
            case HttpURLConnection.HTTP_UNAUTHORIZED ->
                "it does not know who we are: kubernetes.token, or the user of the kubeconfig";
            case HttpURLConnection.HTTP_FORBIDDEN ->
                "pods may not be listed: apply compose/kubernetes/rbac.yaml, or narrow kubernetes.namespaces";
            default -> redactor.redact(String.valueOf(e.getMessage()));
          };
      return new Finding(Grade.BAD, what, advice);
    }
  }

  private static String where(KubernetesSettings kubernetes) {
    if (!kubernetes.url().isEmpty()) {
      return "kubernetes.url";
    }
    return kubernetes.kubeconfig().isEmpty()
        ? "kubernetes, by the usual kubeconfig or the pod's account,"
        : "kubernetes.kubeconfig " + kubernetes.kubeconfig();
  }

  private Finding database(CdcSettings cdc) {
    String what = "connect.cdc " + cdc.host() + ":" + cdc.port() + "/" + cdc.database();
    String url =
        "jdbc:postgresql://%s:%d/%s?connectTimeout=%5$d&socketTimeout=%5$d&ApplicationName=%4$s"
            .formatted(cdc.host(), cdc.port(), cdc.database(), "aiops-doctor", TIMEOUT_SECONDS);
    try (Connection connection =
            DriverManager.getConnection(url, cdc.user(), cdc.password().value().orElse(""));
        Statement statement = connection.createStatement();
        ResultSet level = statement.executeQuery("SHOW wal_level")) {
      boolean logical = level.next() && level.getString(1).equals("logical");
      return logical
          ? new Finding(Grade.OK, what, "")
          : new Finding(
              Grade.BAD,
              what,
              "its wal_level is not logical: set it in postgresql.conf and restart");
    } catch (SQLException e) {
      return new Finding(
          Grade.BAD,
          what,
          "cannot be used ("
              + redactor.redact(String.valueOf(e.getMessage()))
              + "): connect.cdc.host, port, database, user and password");
    }
  }

  private Finding prometheus(String url) {
    String what = "assistant.prometheus-url " + redactor.redact(url);
    try {
      new Prometheus(url).groups();
      return new Finding(Grade.OK, what, "");
    } catch (IOException | IllegalArgumentException e) {
      return new Finding(
          Grade.BAD, what, "no Prometheus answers: " + redactor.redact(String.valueOf(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Finding(Grade.BAD, what, "interrupted");
    }
  }

  private Finding model(AssistantSettings.Llm llm) {
    boolean ollama = llm.provider() == AssistantSettings.Provider.OLLAMA;
    return answers(
        "assistant.llm.base-url",
        llm.baseUrl(),
        ollama ? "/api/tags" : "/models",
        llm.apiKey().value());
  }

  private Finding answers(String key, URI base, String path) {
    return answers(key, base, path, Optional.empty());
  }

  private Finding answers(String key, URI base, String path, Optional<String> bearer) {
    String what = key + " " + redactor.redact(base.toString());
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/+$", "") + path));
      bearer.ifPresent(token -> request.header("Authorization", "Bearer " + token));
      int status = http.send(request).statusCode();
      return status == HttpURLConnection.HTTP_OK
          ? new Finding(Grade.OK, what, "")
          : new Finding(
              Grade.BAD, what, "answers " + path + " with HTTP " + status + advice(key, status));
    } catch (IOException | IllegalArgumentException e) {
      return new Finding(
          Grade.BAD,
          what,
          "does not answer (" + redactor.redact(String.valueOf(e)) + "); correct " + key);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Finding(Grade.BAD, what, "interrupted");
    }
  }

  private static String advice(String key, int status) {
    boolean refused =
        status == HttpURLConnection.HTTP_UNAUTHORIZED || status == HttpURLConnection.HTTP_FORBIDDEN;
    if (refused && key.startsWith("assistant.llm")) {
      return ": look at assistant.llm.api-key";
    }
    return ": is " + key + " the right one?";
  }
}
