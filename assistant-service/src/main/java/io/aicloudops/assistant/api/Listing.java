package io.aicloudops.assistant.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.assistant.views.View;
import io.aicloudops.assistant.views.Views;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/** Lists of a view's rows: newest first, with limit and offset, and a note if rows are missing. */
final class Listing {

  private static final int MOST = 1000;
  private static final int USUAL = 100;

  private final Views views;

  Listing(Views views) {
    this.views = views;
  }

  /**
   * Answers with a list.
   *
   * @param params that know {@code limit} and {@code offset}
   * @param wanted which rows
   * @param shown a row as JSON
   */
  <V extends SpecificRecord> void answer(
      Context context,
      Params params,
      View<V> view,
      Predicate<V> wanted,
      Function<V, ObjectNode> shown) {
    int limit = params.number("limit", USUAL, 1, MOST);
    int offset = params.number("offset", 0, 0, Integer.MAX_VALUE);
    Views.Found<V> found = views.all(view);
    List<V> rows = found.rows().stream().filter(wanted).sorted(newestFirst(view)).toList();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    var items = answer.putArray("items");
    rows.stream().skip(offset).limit(limit).map(shown).forEach(items::add);
    answer.put("total", rows.size()).put("limit", limit).put("offset", offset);
    if (!found.complete()) {
      note(answer, found.missing());
    }
    context.json(answer);
  }

  /** Says that replicas did not answer. */
  static void note(ObjectNode answer, List<String> missing) {
    answer.put("partial", true);
    missing.forEach(answer.putArray("missing")::add);
  }

  /** The newest first; rows of one time in the order of their text, so that pages never jump. */
  static <V extends SpecificRecord> Comparator<V> newestFirst(View<V> view) {
    return Comparator.comparing(view.time()).reversed().thenComparing(Object::toString);
  }
}
