package io.aicloudops.launcher.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaBookTest {

  private static final Schema SCHEMA = Schema.createEnum("E", null, null, List.of("A"));

  private final SchemaBook book = new SchemaBook();

  private static SchemaEntry entry(String subject, int version, int id, boolean deleted) {
    return new SchemaEntry(subject, version, id, SCHEMA.toString(), deleted);
  }

  @Test
  void givesEachIdOnceThoughTheLogForgotItsRecords() {
    book.given(7);
    assertThat(book.next("s", SCHEMA).id()).isEqualTo(8);
    book.put(entry("s", 1, 8, true));
    book.remove("s", 1);
    book.remove("s", 1);
    assertThat(book.next("s", SCHEMA).id()).isEqualTo(9);
    assertThat(book.highestId()).isEqualTo(8);
  }

  @Test
  void deletesForGoodOnlyWhatIsHidden() {
    book.put(entry("s", 1, 1, true));
    book.put(entry("s", 2, 1, false));
    assertThatThrownBy(() -> book.deletable("s", true))
        .isInstanceOfSatisfying(RegistryError.class, e -> assertThat(e.code()).isEqualTo(40405));
    assertThat(book.deletable("s", "latest", true).version()).isEqualTo(1);
    assertThat(book.deletable("s", "latest", false).version()).isEqualTo(2);
    assertThat(book.deletable("s", false)).extracting(SchemaEntry::version).containsExactly(2);
  }
}
