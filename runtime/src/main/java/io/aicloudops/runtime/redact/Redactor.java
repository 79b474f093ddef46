package io.aicloudops.runtime.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces secrets and personal data by what they are: {@code <SECRET>}, {@code <EMAIL>}, {@code
 * <PHONE>}, {@code <CARD>}, {@code <ID>}, {@code <IP>}. Rather takes out too much than too little.
 */
public final class Redactor {

  private interface Replacement {
    String of(MatchResult match);
  }

  /**
   * @param sign what a text has at least that the pattern can match, so that most rules need not be
   *     tried on most texts
   */
  private record Rule(Sign sign, Pattern pattern, Replacement replacement) {}

  /** What stands where a secret was. */
  public static final String SECRET = "<SECRET>";

  private static final String SECRET_NAME =
      "[\\w.-]*(?:passw(?:or)?d|passwd|pwd|secret|token|api[-_ ]?key|access[-_ ]?key|private[-_ ]?key|credential|cookie)[\\w.-]*";

  private static final List<Rule> ALWAYS =
      List.of(
          // Keys in PEM, also when the end is cut off.
          rule(
              Sign.DASHES,
              "-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|\\z)",
              SECRET),
          // JSON Web Tokens.
          rule(
              Sign.TOKEN,
              "\\beyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]{5,}(?:\\.[A-Za-z0-9_-]*)?",
              SECRET),
          rule(Sign.SCHEME, "(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{8,}", "$1 " + SECRET),
          // user:password@ in URLs and connection strings.
          rule(Sign.AT, "(://)[^\\s/@:]*:[^\\s/@]+@", "$1" + SECRET + "@"),
          // Tokens that say whose they are: OpenAI, GitHub, GitLab, Slack, AWS, Google, Hugging
          // Face,
          // npm, Alibaba Cloud, Tencent Cloud.
          rule(
              Sign.LONG_WORD,
              "\\b(?:sk-[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\\w{20,}|glpat-[\\w-]{16,}|xox[abeoprs]-[A-Za-z0-9-]{10,}"
                  + "|A[KS]IA[0-9A-Z]{16}|AIza[\\w-]{30,}|hf_[A-Za-z0-9]{20,}|npm_[A-Za-z0-9]{20,}|LTAI[A-Za-z0-9]{12,}|AKID[A-Za-z0-9]{13,})\\b",
              SECRET),
          // password=…, "api_key": "…", --token …, 密码是…
          rule(
              Sign.NAME,
              "(?i)([\"']?(?<![\\w.-])"
                  + SECRET_NAME
                  + "[\"']?\\s*(?:[:=]|\\bis\\b)\\s*)(?:\"[^\"\\n]*\"|'[^'\\n]*'|[^\\s,;&\"'}<]+)",
              "$1" + SECRET),
          rule(Sign.NAME, "(?i)(--?" + SECRET_NAME + "\\s+)[^\\s<-]\\S*", "$1" + SECRET),
          rule(Sign.CHINESE, "((?:密码|口令|密钥|令牌)\\s*(?:是|为|：|:|=)\\s*)[^\\s，。；,;<]+", "$1" + SECRET),
          rule(
              Sign.AT,
              "\\b[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}\\b",
              "<EMAIL>"),
          // Chinese identity numbers.
          rule(
              Sign.DIGITS,
              "(?<!\\d)[1-9]\\d{5}(?:19|20)\\d{2}(?:0[1-9]|1[0-2])[0-3]\\d\\d{3}[\\dXx](?!\\d)",
              "<ID>"),
          new Rule(
              Sign.DIGITS,
              Pattern.compile("(?<![\\d.])\\d(?:[ -]?\\d){12,18}(?!\\d|\\.\\d)"),
              match -> luhn(match.group()) ? "<CARD>" : match.group()),
          rule(
              Sign.DIGITS,
              "(?<![\\d.])(?:\\+?86[- ]?)?1[3-9]\\d[- ]?\\d{4}[- ]?\\d{4}(?!\\d|\\.\\d)",
              "<PHONE>"),
          rule(
              Sign.PLUS,
              "\\+\\d{1,3}[- ]?(?:\\(\\d{1,4}\\)[- ]?)?\\d{2,4}(?:[- ]?\\d{2,4}){1,4}(?!\\d)",
              "<PHONE>"),
          rule(Sign.DIGITS, "(?<!\\d)(?:\\(\\d{3}\\) ?|\\d{3}-)\\d{3}-\\d{4}(?!\\d)", "<PHONE>"),
          // What looks like a key: long, with capitals, small letters and digits.
          rule(
              Sign.KEY,
              "(?<![A-Za-z0-9+/_-])(?=[A-Za-z0-9+/_-]*[A-Z])(?=[A-Za-z0-9+/_-]*[a-z])(?=[A-Za-z0-9+/_-]*\\d)[A-Za-z0-9+/_-]{40,}={0,2}",
              SECRET));

  private static final List<Rule> ADDRESSES =
      List.of(
          rule(Sign.ADDRESS, "(?<![\\d.])(?:\\d{1,3}\\.){3}\\d{1,3}(?![\\d.])", "<IP>"),
          rule(
              Sign.ADDRESS,
              "(?<![\\w:])(?:[0-9a-fA-F]{1,4}:){3,7}(?::?[0-9a-fA-F]{1,4})?(?![\\w:])",
              "<IP>"));

  private final List<Rule> rules = new ArrayList<>(ALWAYS);

  /**
   * @param addresses whether IP addresses are taken out as well
   */
  public Redactor(boolean addresses) {
    if (addresses) {
      rules.addAll(ADDRESSES);
    }
  }

  private static Rule rule(Sign sign, String pattern, String replacement) {
    Pattern compiled = Pattern.compile(pattern);
    return new Rule(
        sign,
        compiled,
        match -> replacement.replace("$1", match.groupCount() > 0 ? match.group(1) : ""));
  }

  /** The text without secrets and personal data. */
  public String redact(String text) {
    Set<Sign> signs = Sign.of(text);
    String redacted = text;
    for (Rule rule : rules) {
      if (signs.contains(rule.sign())) {
        Matcher matcher = rule.pattern().matcher(redacted);
        redacted = matcher.replaceAll(m -> Matcher.quoteReplacement(rule.replacement().of(m)));
      }
    }
    return redacted;
  }

  /** The check digit of payment cards (Luhn 1960). */
  private static boolean luhn(String number) {
    int sum = 0;
    boolean twice = false;
    for (int i = number.length() - 1; i >= 0; i--) {
      int digit = Character.digit(number.charAt(i), 10);
      if (digit >= 0) {
        int value = twice ? digit * 2 : digit;
        sum += value > 9 ? value - 9 : value;
        twice = !twice;
      }
    }
    return sum % 10 == 0;
  }
}
