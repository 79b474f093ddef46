/** What every service is: a life cycle, a health, and a context to build it from. */
@NullMarked
package io.aicloudops.runtime.service;

import org.jspecify.annotations.NullMarked;
