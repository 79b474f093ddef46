package io.aicloudops.assistant.answer.drafts;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a PromQL expression into tokens. */
final class PromQlTokens {

  /** What a token is. */
  enum TokenType {
    DURATION,
    NUMBER,
    STRING,
    NAME,
    OPERATOR,
    END
  }

  /** A token and where it begins, counted from 1. */
  record Token(TokenType type, String text, int position) {}

  /** The expression cannot be read; the message says where and why. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    SyntaxException(String message, int position) {
      super("character " + position + ": " + message);
    }
  }

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<space>\\s+|#[^\\n]*)"
              + "|(?<duration>(?:\\d+(?:ms|[smhdwy]))+(?![a-zA-Z0-9_]))"
              + "|(?<number>(?:0[xX][0-9a-fA-F]+|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)(?![a-zA-Z0-9_.]))"
              + "|(?<string>\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*'|`[^`]*`)"
              + "|(?<name>(?!:[0-9\\]])[a-zA-Z_:][a-zA-Z0-9_:]*(?:\\.[a-zA-Z0-9_]+)*)"
              + "|(?<operator>==|!=|>=|<=|=~|!~|[-+*/%^()\\[\\]{},=<>@:])");

  private PromQlTokens() {}

  static List<Token> of(String text) throws SyntaxException {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (at < text.length()) {
      matcher.region(at, text.length());
      if (!matcher.lookingAt()) {
        char c = text.charAt(at);
        boolean quote = c == '"' || c == '\'' || c == '`';
        throw new SyntaxException(
            quote ? "this text has no closing " + c : "\"" + c + "\" does not belong here", at + 1);
      }
      if (matcher.group("space") == null) {
        tokens.add(new Token(type(matcher), matcher.group(), at + 1));
      }
      at = matcher.end();
    }
    tokens.add(new Token(TokenType.END, "the end", text.length() + 1));
    return tokens;
  }

  private static TokenType type(Matcher matcher) {
    if (matcher.group("duration") != null) {
      return TokenType.DURATION;
    }
    if (matcher.group("number") != null) {
      return TokenType.NUMBER;
    }
    if (matcher.group("string") != null) {
      return TokenType.STRING;
    }
    return matcher.group("name") != null ? TokenType.NAME : TokenType.OPERATOR;
  }
}
