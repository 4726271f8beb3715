package dev.freshwatch.cli;

/** A dialogue with a user at a terminal. */
interface Dialogue {

    /**
     * Asks, and waits for a line.
     *
     * @return without leading and trailing blanks; may be empty
     * @throws CommandFailure at the end of the input
     */
    String ask(String question) throws CommandFailure;

    /** The same, without echo. Blanks are kept. */
    String askSecretly(String question) throws CommandFailure;

    /** Asks again until the answer is not empty. */
    default String insist(String question) throws CommandFailure {
        String answer = "";
        while (answer.isEmpty()) {
            answer = ask(question);
        }
        return answer;
    }
}
