package io.aicloudops.assistant.api;

import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.Role;
import io.javalin.config.JavalinConfig;
import io.javalin.http.staticfiles.Location;
import java.util.Map;
import java.util.Set;

/**
 * The dashboard's files and the libraries it loads. They need no token: what they show comes from
 * the API, which does.
 */
public final class DashboardRoutes implements HttpModule {

  @Override
  public void configure(JavalinConfig config) {
    config.staticFiles.add(
        files -> {
          files.hostedPath = "/";
          files.directory = "/dashboard";
          files.location = Location.CLASSPATH;
          files.roles = Set.of(Role.ANYONE);
        });
    config.staticFiles.add(
        files -> {
          files.hostedPath = "/webjars";
          files.directory = "/META-INF/resources/webjars";
          files.location = Location.CLASSPATH;
          files.roles = Set.of(Role.ANYONE);
          files.headers = Map.of("Cache-Control", "public, max-age=86400");
        });
  }
}
