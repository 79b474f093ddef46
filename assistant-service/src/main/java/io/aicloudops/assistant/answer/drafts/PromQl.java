package io.aicloudops.assistant.answer.drafts;

import io.aicloudops.assistant.answer.drafts.PromQlTokens.SyntaxException;
import io.aicloudops.assistant.answer.drafts.PromQlTokens.Token;
import io.aicloudops.assistant.answer.drafts.PromQlTokens.TokenType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads PromQL (the grammar of Prometheus 3 without its experimental functions) and says what is
 * wrong with it: brackets, unknown functions, a rate without a window, bad matchers.
 */
public final class PromQl {

  private enum Kind {
    SCALAR,
    TEXT,
    INSTANT,
    RANGE
  }

  private static final Set<String> BINARY =
      Set.of(
          "+", "-", "*", "/", "%", "^", "==", "!=", ">", "<", ">=", "<=", "and", "or", "unless",
          "atan2");

  private final List<Token> tokens;
  private int next;

  private PromQl(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** What is wrong with an expression; empty if nothing is. */
  public static List<String> problems(String expression) {
    try {
      PromQl parser = new PromQl(PromQlTokens.of(expression));
      Kind kind = parser.expression();
      if (parser.peek().type() != TokenType.END) {
        throw parser.unexpected("the end or an operator");
      }
      if (kind == Kind.RANGE) {
        return List.of("the result is a range of samples: put a function such as rate() round it");
      }
      return List.of();
    } catch (SyntaxException e) {
      return List.of(e.getMessage());
    }
  }

  private Kind expression() throws SyntaxException {
    Kind kind = operand();
    while (BINARY.contains(lower(peek()))) {
      Token operator = take();
      modifiers();
      Kind right = operand();
      if (kind == Kind.RANGE || right == Kind.RANGE) {
        throw new SyntaxException(
            "\"" + operator.text() + "\" does not work on ranges: use rate() or the like first",
            operator.position());
      }
      kind = kind == Kind.SCALAR && right == Kind.SCALAR ? Kind.SCALAR : Kind.INSTANT;
    }
    return kind;
  }

  private void modifiers() throws SyntaxException {
    accept("bool");
    if (accept("on") || accept("ignoring")) {
      labels();
      if ((accept("group_left") || accept("group_right")) && peek().text().equals("(")) {
        labels();
      }
    }
  }

  private Kind operand() throws SyntaxException {
    if (accept("-") || accept("+")) {
      return operand();
    }
    Kind kind = primary();
    while (true) {
      if (accept("[")) {
        duration();
        if (accept(":") && !peek().text().equals("]")) {
          duration();
        }
        expect("]");
        kind = Kind.RANGE;
      } else if (accept("offset")) {
        accept("-");
        duration();
      } else if (accept("@")) {
        accept("-");
        Token at = take();
        if (at.type() == TokenType.NAME) {
          expect("(");
          expect(")");
        }
      } else {
        return kind;
      }
    }
  }

  private Kind primary() throws SyntaxException {
    if (accept("(")) {
      Kind kind = expression();
      expect(")");
      return kind;
    }
    if (accept("{")) {
      matchers();
      return Kind.INSTANT;
    }
    return switch (peek().type()) {
      case NUMBER -> {
        take();
        yield Kind.SCALAR;
      }
      case STRING -> {
        take();
        yield Kind.TEXT;
      }
      case NAME -> named(take());
      default -> throw unexpected("a metric, a number or a function");
    };
  }

  private Kind named(Token name) throws SyntaxException {
    String word = lower(name);
    if (word.equals("inf") || word.equals("nan")) {
      return Kind.SCALAR;
    }
    String following = lower(peek());
    if (PromQlFunctions.AGGREGATIONS.contains(word)
        && (following.equals("(") || following.equals("by") || following.equals("without"))) {
      grouping();
      arguments(name, Kind.INSTANT);
      grouping();
      return Kind.INSTANT;
    }
    if (following.equals("(")) {
      return function(name);
    }
    if (accept("{")) {
      matchers();
    }
    return Kind.INSTANT;
  }

  private Kind function(Token name) throws SyntaxException {
    if (PromQlFunctions.OF_NOTHING.contains(name.text())) {
      expect("(");
      expect(")");
      return Kind.SCALAR;
    }
    if (PromQlFunctions.OF_RANGES.contains(name.text())) {
      arguments(name, Kind.RANGE);
      return Kind.INSTANT;
    }
    if (PromQlFunctions.OF_INSTANTS.contains(name.text())) {
      arguments(name, Kind.INSTANT);
      return name.text().equals("scalar") ? Kind.SCALAR : Kind.INSTANT;
    }
    throw new SyntaxException(
        "Prometheus has no function \"" + name.text() + "\"", name.position());
  }

  private void arguments(Token of, Kind wanted) throws SyntaxException {
    expect("(");
    List<Kind> kinds = new ArrayList<>();
    while (!peek().text().equals(")")) {
      kinds.add(expression());
      if (!accept(",")) {
        break;
      }
    }
    expect(")");
    boolean range = kinds.contains(Kind.RANGE);
    if (wanted == Kind.RANGE && !range) {
      throw new SyntaxException(of.text() + " needs a window, e.g. [5m]", of.position());
    }
    if (wanted == Kind.INSTANT && range) {
      throw new SyntaxException(of.text() + " takes no window", of.position());
    }
    if (kinds.isEmpty() && !of.text().matches("day.*|hour|minute|month|year")) {
      throw new SyntaxException(of.text() + " needs an argument", of.position());
    }
  }

  private void grouping() throws SyntaxException {
    if (accept("by") || accept("without")) {
      labels();
    }
  }

  private void labels() throws SyntaxException {
    expect("(");
    while (peek().type() == TokenType.NAME) {
      take();
      if (!accept(",")) {
        break;
      }
    }
    expect(")");
  }

  private void matchers() throws SyntaxException {
    while (!peek().text().equals("}")) {
      if (!at(TokenType.NAME) && !at(TokenType.STRING)) {
        throw unexpected("a label");
      }
      Token label = take();
      if (accept("=") || accept("!=") || accept("=~") || accept("!~")) {
        if (!at(TokenType.STRING)) {
          throw unexpected("the label's value in quotes");
        }
        take();
      } else if (label.type() == TokenType.NAME) {
        throw unexpected("=, !=, =~ or !~");
      }
      if (!accept(",")) {
        break;
      }
    }
    expect("}");
  }

  private void duration() throws SyntaxException {
    if (!at(TokenType.DURATION)) {
      throw unexpected("a duration such as 5m");
    }
    take();
  }

  private Token peek() {
    return tokens.get(next);
  }

  private boolean at(TokenType type) {
    return peek().type() == type;
  }

  private Token take() {
    Token token = tokens.get(next);
    next = Math.min(next + 1, tokens.size() - 1);
    return token;
  }

  private boolean accept(String text) {
    boolean is = peek().type() != TokenType.STRING && lower(peek()).equals(text);
    if (is) {
      take();
    }
    return is;
  }

  private void expect(String text) throws SyntaxException {
    if (!accept(text)) {
      throw unexpected("\"" + text + "\"");
    }
  }

  private SyntaxException unexpected(String wanted) {
    Token token = peek();
    String found = token.type() == TokenType.END ? "the end" : "\"" + token.text() + "\"";
    return new SyntaxException(wanted + " should stand here, not " + found, token.position());
  }

  private static String lower(Token token) {
    return token.text().toLowerCase(Locale.ROOT);
  }
}
