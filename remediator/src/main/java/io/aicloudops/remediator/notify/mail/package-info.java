/** The way to people by e-mail. Imports Jakarta Mail; decides neither who is told nor what. */
@NullMarked
package io.aicloudops.remediator.notify.mail;

import org.jspecify.annotations.NullMarked;
