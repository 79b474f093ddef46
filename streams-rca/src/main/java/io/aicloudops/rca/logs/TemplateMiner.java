package io.aicloudops.rca.logs;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the templates of lines online, in bounded space: Drain (He, Zhu, Zheng, Lyu: <i>Drain: An
 * Online Log Parsing Approach with Fixed Depth Tree</i>, ICWS 2017).
 *
 * <p>A line is looked for among the templates of its number of words and its first word, and
 * belongs to the most similar of them if enough words are the same. The tree of the paper has a
 * fixed depth, so a path in it is a key: here it is that of a map. Under one number of words only
 * so many first words are told apart (the paper's largest number of children); further lines are
 * looked for among the loose ones. When there are too many templates the one that was not seen for
 * longest goes; what it was like is remembered for a while, so that it is not new when it comes
 * back.
 *
 * <p>The order of lines and nothing else decides what templates there are. Not safe for use by
 * several threads.
 */
public final class TemplateMiner {

  /**
   * Words of the path, after the number of words: more would part lines with a value near the
   * begin.
   */
  private static final int LEADING = 1;

  private static final double SIMILAR = 0.5;
  private static final int MOST_PATHS = 40;
  private static final int MOST_WORDS = 40;
  private static final int LONGEST_NAME = 100;
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");

  private record Path(int length, List<String> words) {

    /** The words it is found by as one. */
    String lead() {
      return String.join(" ", words);
    }
  }

  /**
   * What became of a line.
   *
   * @param template the id of its template
   * @param name the template's
   * @param fresh true if no line was like it before; false where that cannot be known
   */
  public record Match(int template, String name, boolean fresh) {}

  private final int mostTemplates;
  private final Map<Path, List<Template>> tree = new HashMap<>();
  private final Map<Integer, Set<Path>> paths = new HashMap<>();
  private final Map<Integer, Template> templates = new HashMap<>();
  private final Evicted evicted = new Evicted();
  private int nextId;

  /**
   * A miner that has seen nothing.
   *
   * @param mostTemplates bound of templates
   */
  public TemplateMiner(int mostTemplates) {
    this.mostTemplates = mostTemplates;
  }

  /**
   * Takes a line.
   *
   * @param time event time in milliseconds
   */
  public Match take(String line, long time) {
    String[] words = words(line);
    Path own = path(words, false);
    Path loose = path(words, true);
    Template best = best(words, own, loose);
    if (best != null) {
      best.merge(words);
      best.seen = Math.max(best.seen, time);
      return new Match(best.id, best.name, false);
    }
    boolean room =
        paths.getOrDefault(words.length, Set.of()).size() < MOST_PATHS || tree.containsKey(own);
    String[] ways = {own.lead(), loose.lead()};
    boolean fresh = evicted.isNew(ways, words, SIMILAR, time);
    if (templates.size() >= mostTemplates) {
      evict(time);
    }
    Template made = new Template(nextId++, name(words), !room, words, time);
    put(made);
    return new Match(made.id, made.name, fresh);
  }

  /** A word with a digit in it is taken for a value from the first: numbers, ids, addresses. */
  private static String[] words(String line) {
    String[] all = BLANKS.split(CONTROLS.matcher(line).replaceAll(" ").strip(), MOST_WORDS + 1);
    int length = Math.min(all.length, MOST_WORDS);
    String[] words = new String[length];
    for (int k = 0; k < length; k++) {
      words[k] = word(all[k]);
    }
    return words;
  }

  private static String word(String word) {
    if (word.chars().noneMatch(Character::isDigit)) {
      return word;
    }
    int equals = word.indexOf('=');
    boolean field = equals > 0 && word.substring(0, equals).chars().noneMatch(Character::isDigit);
    return field ? word.substring(0, equals + 1) + Template.ANY : Template.ANY;
  }

  private static Path path(String[] words, boolean loose) {
    List<String> leading = new ArrayList<>();
    for (int k = 0; !loose && k < Math.min(LEADING, words.length); k++) {
      leading.add(words[k]);
    }
    return new Path(words.length, leading);
  }

  private @Nullable Template best(String[] words, Path own, Path loose) {
    Template best = null;
    double most = 0;
    for (Path path : List.of(own, loose)) {
      for (Template template : tree.getOrDefault(path, List.of())) {
        double similarity = template.similarity(words);
        if (similarity >= SIMILAR && similarity > most) {
          most = similarity;
          best = template;
        }
      }
    }
    return best;
  }

  private static String name(String[] words) {
    String text = String.join(" ", words);
    return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME - 1) + "…";
  }

  private Path home(Template template) {
    List<String> leading = new ArrayList<>();
    // The words of the path are the same in all lines that came this way.
    for (int k = 0; !template.loose && k < Math.min(LEADING, template.length()); k++) {
      leading.add(template.word(k));
    }
    return new Path(template.length(), leading);
  }

  private void put(Template template) {
    Path path = home(template);
    templates.put(template.id, template);
    tree.computeIfAbsent(path, p -> new ArrayList<>()).add(template);
    if (!template.loose) {
      paths.computeIfAbsent(template.length(), n -> new HashSet<>()).add(path);
    }
  }

  private void evict(long time) {
    Template oldest =
        templates.values().stream()
            .min(Comparator.<Template>comparingLong(t -> t.seen).thenComparing(t -> t.id))
            .orElseThrow();
    Path path = home(oldest);
    List<Template> leaf = Objects.requireNonNull(tree.get(path));
    leaf.remove(oldest);
    if (leaf.isEmpty()) {
      tree.remove(path);
      paths.getOrDefault(oldest.length(), new HashSet<>()).remove(path);
    }
    templates.remove(oldest.id);
    evicted.add(path.lead(), oldest.words(), time);
  }

  /** The templates as they are now, in the order in which they came to be. */
  public List<String> templates() {
    return templates.values().stream()
        .sorted(Comparator.comparing(t -> t.id))
        .map(Template::text)
        .toList();
  }

  /** Writes the state. */
  public void write(Packer out) {
    out.i(nextId);
    evicted.write(out);
    out.i(templates.size());
    templates.values().stream()
        .sorted(Comparator.comparing(t -> t.id))
        .forEach(template -> template.write(out));
  }

  /** Reads into a state that is new. */
  public void read(Unpacker in) {
    nextId = in.i();
    evicted.read(in);
    templates(in);
  }

  /** The same of before it remembered what had to go and counted it only. */
  void readVersion1(Unpacker in) {
    nextId = in.i();
    long gone = in.l();
    templates(in);
    if (gone > 0) {
      evicted.unknownBefore(templates.values().stream().mapToLong(t -> t.seen).max().orElse(0));
    }
  }

  private void templates(Unpacker in) {
    for (int n = in.i(); n > 0; n--) {
      put(Template.read(in));
    }
  }
}
