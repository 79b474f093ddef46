@NullMarked
package io.aicloudops.assistant.rules;

import org.jspecify.annotations.NullMarked;
