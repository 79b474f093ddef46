package io.aicloudops.assistant.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EntityNamesTest {

  private static final List<String> ENTITIES =
      List.of(
          "c1/shop/Deployment/cart",
          "c1/shop/Service/cart",
          "c1/test/Deployment/cart",
          "c1/shop/StatefulSet/store",
          "c1/_/Node/n1",
          "no entity");

  private static List<String> meant(String text, String namespace) {
    return EntityNames.meant(text, namespace, ENTITIES);
  }

  @Test
  void aWholeEntityMeansItself() {
    assertThat(meant("c1/shop/Service/cart", "")).containsExactly("c1/shop/Service/cart");
  }

  @Test
  void aWorkloadIsMeantRatherThanItsService() {
    assertThat(meant("cart", "shop")).containsExactly("c1/shop/Deployment/cart");
    assertThat(meant("shop/cart", "")).containsExactly("c1/shop/Deployment/cart");
    assertThat(meant("service/cart", "shop")).containsExactly("c1/shop/Service/cart");
    assertThat(meant("STATEFULSET/store", "")).containsExactly("c1/shop/StatefulSet/store");
    assertThat(meant("n1", "")).containsExactly("c1/_/Node/n1");
  }

  @Test
  void aNameOfTwoNamespacesIsNotClear() {
    assertThat(meant("cart", ""))
        .containsExactly("c1/shop/Deployment/cart", "c1/test/Deployment/cart");
  }

  @Test
  void whatIsUnknownMeansNothing() {
    assertThat(meant("ghost", "")).isEmpty();
    assertThat(meant("cart", "prod")).isEmpty();
  }
}
