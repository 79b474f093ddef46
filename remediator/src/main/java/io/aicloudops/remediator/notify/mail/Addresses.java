package io.aicloudops.remediator.notify.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

/** Addresses of e-mail as people write them, e.g. {@code AIOps <aiops@example.com>}. */
final class Addresses {

  private Addresses() {}

  /** True if the text is one address with a domain. */
  static boolean valid(String text) {
    try {
      InternetAddress[] parsed = InternetAddress.parse(text, true);
      return parsed.length == 1 && parsed[0].getAddress().matches("[^@\\s]+@[^@\\s]+");
    } catch (AddressException e) {
      return false;
    }
  }

  /** The address; only for what is {@link #valid}. */
  static InternetAddress of(String text) {
    try {
      return new InternetAddress(text, true);
    } catch (AddressException e) {
      throw new IllegalArgumentException(text + " is no address", e);
    }
  }
}
