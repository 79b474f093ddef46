package io.aicloudops.connect.kubernetes.inspection.checks;

import io.aicloudops.schemas.event.Finding;
import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Certificates near their end. The certificates themselves stand in secrets, which nobody here may
 * read: what is known comes of cert-manager's objects and of exporters' metrics.
 */
final class CertificateChecks {

  private static final Duration SOON = Duration.ofDays(14);
  private static final Duration VERY_SOON = Duration.ofDays(3);

  /** 9999-12-31, which certificates without an end name; what is above is not in seconds. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private CertificateChecks() {}

  static Stream<Finding> of(Picture picture) {
    // By the metrics first: what cert-manager's object says of the same certificate counts more.
    Map<EntityId, Instant> ends = new TreeMap<>(java.util.Comparator.comparing(EntityId::toString));
    for (Source source : SOURCES) {
      picture
          .gauges(source.metric())
          .filter(gauge -> gauge.value() > 0 && gauge.value() <= LAST_SECOND)
          .forEach(
              gauge ->
                  source
                      .entity(picture, gauge)
                      .ifPresent(
                          entity ->
                              ends.merge(
                                  entity,
                                  Instant.ofEpochSecond((long) gauge.value()),
                                  (a, b) -> a.isBefore(b) ? a : b)));
    }
    List<GenericKubernetesResource> issued =
        picture.of(GenericKubernetesResource.class).filter(CertificateChecks::certificate).toList();
    issued.forEach(
        certificate ->
            Ages.parse(certificate.get("status", "notAfter"))
                .ifPresent(end -> ends.put(picture.entity(certificate), end)));
    return Stream.concat(
        ends.entrySet().stream().flatMap(e -> nearEnd(e.getKey(), e.getValue(), picture.now())),
        issued.stream().flatMap(certificate -> notReady(picture, certificate)));
  }

  private static boolean certificate(GenericKubernetesResource object) {
    return object.getKind().equals("Certificate")
        && object.getApiVersion().startsWith("cert-manager.io/");
  }

  private static Stream<Finding> nearEnd(EntityId entity, Instant end, Instant now) {
    if (end.isAfter(now.plus(SOON))) {
      return Stream.empty();
    }
    long days = Duration.between(now, end).toDays();
    boolean over = !end.isAfter(now);
    return Stream.of(
        Check.CERTIFICATE_NEAR_END.found(
            end.isAfter(now.plus(VERY_SOON)) ? Level.WARNING : Level.CRITICAL,
            entity,
            over ? "it ended at " + end : "it ends in " + days + " days, at " + end,
            over ? "已于 " + end + " 到期" : "将在 " + days + " 天后到期（" + end + "）"));
  }

  private static Stream<Finding> notReady(Picture picture, GenericKubernetesResource certificate) {
    List<Map<String, Object>> conditions = certificate.get("status", "conditions");
    return Picture.orEmpty(conditions).stream()
        .filter(c -> "Ready".equals(c.get("type")) && "False".equals(c.get("status")))
        .filter(c -> Ages.olderThan(certificate, Duration.ofHours(1), picture.now()))
        .map(
            c ->
                Check.CERTIFICATE_NOT_ISSUED.found(
                    Level.WARNING,
                    picture.entity(certificate),
                    "it is not ready: " + c.getOrDefault("message", c.get("reason")),
                    "尚未就绪：" + c.getOrDefault("message", c.get("reason"))));
  }

  /** A metric whose value is the end of a certificate, in seconds since 1970. */
  private interface Source {
    String metric();

    /** What the certificate belongs to; empty if the series does not say. */
    Optional<EntityId> entity(Picture picture, Gauge gauge);
  }

  /** Labels that name the namespace and the object, the first that are there count. */
  private record Labelled(String metric, String kind, List<String> namespaces, List<String> names)
      implements Source {

    @Override
    public Optional<EntityId> entity(Picture picture, Gauge gauge) {
      String name = first(gauge, names);
      return name.isEmpty() || name.contains("/")
          ? Optional.empty()
          : Optional.of(picture.entity(first(gauge, namespaces), kind, name));
    }

    private static String first(Gauge gauge, List<String> labels) {
      return labels.stream()
          .map(gauge::label)
          .filter(value -> !value.isEmpty())
          .findFirst()
          .orElse("");
    }
  }

  /** A probe from outside: what was asked is all that is known. */
  private record Probed(String metric) implements Source {

    @Override
    public Optional<EntityId> entity(Picture picture, Gauge gauge) {
      String asked = gauge.label("instance").isEmpty() ? gauge.member() : gauge.label("instance");
      String name = asked.replaceFirst("^https?://", "").replaceFirst("[/?#].*$", "");
      return name.isEmpty() ? Optional.empty() : Optional.of(picture.entity("", "Endpoint", name));
    }
  }

  private static final List<Source> SOURCES =
      List.of(
          new Labelled(
              "certmanager_certificate_expiration_timestamp_seconds",
              "Certificate",
              List.of("exported_namespace", "namespace"),
              List.of("name")),
          new Labelled(
              "x509_cert_not_after", "Secret", List.of("secret_namespace"), List.of("secret_name")),
          new Probed("probe_ssl_earliest_cert_expiry"));

  /** The metrics it reads. */
  static final Set<String> METRICS =
      Set.of(
          "certmanager_certificate_expiration_timestamp_seconds",
          "x509_cert_not_after",
          "probe_ssl_earliest_cert_expiry");
}
