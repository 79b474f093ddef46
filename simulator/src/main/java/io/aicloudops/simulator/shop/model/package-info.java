/**
 * What the shop is and how its processes use CPU, memory and connections, without any input or
 * output: services, routes and calls as values, and small models that turn requests into delay and
 * use. Imports the JDK only.
 */
@NullMarked
package io.aicloudops.simulator.shop.model;

import org.jspecify.annotations.NullMarked;
