package io.aicloudops.remediator.audit;

import io.aicloudops.schemas.event.Remediation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A record's place in the chain of its cluster.
 *
 * @param number counts from 1, without a gap
 * @param previous hash of the record before it; {@link #BEGIN} for the first
 * @param hash of number, previous and everything the record says
 */
public record Link(long number, String previous, String hash) {

  /** What the first record names as the hash before it. */
  public static final String BEGIN = "0".repeat(64);

  private static final String PREFIX = "audit.";
  private static final String NUMBER = PREFIX + "number";
  private static final String PREVIOUS = PREFIX + "previous";
  private static final String HASH = PREFIX + "hash";

  /** The link for a record that comes after another; empty for the first of its cluster. */
  public static Link after(Optional<Link> before, Remediation record) {
    long number = before.map(Link::number).orElse(0L) + 1;
    String previous = before.map(Link::hash).orElse(BEGIN);
    return new Link(number, previous, Content.hash(number, previous, record));
  }

  /** A copy of a record that carries this link among its facts. */
  public Remediation on(Remediation record) {
    Remediation copy = Remediation.newBuilder(record).build();
    Map<String, String> facts = new HashMap<>(record.getFacts());
    facts.put(NUMBER, Long.toString(number));
    facts.put(PREVIOUS, previous);
    facts.put(HASH, hash);
    copy.setFacts(facts);
    return copy;
  }

  /** The link that a record carries; empty if it carries none that can be read. */
  public static Optional<Link> of(Remediation record) {
    Map<String, String> facts = record.getFacts();
    String number = facts.getOrDefault(NUMBER, "");
    return number.matches("\\d{1,18}")
        ? Optional.of(
            new Link(
                Long.parseLong(number),
                facts.getOrDefault(PREVIOUS, ""),
                facts.getOrDefault(HASH, "")))
        : Optional.empty();
  }

  /** True if the record says what it said when the link was made. */
  public boolean fits(Remediation record) {
    return hash.equals(Content.hash(number, previous, record));
  }

  /** True for a fact that is part of a link, not of what a record says. */
  static boolean isPart(String fact) {
    return fact.startsWith(PREFIX);
  }

  /** As one line, to be remembered between records. */
  public String toText() {
    return number + " " + previous + " " + hash;
  }

  /** From {@link #toText}. */
  public static Link ofText(String text) {
    String[] parts = text.split(" ", -1);
    return new Link(Long.parseLong(parts[0]), parts[1], parts[2]);
  }
}
