package io.aicloudops.connect.identity;

import io.aicloudops.schemas.identity.EntityId;

/** One entity calls another; each as well known as its name was when it was seen. */
public record Call(EntityId from, EntityId to) {}
