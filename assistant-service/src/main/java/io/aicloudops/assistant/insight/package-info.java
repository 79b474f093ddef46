/**
 * What the API says beyond what one record says: load predictions, the service map with its health,
 * courses of signals, diagnoses. Pure: imports the JDK, a maths library and the event records;
 * never Kafka, Javalin, Jackson or the views.
 */
@NullMarked
package io.aicloudops.assistant.insight;

import org.jspecify.annotations.NullMarked;
