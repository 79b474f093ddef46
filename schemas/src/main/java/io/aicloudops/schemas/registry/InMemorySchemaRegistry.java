package io.aicloudops.schemas.registry;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** A registry within the process, for topology tests and backtests. It accepts every schema. */
public final class InMemorySchemaRegistry implements SchemaRegistry {

  private final List<Schema> schemas = new ArrayList<>();

  @Override
  public synchronized int register(String subject, Schema schema) {
    int known = schemas.indexOf(schema);
    if (known >= 0) {
      return known + 1;
    }
    schemas.add(schema);
    return schemas.size();
  }

  @Override
  public synchronized int lookup(String subject, Schema schema) {
    int known = schemas.indexOf(schema);
    if (known < 0) {
      throw new RegistryException(40403, "no such schema under " + subject, null);
    }
    return known + 1;
  }

  @Override
  public synchronized Schema byId(int id) {
    if (id < 1 || id > schemas.size()) {
      throw new RegistryException(40403, "no schema has the id " + id, null);
    }
    return schemas.get(id - 1);
  }
}
