package io.aicloudops.remediator.execute;

/** Where something is posted to: always under our field manager. */
final class Posts {

  private Posts() {}

  static String uri(String path, boolean dryRun) {
    return path + "?fieldManager=" + KubernetesCluster.MANAGER + (dryRun ? "&dryRun=All" : "");
  }
}
