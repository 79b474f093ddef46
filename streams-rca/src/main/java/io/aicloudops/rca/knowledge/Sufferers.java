package io.aicloudops.rca.knowledge;

import java.util.List;

/**
 * Workloads in trouble that have nothing in common but what they rest on: none of them calls
 * another.
 *
 * @param here those that rest on the thing in question, in order
 * @param elsewhere how many others there are
 * @param facts ids of what is felt here
 */
public record Sufferers(List<String> here, int elsewhere, List<String> facts) {

  /** Two may be chance only if they have something else in common, which was looked at. */
  private static final int SEVERAL = 2;

  public Sufferers {
    here = List.copyOf(here);
    facts = List.copyOf(facts);
  }

  /** True if one reason is likelier than several. */
  public boolean several() {
    return here.size() >= SEVERAL;
  }

  /** The part of all that suffer which is here, in [0,1]. */
  double share() {
    return here.isEmpty() ? 0 : (double) here.size() / (here.size() + elsewhere);
  }
}
