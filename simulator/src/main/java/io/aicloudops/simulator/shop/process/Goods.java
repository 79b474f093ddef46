package io.aicloudops.simulator.shop.process;

import java.util.HashMap;
import java.util.Map;

/** What the store holds before the first customer comes. */
final class Goods {

  private static final int PRODUCTS = 200;

  private Goods() {}

  static Map<String, String> initial() {
    Map<String, String> goods = new HashMap<>();
    goods.put("products", "{\"count\":" + PRODUCTS + "}");
    goods.put("stock", "{\"reserved\":0}");
    for (int i = 1; i <= PRODUCTS; i++) {
      String product =
          "{\"id\":%d,\"name\":\"Product %d\",\"price\":%d}".formatted(i, i, 5 + i % 90);
      goods.put("product-" + i, product);
    }
    return goods;
  }
}
