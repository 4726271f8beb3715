package dev.freshwatch.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Detects answers that are complete HTTP but incomplete in content: they say nothing about the newest record of what
 * was not searched. Knows the signs of Elasticsearch and OpenSearch (search, async search, ES|QL, data stream
 * statistics, each answer of a multi search), and an {@code error} or {@code errors} in spite of HTTP 200, which is
 * common elsewhere, too (JSON-RPC, GraphQL, Log Analytics).
 */
final class HalfAnswers {

    /** Such as {@code search_phase_execution_exception}. Other texts of an error could reveal what was sent. */
    private static final Pattern KIND = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,60}");

    /** Values of {@code error} that mean there is none. */
    private static final Set<String> NO_ERROR = Set.of("0", "false", "none", "null", "no", "ok", "success");

    /** Values of {@code status} that mean there is one. */
    private static final Set<String> REFUSALS = Set.of("error", "fail", "failed", "failure");

    /** What such an answer has to say about it. */
    private static final Set<String> EXPLANATIONS =
            Set.of("message", "errorMessage", "error_message", "errorType", "reason", "detail", "details", "msg");

    private static final int FIRST_BAD_STATUS = 400;

    private HalfAnswers() {}

    /** Returns what is missing, in plain text; empty if nothing indicates that. */
    static Optional<String> sign(JsonNode root) {
        Optional<String> own = ofOne(root);
        if (own.isPresent()) {
            return own;
        }
        // An async search wraps its answer, a multi search contains several.
        Optional<String> wrapped = ofOne(root.path("response"));
        if (wrapped.isPresent()) {
            return wrapped;
        }
        for (JsonNode each : root.path("responses")) {
            Optional<String> sign =
                    each.path("status").asInt(0) >= FIRST_BAD_STATUS ? Optional.of(error(each)) : ofOne(each);
            if (sign.isPresent()) {
                return sign;
            }
        }
        return Optional.empty();
    }

    /**
     * The same for the answer around a list, where {@code ok}, {@code success} and {@code status} are of the answer: elsewhere
     * they may be of what is asked about. So may {@code status} around rows, such as that of the worst of them.
     *
     * @param rows how many there were in the list
     */
    static Optional<String> refusal(JsonNode root, int rows) {
        boolean refused = isNo(root.path("ok"))
                || isNo(root.path("success"))
                || (rows == 0 || EXPLANATIONS.stream().anyMatch(field -> isSomething(root.path(field))))
                        && REFUSALS.contains(
                                root.path("status").asText("").strip().toLowerCase(Locale.ROOT));
        return refused ? Optional.of(error(root)) : Optional.empty();
    }

    private static boolean isNo(JsonNode value) {
        return value.isBoolean() && !value.booleanValue();
    }

    private static Optional<String> ofOne(JsonNode answer) {
        if (isTold(answer.path("error")) || isError(answer.path("errors"))) {
            return Optional.of(error(answer));
        }
        long failed = answer.path("_shards").path("failed").asLong(0);
        if (failed > 0) {
            long total = answer.path("_shards").path("total").asLong(0);
            return Optional.of("answer is incomplete: " + failed
                    + (total >= failed ? " of " + total + " shards failed" : " shards failed"));
        }
        if (answer.path("timed_out").asBoolean(false)) {
            return Optional.of("answer is incomplete: the search timed out");
        }
        JsonNode clusters = answer.path("_clusters");
        for (String missing : new String[] {"failed", "skipped", "partial"}) {
            long count = clusters.path(missing).asLong(0);
            if (count > 0) {
                return Optional.of(
                        String.format(Locale.ROOT, "answer is incomplete: %d of its clusters %s", count, missing));
            }
        }
        return answer.path("is_partial").asBoolean(false) || isStillSearched(answer)
                ? Optional.of("answer is incomplete: the search is still running")
                : Optional.empty();
    }

    /** Many APIs report that some object is running; an async search does so next to its answer, or without one. */
    private static boolean isStillSearched(JsonNode answer) {
        boolean search = answer.has("is_partial")
                || answer.has("response")
                || answer.has("columns")
                || answer.size() == (answer.has("id") ? 2 : 1);
        return search && answer.path("is_running").asBoolean(false);
    }

    private static boolean isTold(JsonNode error) {
        return isSomething(error)
                && !(error.isTextual()
                        && NO_ERROR.contains(error.textValue().strip().toLowerCase(Locale.ROOT)));
    }

    /** Numbers are counts of something else; {@code true} comes from a bulk call. */
    private static boolean isError(JsonNode errors) {
        return (errors.isContainerNode() || errors.isBoolean()) && isSomething(errors);
    }

    private static String error(JsonNode answer) {
        JsonNode kind = answer.path("error").path("type");
        return kind.isTextual() && KIND.matcher(kind.textValue()).matches()
                ? "answered with an error (" + kind.textValue() + ")"
                : "answered with an error";
    }

    /** Whether it is other than null, false, 0 or an empty text, list or object, which good answers use for "none". */
    static boolean isSomething(JsonNode node) {
        return switch (node.getNodeType()) {
            case MISSING, NULL -> false;
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.decimalValue().signum() != 0;
            case STRING -> !node.textValue().isBlank();
            case ARRAY, OBJECT -> !node.isEmpty();
            default -> true;
        };
    }
}
