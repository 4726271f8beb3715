package dev.freshwatch.sim;

import com.fasterxml.jackson.databind.JsonNode;

/** Answers one command of the ESM. */
@FunctionalInterface
interface Command {

    /** @return the content, before it is wrapped; null = an empty answer */
    JsonNode answer(Call call) throws SimRefusal;
}
