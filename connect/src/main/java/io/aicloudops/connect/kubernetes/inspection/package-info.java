/**
 * Looks over the whole cluster when asked or when it is time, without anything having gone wrong,
 * and writes down what could be better. Reads the cluster and the log, writes the log; imports
 * fabric8's client. What is to be found, the checks decide.
 */
@NullMarked
package io.aicloudops.connect.kubernetes.inspection;

import org.jspecify.annotations.NullMarked;
