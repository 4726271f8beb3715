package dev.freshwatch.cli;

/** Questions to somebody at a terminal. */
interface Dialogue {

    /**
     * Asks, and waits for a line.
     *
     * @return without blanks around it; may be empty
     * @throws CommandFailure where the input has ended
     */
    String ask(String question) throws CommandFailure;

    /** The same; what is typed is not shown. Blanks are kept. */
    String askSecretly(String question) throws CommandFailure;

    /** The same, until there is an answer. */
    default String insist(String question) throws CommandFailure {
        String answer = "";
        while (answer.isEmpty()) {
            answer = ask(question);
        }
        return answer;
    }
}
