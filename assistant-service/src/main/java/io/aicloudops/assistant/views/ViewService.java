package io.aicloudops.assistant.views;

import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.http.Tokens;
import io.aicloudops.runtime.kafka.StreamsService;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.runtime.service.ServiceContext;
import java.time.Duration;

/** Keeps the views up to date, answers from them, and answers other replicas. */
public final class ViewService implements Service {

  /** Name of the Streams application. */
  public static final String NAME = "assistant-views";

  private static final Duration TOKEN_VALIDITY = Duration.ofMinutes(5);

  private final StreamsService application;
  private final Views views;
  private final PeerRoutes routes;

  /** Makes it; {@link #routes()} are to be added to the server. */
  public ViewService(ServiceContext context, ViewsSettings settings) {
    ViewTopology topology = new ViewTopology(context.kafka().serdes(), settings);
    application = new StreamsService(NAME, context, topology::build);
    String self = context.kafka().settings().streams().applicationServer();
    StreamsDirectory directory = new StreamsDirectory(application, self);
    LocalViews local = new LocalViews(directory);
    Tokens tokens = context.http().tokens();
    HttpPeers peers =
        new HttpPeers(
            context.http().url().getScheme(),
            context.kafka().serdes(),
            () -> tokens.issue("replica " + self, Role.OPERATOR, TOKEN_VALIDITY),
            settings.peerTimeout());
    views = new RoutedViews(local, directory, peers);
    routes = new PeerRoutes(local, directory, context.kafka().serdes());
  }

  /** Where other replicas ask. */
  public HttpModule routes() {
    return routes;
  }

  /** The rows of all replicas. */
  public Views views() {
    return views;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start() {
    application.start();
  }

  @Override
  public Health health() {
    return application.health();
  }

  @Override
  public void close() {
    application.close();
  }
}
