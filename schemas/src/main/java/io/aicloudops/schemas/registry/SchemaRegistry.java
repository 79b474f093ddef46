package io.aicloudops.schemas.registry;

import org.apache.avro.Schema;

/** What a serde needs of a schema registry. Implementations are safe for use by several threads. */
public interface SchemaRegistry {

  /**
   * Registers a schema under a subject, or finds that it is registered already.
   *
   * @return its id
   * @throws RegistryException if the registry refuses the schema or cannot be reached
   */
  int register(String subject, Schema schema);

  /**
   * Finds the id of a schema that must have been registered under the subject before.
   *
   * @throws RegistryException if it has not, or the registry cannot be reached
   */
  int lookup(String subject, Schema schema);

  /**
   * The schema of an id.
   *
   * @throws RegistryException if there is none ({@link RegistryException#notFound()}), or the
   *     registry cannot be reached
   */
  Schema byId(int id);
}
