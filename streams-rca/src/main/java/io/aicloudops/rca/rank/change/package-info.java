/**
 * Which change is to blame. Exists because a change is judged by more than the service it was made
 * to: by what its new version does beside the old one, and by what it says it changes. Pure:
 * imports the JDK, rank.shift and rank.blame only.
 */
@NullMarked
package io.aicloudops.rca.rank.change;

import org.jspecify.annotations.NullMarked;
