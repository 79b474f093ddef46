package io.aicloudops.forecast;

import io.aicloudops.forecast.topology.ForecastTopology;
import io.aicloudops.forecast.topology.RecommendationGauges;
import io.aicloudops.forecast.workload.ForecastRules;
import io.aicloudops.runtime.kafka.StreamsService;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.runtime.service.ServiceContext;

/** Forecasts the load of every workload and advises how many instances it should have. */
public final class ForecastService implements Service {

  /** Its name in commands, logs and metrics. */
  public static final String NAME = "streams-forecast";

  private final StreamsService streams;

  /**
   * @throws IllegalArgumentException if a setting under {@code forecast} is out of range
   */
  public ForecastService(ServiceContext context) {
    ForecastRules rules = context.settings().read(ForecastSettings.SECTION).rules();
    RecommendationGauges gauges = new RecommendationGauges(context.meters());
    streams =
        new StreamsService(
            NAME,
            context,
            builder -> ForecastTopology.build(builder, context.kafka().serdes(), rules, gauges));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start() {
    streams.start();
  }

  @Override
  public Health health() {
    return streams.health();
  }

  @Override
  public void close() {
    streams.close();
  }
}
