/**
 * From load to instances: what one instance carries, how much load may come while a new one starts,
 * and the least count that carries it. Imports the JDK and the sibling packages of models only.
 */
@NullMarked
package io.aicloudops.forecast.capacity;

import org.jspecify.annotations.NullMarked;
