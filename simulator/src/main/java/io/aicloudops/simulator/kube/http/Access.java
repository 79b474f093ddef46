package io.aicloudops.simulator.kube.http;

import io.aicloudops.simulator.kube.registry.ApiError;
import java.util.Map;

/**
 * Who may do what: bearer tokens and their accounts. Without any account everybody may do
 * everything.
 */
final class Access {

  private static final Account ANYBODY = Account.admin("system:anonymous");

  private final Map<String, Account> accounts;

  Access(Map<String, Account> accounts) {
    this.accounts = accounts;
  }

  /** The account of an Authorization header; 401 if it is none of ours. */
  Account authenticate(String header) {
    if (accounts.isEmpty()) {
      return ANYBODY;
    }
    String token = header.startsWith("Bearer ") ? header.substring("Bearer ".length()).trim() : "";
    Account account = accounts.get(token);
    if (account == null) {
      throw ApiError.unauthorized();
    }
    return account;
  }

  /** 403 if the account may not do it. */
  static void authorize(Account account, String verb, Target target) {
    String group = target.type().group();
    if (!account.may(verb, group, target.resource(), target.namespace())) {
      String scope =
          target.namespace().isEmpty()
              ? "at the cluster scope"
              : "in the namespace \"" + target.namespace() + "\"";
      throw ApiError.forbidden(
          target.type(),
          target.name(),
          "User \""
              + account.name()
              + "\" cannot "
              + verb
              + " resource \""
              + target.resource()
              + "\" in API group \""
              + group
              + "\" "
              + scope);
    }
  }
}
