/**
 * Which service's logs and spans are not what they usually are. Exists because faults inside a
 * service often show nowhere else. Pure: imports the JDK only.
 */
@NullMarked
package io.aicloudops.rca.rank.content;

import org.jspecify.annotations.NullMarked;
