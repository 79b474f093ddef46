package io.aicloudops.rca.logs;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.Arrays;

/** What lines of one kind have in common. */
final class Template {

  /** Stands for what differs from line to line. */
  static final String ANY = "<*>";

  /** The order in which templates came to be; never given twice. */
  final int id;

  /** As it was when it came to be; stays, so that it can name a series. */
  final String name;

  /** True if it hangs under no word of its own; see {@link TemplateMiner}. */
  final boolean loose;

  /** Event time of the newest line, in milliseconds. */
  long seen;

  private final String[] tokens;

  Template(int id, String name, boolean loose, String[] tokens, long seen) {
    this.id = id;
    this.name = name;
    this.loose = loose;
    this.tokens = tokens.clone();
    this.seen = seen;
  }

  /** The share of places with the same word. */
  double similarity(String[] line) {
    int same = 0;
    for (int k = 0; k < tokens.length; k++) {
      same += tokens[k].equals(line[k]) ? 1 : 0;
    }
    return (double) same / tokens.length;
  }

  /** Leaves open what is different in a line of the same length. */
  void merge(String[] line) {
    for (int k = 0; k < tokens.length; k++) {
      if (!tokens[k].equals(line[k])) {
        tokens[k] = ANY;
      }
    }
  }

  int length() {
    return tokens.length;
  }

  String word(int place) {
    return tokens[place];
  }

  /** The words as they are now, {@link #ANY} for those that differ. */
  String[] words() {
    return tokens.clone();
  }

  /** The words as they are now. */
  String text() {
    return String.join(" ", tokens);
  }

  void write(Packer out) {
    out.i(id);
    out.text(name);
    out.z(loose);
    out.l(seen);
    out.i(tokens.length);
    Arrays.stream(tokens).forEach(out::text);
  }

  static Template read(Unpacker in) {
    int id = in.i();
    String name = in.text();
    boolean loose = in.z();
    long seen = in.l();
    String[] tokens = new String[in.i()];
    for (int k = 0; k < tokens.length; k++) {
      tokens[k] = in.text();
    }
    return new Template(id, name, loose, tokens, seen);
  }
}
