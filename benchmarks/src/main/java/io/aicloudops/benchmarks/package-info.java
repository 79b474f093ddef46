/**
 * Speed of the pure cores, by JMH. Run: {@code java -cp
 * 'benchmarks/target/classes:launcher/target/lib/*:benchmarks/target/lib/*' org.openjdk.jmh.Main}.
 */
@NullMarked
package io.aicloudops.benchmarks;

import org.jspecify.annotations.NullMarked;
