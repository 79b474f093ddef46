package io.aicloudops.assistant.api;

import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.Principal;
import io.aicloudops.runtime.http.Role;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /api/v1/whoami}: as whom a request counts, and what that one may do. */
public final class WhoAmIRoutes implements HttpModule {

  @Override
  public void configure(JavalinConfig config) {
    config.routes.get("/api/v1/whoami", WhoAmIRoutes::answer, Role.ANYONE);
  }

  private static void answer(Context context) {
    new Params(context);
    Principal who = HttpServer.principal(context);
    List<String> may =
        Arrays.stream(Role.values()).filter(who.role()::covers).map(Role::id).toList();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("name", who.name());
    answer.put("role", who.role().id());
    answer.put("may", may);
    answer.put("logged_in", !who.equals(Principal.ANONYMOUS));
    context.json(answer);
  }
}
