package io.aicloudops.assistant.answer.drafts;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.knowledge.Passage;
import io.aicloudops.assistant.knowledge.index.ShippedKnowledge;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Good queries pass, bad ones are told what is wrong with them. */
class PromQlTest {

  private static final Pattern EXPRESSION = Pattern.compile("`([a-z][^`\\n]*[({][^`\\n]*)`");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        "up{job=\"a\", instance!~'b.*'}",
        "{__name__=~\"http.*\"}",
        "{\"http.requests\", code=\"500\"}",
        "sum by (pod) (rate(x[5m]))",
        "sum(rate(x[5m])) by (pod)",
        "topk(10, count by (__name__) ({__name__=~\".+\"}))",
        "a / on (pod) group_left (team) b",
        "a / ignoring(type) b > bool 0.9",
        "rate(x[5m] offset 1h) > 2 * avg_over_time(y[1h:5m])",
        "x @ end() unless y and z or 1e3",
        "-foo ^ 2 % 3",
        "histogram_quantile(0.99, sum(rate(a_bucket[5m])) by (le))",
        "time() - timestamp(x)",
        "vector(1) # comment",
        "predict_linear(x[6h], 24*3600) < 0",
        "hour() > 8 and day_of_week() < 6",
        "+Inf",
        "node:cpu:ratio"
      })
  void passes(String expression) {
    assertThat(PromQl.problems(expression)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          rate(x[5m)                | "]" should stand here
          rate(x)                   | rate needs a window
          sum(x[5m])                | sum takes no window
          x[5m]                     | put a function such as rate() round it
          x[5m] + 1                 | does not work on ranges
          rates(x[5m])              | no function "rates"
          sum(                      | a metric, a number or a function should stand here, not the end
          sum()                     | sum needs an argument
          up{job=api}               | value in quotes
          up{job}                   | =, !=, =~ or !~
          up{="x"}                  | a label should stand here
          up{job="api               | no closing "
          a b                       | the end or an operator
          rate(x[5])                | a duration such as 5m
          up & down                 | "&" does not belong here
          """)
  void saysWhatIsWrong(String expression, String problem) {
    assertThat(PromQl.problems(expression)).singleElement().asString().contains(problem);
  }

  @Test
  void everyQueryInTheRunbooksParses() {
    int checked = 0;
    for (Passage passage : Passage.of(ShippedKnowledge.runbooks())) {
      Matcher matcher = EXPRESSION.matcher(passage.text());
      while (matcher.find()) {
        String expression = matcher.group(1);
        if (expression.matches(".*(_total|_bytes|_bucket|kube_|[a-z]+\\(.*\\[).*")
            && !expression.startsWith("kubectl")) {
          assertThat(PromQl.problems(expression)).as(passage.key() + " " + expression).isEmpty();
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(40);
  }
}
