package io.aicloudops.simulator.kube.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatchRulesTest {

  private static final Writer ONE = new Writer("one", "", "v1", "2026-01-01T00:00:00Z");
  private static final Writer TWO = new Writer("two", "", "v1", "2026-01-01T00:00:00Z");

  @Test
  void strategicMergeObeysItsDirectives() {
    String spec = "{'containers':[{'name':'a','image':'1'},{'name':'b','image':'1'}]}";

    assertThat(merge(spec, "{'containers':[{'name':'a','$patch':'delete'}]}"))
        .isEqualTo(json("{'containers':[{'name':'b','image':'1'}]}"));
    assertThat(merge(spec, "{'containers':[{'$patch':'replace'},{'name':'c'}]}"))
        .isEqualTo(json("{'containers':[{'name':'c'}]}"));
    assertThat(merge(spec, "{'$setElementOrder/containers':[{'name':'b'},{'name':'a'}]}"))
        .isEqualTo(json("{'containers':[{'name':'b','image':'1'},{'name':'a','image':'1'}]}"));
    assertThat(
            merge(
                "{'finalizers':['x','y']}",
                "{'finalizers':['z'],'$deleteFromPrimitiveList/finalizers':['x']}"))
        .isEqualTo(json("{'finalizers':['y','z']}"));
    assertThat(
            merge(
                "{'strategy':{'type':'A','rollingUpdate':{}}}",
                "{'strategy':{'$retainKeys':['type'],'type':'B'}}"))
        .isEqualTo(json("{'strategy':{'type':'B'}}"));
    assertThat(merge("{'data':{'a':1}}", "{'data':{'$patch':'replace','b':2}}"))
        .isEqualTo(json("{'data':{'b':2}}"));
    assertThat(merge("{'data':{'a':1},'x':1}", "{'data':{'$patch':'delete'},'x':null}"))
        .isEqualTo(json("{'data':{}}"));
  }

  @Test
  void strategicMergeNeedsKeysAndKnownDirectives() {
    assertThatThrownBy(() -> merge("{}", "{'containers':[{'image':'1'}]}"))
        .isInstanceOf(PatchException.class)
        .hasMessageContaining("merge key: name");
    assertThatThrownBy(() -> merge("{}", "{'data':{'$patch':'explode'}}"))
        .hasMessageContaining("explode");
  }

  @Test
  void servicePortsMergeByPortAndOthersAreReplaced() {
    assertThat(
            merge(
                "{'spec':{'ports':[{'port':80,'name':'a'}]}}", "{'spec':{'ports':[{'port':81}]}}"))
        .isEqualTo(json("{'spec':{'ports':[{'port':80,'name':'a'},{'port':81}]}}"));
    assertThat(merge("{'args':['a']}", "{'args':['b']}")).isEqualTo(json("{'args':['b']}"));
  }

  @Test
  void anAppliedElementGoesWhenItsOnlyOwnerDropsIt() {
    ObjectNode first =
        applied(
            json("{}"),
            "{'metadata':{'finalizers':['f']},'spec':{'containers':[{'name':'a','image':'1'},{'name':'b','image':'1'}]}}",
            ONE);
    ObjectNode shared = applied(first, "{'spec':{'containers':[{'name':'b','image':'1'}]}}", TWO);

    ObjectNode after = applied(shared, "{'spec':{'containers':[{'name':'a','image':'2'}]}}", ONE);

    assertThat(after.get("spec"))
        .isEqualTo(json("{'containers':[{'name':'a','image':'2'},{'name':'b','image':'1'}]}"));
    assertThat(after.at("/metadata").has("finalizers")).isFalse();
    assertThat(
            applied(after, "{'spec':{'containers':[{'name':'a','image':'2'}]}}", TWO)
                .at("/spec/containers"))
        .hasSize(1);
  }

  @Test
  void anUpdateTakesOwnershipOfWhatItChanges() {
    ObjectNode live = applied(json("{}"), "{'data':{'a':'1','b':'1'}}", ONE);
    ObjectNode updated = live.deepCopy();
    updated.withObjectProperty("data").put("a", "2");
    ManagedFields.recordUpdate(live, updated, TWO);

    ServerSideApply.Outcome outcome =
        ServerSideApply.apply(updated, json("{'data':{'a':'1','b':'1'}}"), ONE, false);

    assertThat(outcome)
        .isEqualTo(
            new ServerSideApply.Outcome.Conflicts(
                List.of(new ServerSideApply.Conflict("two", "v1", ".data.a"))));
  }

  @Test
  void keyedListsCannotBeAppliedWithoutTheirKey() {
    assertThatThrownBy(
            () ->
                ServerSideApply.apply(
                    json("{}"), json("{'spec':{'containers':[{'image':'1'}]}}"), ONE, false))
        .isInstanceOf(PatchException.class);
  }

  private static ObjectNode applied(ObjectNode live, String configuration, Writer writer) {
    return ((ServerSideApply.Outcome.Applied)
            ServerSideApply.apply(live, json(configuration), writer, false))
        .object();
  }

  private static ObjectNode merge(String target, String patch) {
    return StrategicMerge.apply(json(target), json(patch));
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
