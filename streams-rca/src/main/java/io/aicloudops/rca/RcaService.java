package io.aicloudops.rca;

import io.aicloudops.rca.correlate.FoldRules;
import io.aicloudops.rca.incidents.EvidenceTopology;
import io.aicloudops.rca.incidents.IncidentTopology;
import io.aicloudops.rca.ondemand.Listener;
import io.aicloudops.rca.ondemand.RcaRoute;
import io.aicloudops.rca.ondemand.Recent;
import io.aicloudops.rca.streams.content.ContentTopology;
import io.aicloudops.rca.streams.detect.DetectSettings;
import io.aicloudops.rca.streams.detect.DetectTopology;
import io.aicloudops.runtime.kafka.StreamsService;
import io.aicloudops.runtime.kubernetes.KubernetesSettings;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.runtime.service.ServiceContext;
import io.aicloudops.runtime.service.ServiceGroup;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** Finds anomalies, makes incidents of them, and says what their causes are. */
public final class RcaService implements Service {

  /** Its name in commands, logs and metrics. */
  public static final String NAME = "streams-rca";

  private final ServiceGroup parts;

  /**
   * The service with all its parts.
   *
   * @throws IllegalArgumentException if a setting under {@code rca} is out of range
   */
  public RcaService(ServiceContext context) {
    RcaSettings settings = context.settings().read(RcaSettings.SECTION);
    String cluster = context.settings().read(KubernetesSettings.SECTION).cluster();
    FoldRules rules = settings.rules();
    List<Service> all = new ArrayList<>();
    all.add(detection(context));
    if (settings.content().enabled()) {
      all.add(
          new StreamsService(
              NAME + "-content",
              context,
              builder ->
                  ContentTopology.build(
                      context.kafka().serdes(),
                      settings.content(),
                      StreamsService.strictConfig())));
    }
    all.add(
        new StreamsService(
            NAME + "-evidence",
            context,
            builder ->
                EvidenceTopology.build(
                    builder,
                    context.kafka().serdes(),
                    clusters(settings, cluster),
                    settings.tick().toMillis(),
                    context.clock())));
    all.add(
        new StreamsService(
            NAME + "-incidents",
            context,
            builder -> IncidentTopology.build(builder, context.kafka().serdes(), rules)));
    all.addAll(onDemand(context, settings.analysis()));
    parts = new ServiceGroup(all);
  }

  /** What is analysed on demand: what was told lately, and the whole map. */
  private static List<Service> onDemand(ServiceContext context, RcaSettings.Analysis settings) {
    Recent recent = new Recent(settings.window(), settings.maxSignals(), context.clock());
    context.http().add(new RcaRoute(recent));
    Optional<Duration> lately = Optional.of(settings.window());
    return List.of(
        listener(context, Topics.TOPOLOGY, Optional.empty(), recent),
        listener(context, Topics.INCIDENTS, lately, recent),
        listener(context, Topics.SIGNALS, lately, recent));
  }

  private static <V extends SpecificRecord> Listener listener(
      ServiceContext context, Topic<V> topic, Optional<Duration> back, Recent recent) {
    return new Listener(
        topic.name(),
        () -> context.kafka().consumer(NAME + "-recent", topic),
        back,
        recent,
        context.clock());
  }

  /**
   * Detection alone, the first of the parts: to measure it, or to run it on machines of its own.
   */
  public static StreamsService detection(ServiceContext context) {
    DetectSettings settings = context.settings().read(RcaSettings.SECTION).detect();
    return new StreamsService(
        NAME + "-detect",
        context,
        builder ->
            DetectTopology.build(context.kafka().serdes(), settings, StreamsService.strictConfig()),
        DetectTopology.configuration());
  }

  private static List<String> clusters(RcaSettings settings, String own) {
    return Stream.concat(Stream.of(own), settings.clusters().stream()).distinct().toList();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start() {
    parts.start();
  }

  @Override
  public Health health() {
    return Health.worst(parts.health());
  }

  @Override
  public void close() {
    parts.close();
  }
}
