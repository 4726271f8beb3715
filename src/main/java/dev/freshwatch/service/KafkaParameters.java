package dev.freshwatch.service;

import dev.freshwatch.config.BadValue;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.Texts;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.kafka.KafkaCluster;
import dev.freshwatch.tls.Trust;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the parameters of {@code service-kafka}. */
final class KafkaParameters {

    private static final Pattern BROKER = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):(\\d{1,5})");
    private static final Map<String, String> MECHANISMS =
            Map.of("plain", "PLAIN", "scram-sha-256", "SCRAM-SHA-256", "scram-sha-512", "SCRAM-SHA-512");

    private final Parameters given;
    private final Trusts trusts;

    KafkaParameters(Parameters given, Trusts trusts) {
        this.given = given;
        this.trusts = trusts;
    }

    /**
     * Returns null if there are faults.
     *
     * @param otherwise limits of sources that {@code limits} does not name
     */
    Service read(Question question, Duration every, Limits otherwise, Duration timeout) {
        if (!KafkaCluster.hasClient()) {
            given.fault(
                    "brokers",
                    "cannot be asked without the client of Kafka, which is not part of Freshwatch",
                    "put it into lib/ next to application.properties: mvn dependency:copy -Dartifact="
                            + KafkaCluster.CLIENT + " -DoutputDirectory=lib");
            return null;
        }
        Boolean groups = given.require("watch", KafkaParameters::groups, "write topics or groups");
        String brokers =
                given.require("brokers", KafkaParameters::brokers, "write host:port, such as kafka.example:9093");
        Boolean tls = given.require("security", KafkaParameters::tls, "write tls");
        Trust trust = Boolean.FALSE.equals(tls) ? withoutTls() : new TrustReader(given, trusts).read();
        String mechanism = given.get("sasl", KafkaParameters::mechanism);
        Secret username = login("username", mechanism);
        Secret password = login("password", mechanism);
        if (mechanism != null && Boolean.FALSE.equals(tls)) {
            given.fault("sasl", "would send a login without encryption", "set security to tls");
        }
        ListReader lists = new ListReader(given, null);
        return given.faults().isEmpty()
                ? lists.of(
                        question,
                        every,
                        otherwise,
                        new KafkaSource(
                                new KafkaCluster(brokers, trust, mechanism, username, password, timeout), groups),
                        lists.withoutColumns())
                : null;
    }

    private static boolean groups(String text) throws BadValue {
        return oneOf(text, "groups", "topics");
    }

    private static boolean tls(String text) throws BadValue {
        return oneOf(text, "tls", "none");
    }

    private static boolean oneOf(String text, String yes, String no) throws BadValue {
        if (!text.equals(yes) && !text.equals(no)) {
            throw new BadValue("is neither " + yes + " nor " + no, "write " + yes + " or " + no);
        }
        return text.equals(yes);
    }

    private static String mechanism(String text) throws BadValue {
        String mechanism = MECHANISMS.get(text.toLowerCase(Locale.ROOT));
        if (mechanism == null) {
            throw new BadValue("is not a supported mechanism", "write plain, scram-sha-256 or scram-sha-512");
        }
        return mechanism;
    }

    private static String brokers(String text) throws BadValue {
        List<String> all = Stream.of(text.split(",", -1)).map(String::strip).toList();
        for (String broker : all) {
            var read = BROKER.matcher(broker);
            if (!read.matches()) {
                throw new BadValue("is not a list of host:port", "write kafka-1.example:9093,kafka-2.example:9093");
            }
            Texts.port(read.group(2));
        }
        return String.join(",", all);
    }

    private Trust withoutTls() {
        Stream.of("ca-file", "cert-file", "key-file", "key-password")
                .filter(name -> given.text(name) != null)
                .forEach(
                        name -> given.fault(name, "has no effect without TLS", "set security to tls, or leave it out"));
        return null;
    }

    /** Returns null for none or an invalid one. */
    private Secret login(String name, String mechanism) {
        String text = given.text(name);
        if (given.text("sasl") == null) {
            if (text != null) {
                given.fault(name, "needs sasl", "write scram-sha-512, or what your Kafka uses");
            }
            return null;
        }
        if (text == null) {
            given.fault(name, "is missing", "write secret.<name>");
            return null;
        }
        if (name.equals("password") && !Parameters.isSecret(text)) {
            given.fault(
                    name,
                    "is a secret, and secrets must not be in route files",
                    "write secret.<name>={{file:…}} into application.properties, and secret.<name> here");
            return null;
        }
        return mechanism == null ? null : given.revealed(name, text);
    }
}
