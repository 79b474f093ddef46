package io.aicloudops.assistant.answer.drafts;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.answer.Draft;
import io.aicloudops.assistant.knowledge.Language;
import io.aicloudops.schemas.identity.EntityId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is drafted has been read back. */
class DraftsTest {

  private static final Optional<EntityId> CART =
      Optional.of(new EntityId("demo", "shop", "Deployment", "cart"));

  @ParameterizedTest
  @EnumSource(QueryTopic.class)
  void everyTemplateParsesWithAndWithoutAWorkload(QueryTopic topic) {
    for (Optional<EntityId> about : java.util.List.of(CART, Optional.<EntityId>empty())) {
      String text = topic.title + " " + topic.titleZh;
      Draft rule = Drafts.alertRule(text, about, Language.ZH).orElseThrow();
      assertThat(rule.problems()).as(rule.text()).isEmpty();
      Draft query = Drafts.query(text, about, Language.EN).orElseThrow();
      assertThat(query.problems()).as(query.text()).isEmpty();
      assertThat(query.text()).doesNotContain("%s", "QUANTILE", "{,");
    }
  }

  @Test
  void takesWindowAndQuantileFromTheWords() {
    assertThat(Drafts.query("cart 最近15分钟的p90延迟", CART, Language.ZH).orElseThrow().text())
        .contains("0.90", "[15m]", "service=\"cart\"");
    assertThat(Drafts.query("error ratio over 2 hours", CART, Language.EN).orElseThrow().text())
        .contains("[2h]");
    assertThat(Drafts.query("something nice", CART, Language.EN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HPA", "PDB 中断预算", "NetworkPolicy 网络策略"})
  void policiesAreReadable(String what) {
    Draft draft = Drafts.policy(what, CART);
    assertThat(draft.problems()).isEmpty();
    assertThat(draft.text()).contains("namespace: shop", "name: cart", "kind: " + draft.title());
  }

  @Test
  void saysWhatIsWrongWithARule() {
    assertThat(Drafts.ruleProblems("groups: ["))
        .singleElement()
        .asString()
        .contains("cannot be read");
    assertThat(Drafts.ruleProblems("rules: []")).containsExactly("the YAML has no groups");
    assertThat(Drafts.ruleProblems("groups: [{name: a, rules: [{expr: 'rate(x)'}]}]"))
        .contains("a rule has no alert")
        .anyMatch(problem -> problem.contains("needs a window"));
  }
}
