/**
 * Events as JSON of the API: names in snake case, enums in lower case, ISO times, no value where a
 * number is unknown. Imports Jackson and the event records.
 */
@NullMarked
package io.aicloudops.assistant.json;

import org.jspecify.annotations.NullMarked;
