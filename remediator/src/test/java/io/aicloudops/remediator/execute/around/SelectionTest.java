package io.aicloudops.remediator.execute.around;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelectionTest {

  private static LabelSelectorRequirement term(String key, String operator, String... values) {
    LabelSelectorRequirement term = new LabelSelectorRequirement();
    term.setKey(key);
    term.setOperator(operator);
    term.setValues(List.of(values));
    return term;
  }

  @Test
  void selectsAsTheServerDoes() {
    LabelSelector in =
        new LabelSelectorBuilder()
            .addToMatchExpressions(term("tier", "In", "a", "b"))
            .addToMatchExpressions(term("old", "DoesNotExist"))
            .build();
    assertThat(Selection.selects(in, Map.of("tier", "a"))).isTrue();
    assertThat(Selection.selects(in, Map.of("tier", "c"))).isFalse();
    assertThat(Selection.selects(in, Map.of("tier", "a", "old", ""))).isFalse();
    assertThat(Selection.selects(new LabelSelector(), Map.of())).isTrue();
    assertThat(Selection.selects(null, Map.of())).isFalse();
    LabelSelector not =
        new LabelSelectorBuilder()
            .addToMatchExpressions(term("tier", "NotIn", "a"))
            .addToMatchExpressions(term("app", "Exists"))
            .build();
    assertThat(Selection.selects(not, Map.of("app", "x"))).isTrue();
    assertThat(Selection.selects(not, Map.of("app", "x", "tier", "a"))).isFalse();
  }
}
