/**
 * One configuration file and the environment as typed records. A key nobody knows and a value
 * nobody can read are errors that name the key's path. Imports Typesafe config.
 */
@NullMarked
package io.aicloudops.runtime.settings;

import org.jspecify.annotations.NullMarked;
