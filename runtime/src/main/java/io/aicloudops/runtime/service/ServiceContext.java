package io.aicloudops.runtime.service;

import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.runtime.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What a service is built from. A service reads its own section of the settings, adds its routes to
 * the server and takes its clients from here, so that the same class runs alone or beside all
 * others in one process.
 *
 * @param settings the whole configuration
 * @param kafka producers, consumers, Streams applications
 * @param http the process' HTTP server; routes are added before it starts
 * @param meters where metrics are registered
 * @param clock the present; for what people asked when, never for event time
 * @param data a directory of the process' own; each service uses a folder of its name
 */
public record ServiceContext(
    Settings settings,
    KafkaClients kafka,
    HttpServer http,
    MeterRegistry meters,
    Clock clock,
    Path data) {}
