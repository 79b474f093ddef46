package io.aicloudops.assistant.knowledge;

import io.aicloudops.assistant.knowledge.Meaning.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hybrid search over the runbooks: by words (BM25) and by meaning (vectors), in the question's
 * language and, through the glossary, by words in the other one; fused by rank.
 *
 * <p>Making one costs nothing. The word index is built by the first search or {@link #warmUp}, the
 * models are loaded and the passages embedded in the background; until that is done, and where the
 * models cannot be loaded, the search rests on words. Safe for use by many threads.
 */
public final class KnowledgeBase {

  /** Hits below this relevance are rather about something else. */
  public static final double RELEVANT = 0.25;

  private static final int DEPTH = 30;
  private static final double TRANSLATED = 0.5;
  private static final Duration RETRY = Duration.ofSeconds(60);

  private final Map<String, Runbook> runbooks = new LinkedHashMap<>();
  private final Map<String, Map<Language, Passage>> passages = new HashMap<>();
  private final List<Passage> all;
  private final Glossary glossary;
  private final Function<List<Passage>, TextIndex> textIndex;
  private final Embedder embedder;
  private final VectorStore vectors;
  private final Executor background;
  private final Duration patience;
  private final Clock clock;

  private @Nullable TextIndex words;
  private @Nullable CompletableFuture<Boolean> build;
  private Instant retryAt = Instant.MIN;
  private volatile Meaning meaning = new Meaning(Stage.ASLEEP, "not asked yet");
  private volatile double searchSeconds = Double.NaN;

  /**
   * @param textIndex builds the word index
   * @param background runs the one task that embeds the passages
   * @param patience how long a search waits for that task before it goes on with words alone
   */
  public KnowledgeBase(
      List<Runbook> runbooks,
      Glossary glossary,
      Function<List<Passage>, TextIndex> textIndex,
      Embedder embedder,
      VectorStore vectors,
      Executor background,
      Duration patience,
      Clock clock) {
    runbooks.forEach(runbook -> this.runbooks.put(runbook.id(), runbook));
    this.all = Passage.of(runbooks);
    for (Passage passage : all) {
      passages
          .computeIfAbsent(passage.key(), key -> new HashMap<>())
          .put(passage.language(), passage);
    }
    this.glossary = glossary;
    this.textIndex = textIndex;
    this.embedder = embedder;
    this.vectors = vectors;
    this.background = background;
    this.patience = patience;
    this.clock = clock;
  }

  /** A runbook by its id. */
  public Optional<Runbook> runbook(String id) {
    return Optional.ofNullable(runbooks.get(id));
  }

  /** The runbook that explains a row of the fault catalogue. */
  public Optional<Runbook> forFault(String fault) {
    return runbooks.values().stream().filter(r -> r.faults().contains(fault)).findFirst();
  }

  /** How many runbooks there are. */
  public int size() {
    return runbooks.size();
  }

  /** Whether search by meaning is at hand, for health. */
  public Meaning meaning() {
    return meaning;
  }

  /** How long the last search by meaning took; NaN if there was none. */
  public double searchSeconds() {
    return searchSeconds;
  }

  /** Builds everything in the background, so that the first question need not wait. */
  public void warmUp() {
    var unused =
        building()
            .thenRun(
                () -> {
                  for (Language language : Language.values()) {
                    search("Kubernetes", language, 1);
                  }
                });
  }

  /** The passages that answer a question best, best first, at most {@code k}. */
  public List<Hit> search(String question, Language language, int k) {
    Map<String, Double> byWords = new HashMap<>();
    Map<String, Double> byMeaning = new HashMap<>();
    List<Ranked> near = meaningAtHand() ? nearest(language, question) : List.of();
    boolean hybrid = meaning.stage() == Stage.READY;
    Fusion fusion = new Fusion();
    Language other = language.other();
    String synonyms = glossary.translate(question, language);
    String translation = glossary.translate(question, other);
    fusion.add(note(byWords, words().find(language, question, DEPTH)), 1);
    fusion.add(note(byWords, words().find(language, synonyms, DEPTH)), TRANSLATED);
    fusion.add(words().find(other, translation, DEPTH), TRANSLATED);
    fusion.add(note(byMeaning, near), 1);
    List<Hit> hits = new ArrayList<>();
    for (Ranked ranked : fusion.ranking()) {
      if (hits.size() == k) {
        break;
      }
      Passage passage = readable(ranked.key(), language);
      if (passage != null) {
        double words = byWords.getOrDefault(ranked.key(), 0.0);
        double cosine = byMeaning.getOrDefault(ranked.key(), 0.0);
        hits.add(new Hit(passage, relevance(language, words, cosine, hybrid)));
      }
    }
    return hits;
  }

  private @Nullable Passage readable(String key, Language language) {
    Map<Language, Passage> translations = passages.getOrDefault(key, Map.of());
    Passage passage = translations.get(language);
    return passage != null ? passage : translations.get(language.other());
  }

  private static List<Ranked> note(Map<String, Double> scores, List<Ranked> ranking) {
    ranking.forEach(ranked -> scores.merge(ranked.key(), ranked.score(), Math::max));
    return ranking;
  }

  /** A score of 10 is half of what a good match of a few words gets; cosines differ by model. */
  private static double relevance(Language language, double words, double cosine, boolean hybrid) {
    double lexical = words / (words + 10);
    if (!hybrid) {
      return lexical;
    }
    double unrelated = language == Language.ZH ? 0.3 : 0.05;
    double semantic = Math.max(0, Math.min(1, (cosine - unrelated) / 0.5));
    return 0.5 * lexical + 0.5 * semantic;
  }

  private List<Ranked> nearest(Language language, String text) {
    Instant begin = clock.instant();
    try {
      List<Ranked> near = vectors.nearest(language, embedder.question(language, text), DEPTH);
      searchSeconds = Duration.between(begin, clock.instant()).toNanos() / 1e9;
      return near;
    } catch (KnowledgeException e) {
      absent(e);
      return List.of();
    }
  }

  private synchronized TextIndex words() {
    TextIndex index = words;
    if (index == null) {
      index = textIndex.apply(all);
      words = index;
    }
    return index;
  }

  private boolean meaningAtHand() {
    if (meaning.stage() == Stage.READY) {
      return true;
    }
    if (resting()) {
      return false;
    }
    try {
      return building().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("embedding the runbooks failed", e.getCause());
    }
  }

  /** After a failure: a store that is away must not make every question wait for its timeout. */
  private synchronized boolean resting() {
    return meaning.stage() == Stage.ABSENT && clock.instant().isBefore(retryAt);
  }

  private synchronized CompletableFuture<Boolean> building() {
    CompletableFuture<Boolean> running = build;
    if (running == null || (meaning.stage() == Stage.ABSENT && !resting())) {
      meaning = new Meaning(Stage.BUILDING, "loading the embedding models");
      running = CompletableFuture.supplyAsync(this::build, background);
      build = running;
    }
    return running;
  }

  private boolean build() {
    try {
      for (Language language : Language.values()) {
        List<Passage> mine = all.stream().filter(p -> p.language() == language).toList();
        List<float[]> made = new ArrayList<>();
        for (Passage passage : mine) {
          made.add(embedder.passage(language, passage.embeddable()));
        }
        vectors.put(language, mine, made);
      }
      meaning = new Meaning(Stage.READY, all.size() + " passages in " + vectors.name());
      return true;
    } catch (KnowledgeException e) {
      absent(e);
      return false;
    }
  }

  private synchronized void absent(KnowledgeException e) {
    retryAt = clock.instant().plus(RETRY);
    meaning = new Meaning(Stage.ABSENT, "search by words only: " + e.getMessage());
  }
}
