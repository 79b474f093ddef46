package io.aicloudops.assistant.answer.agents;

import io.aicloudops.assistant.answer.dialogue.Task;

/** Composes an answer to the questions it is good at. Reads only; changes nothing anywhere. */
interface Agent {

  /** The answer to a question of its kind. */
  Reply reply(Task task);
}
