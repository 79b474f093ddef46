/**
 * What people ask for, checked against the views and written to the log: approvals, rejections,
 * silences, feedback. The one place where a command is made. Imports the runtime, the views and the
 * event records; not Javalin's routes.
 */
@NullMarked
package io.aicloudops.assistant.commands;

import org.jspecify.annotations.NullMarked;
