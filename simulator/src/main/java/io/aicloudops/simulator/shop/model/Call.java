package io.aicloudops.simulator.shop.model;

/**
 * A request a route makes to another service.
 *
 * @param target name of the called service
 * @param path path of the called route; {@code {id}} is replaced by the caller's own path parameter
 */
public record Call(String target, String method, String path) {}
