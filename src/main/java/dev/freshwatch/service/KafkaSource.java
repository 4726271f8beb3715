package dev.freshwatch.service;

import dev.freshwatch.freshness.Observation.Unanswered;
import dev.freshwatch.freshness.PlainText;
import dev.freshwatch.freshness.Reason;
import dev.freshwatch.kafka.KafkaCluster;
import dev.freshwatch.kafka.KafkaFailure;
import dev.freshwatch.kafka.KafkaReader;
import dev.freshwatch.kafka.SourceTime;
import dev.freshwatch.platform.BoundedCall.NotBack;
import dev.freshwatch.platform.BoundedCall.TooLate;
import dev.freshwatch.service.ListService.ListSource;
import dev.freshwatch.service.SourceRows.SourceRow;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The topics of a Kafka, or what its consumer groups have not read yet.
 *
 * @param groups whether it is about consumer groups
 */
record KafkaSource(KafkaCluster cluster, boolean groups) implements ListSource {

    @Override
    public Optional<String> host() {
        return Optional.of(cluster.brokers().replaceFirst("^\\[([^]]*)].*|[:,].*$", "$1"));
    }

    @Override
    public Optional<HttpProfile> profile() {
        return Optional.empty();
    }

    @Override
    public Unanswered read(ServiceTools tools, SourceRows into) throws InterruptedException {
        KafkaReader reader = new KafkaReader(cluster);
        Map<String, KafkaFailure> refused = new TreeMap<>();
        try {
            List<SourceTime> found = tools.within()
                    .call(
                            into.list(),
                            cluster.timeout(),
                            reader,
                            () -> groups
                                    ? reader.lags(
                                            into::admits,
                                            known(tools, into),
                                            refused::put,
                                            tools.clock().instant())
                                    : reader.topics(into::admits, known(tools, into)));
            found.forEach(one -> into.add(row(one)));
            refused.keySet().removeIf(group -> !into.mayAdmitBelow(group + ":"));
            refused.entrySet().stream()
                    .findFirst()
                    .ifPresent(first -> into.incomplete(first.getValue().reason(), words(refused.size(), first)));
            return null;
        } catch (NotBack e) {
            return new Unanswered(Reason.TIMEOUT, SqlAnswer.notBack("the requests", e), null);
        } catch (TooLate e) {
            return new Unanswered(Reason.TIMEOUT, "not all was read within the timeout (brokers, security)", null);
        } catch (KafkaFailure e) {
            return new Unanswered(e.reason(), e.getMessage(), null);
        } catch (IOException e) {
            return new Unanswered(Reason.FAILED, "the brokers could not be asked", null);
        }
    }

    private static String words(int count, Map.Entry<String, KafkaFailure> first) {
        String which = count == 1 ? "a consumer group" : count + " consumer groups";
        return which + " of which nothing is known cannot be asked: " + PlainText.name(first.getKey()) + ": "
                + first.getValue().getMessage() + "; or leave it out with exclude";
    }

    private static Set<String> known(ServiceTools tools, SourceRows into) {
        return tools.known().known(into.list()).stream()
                .flatMap(List::stream)
                .filter(one -> !one.isToBeForgotten())
                .map(KnownSource::id)
                .collect(Collectors.toSet());
    }

    private static SourceRow row(SourceTime one) {
        String label = PlainText.name(one.id());
        KafkaFailure failure = one.failure();
        return failure == null
                ? SourceRow.of(one.id(), label, one.time(), one.what())
                : new SourceRow(one.id(), label, null, null, failure.reason(), failure.getMessage());
    }
}
