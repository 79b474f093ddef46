package io.aicloudops.simulator.shop.model;

import java.util.List;

/**
 * The services of the shop. At 60 requests a second to the front, it is busy to 45 % of its CPU
 * limit and every other service to 10–25 %: the front alone saturates when the load grows two and a
 * half times.
 */
public final class ShopMap {

  private static final long MIB = 1L << 20;

  private ShopMap() {}

  /** Every service, callers before callees. */
  public static List<ServiceSpec> services() {
    return List.of(
        new ServiceSpec(
            "frontend",
            2,
            0.5,
            256 * MIB,
            120 * MIB,
            0,
            false,
            new ServiceSpec.Versions("3.2.0", "3.2.1", "3.3.0", "3.3.1"),
            List.of(
                route("GET", "/", 7.5, new Call("catalogue", "GET", "/products")),
                route(
                    "GET",
                    "/products/{id}",
                    7.5,
                    new Call("catalogue", "GET", "/products/{id}"),
                    new Call("cart", "GET", "/carts/{id}")),
                route(
                    "POST",
                    "/carts/{id}/items",
                    7.5,
                    new Call("cart", "POST", "/carts/{id}/items")),
                route("POST", "/orders", 7.5, new Call("checkout", "POST", "/orders")))),
        new ServiceSpec(
            "checkout",
            2,
            0.3,
            256 * MIB,
            115 * MIB,
            0,
            false,
            new ServiceSpec.Versions("2.0.4", "2.0.5", "2.1.0", "2.1.1"),
            List.of(
                new Route(
                    "POST",
                    "/orders",
                    10,
                    0,
                    List.of(
                        List.of(new Call("inventory", "POST", "/reservations")),
                        List.of(new Call("payment", "POST", "/payments")))))),
        new ServiceSpec(
            "catalogue",
            2,
            0.4,
            256 * MIB,
            105 * MIB,
            10,
            false,
            new ServiceSpec.Versions("1.8.3", "1.8.4", "1.9.0", "1.9.1"),
            List.of(
                route("GET", "/products", 4, new Call("store", "GET", "/kv/products")),
                route("GET", "/products/{id}", 4, new Call("store", "GET", "/kv/product-{id}")))),
        new ServiceSpec(
            "cart",
            2,
            0.3,
            256 * MIB,
            110 * MIB,
            10,
            false,
            new ServiceSpec.Versions("1.4.2", "1.4.3", "1.5.0", "1.5.1"),
            List.of(
                route("GET", "/carts/{id}", 4, new Call("store", "GET", "/kv/cart-{id}")),
                route("POST", "/carts/{id}/items", 5, new Call("store", "PUT", "/kv/cart-{id}")))),
        new ServiceSpec(
            "payment",
            2,
            0.2,
            192 * MIB,
            90 * MIB,
            0,
            false,
            new ServiceSpec.Versions("4.1.0", "4.1.1", "4.2.0", "4.2.1"),
            List.of(new Route("POST", "/payments", 6, 30, List.of()))),
        new ServiceSpec(
            "inventory",
            2,
            0.2,
            192 * MIB,
            95 * MIB,
            10,
            false,
            new ServiceSpec.Versions("1.1.6", "1.1.7", "1.2.0", "1.2.1"),
            List.of(route("POST", "/reservations", 5, new Call("store", "PUT", "/kv/stock")))),
        new ServiceSpec(
            "store",
            1,
            1.0,
            512 * MIB,
            180 * MIB,
            0,
            true,
            new ServiceSpec.Versions("7.2.5", "7.2.6", "7.4.0", "7.4.1"),
            List.of(route("GET", "/kv/{id}", 1.5), route("PUT", "/kv/{id}", 2))));
  }

  /** A route that makes all its calls at once. */
  private static Route route(String method, String template, double cpuMillis, Call... calls) {
    List<List<Call>> stages = calls.length == 0 ? List.of() : List.of(List.of(calls));
    return new Route(method, template, cpuMillis, 0, stages);
  }
}
