package dev.freshwatch.service;

import com.jayway.jsonpath.JsonPath;
import dev.freshwatch.config.BadValue;
import dev.freshwatch.config.NamedFiles;
import dev.freshwatch.config.Proxies;
import dev.freshwatch.config.Secret;
import dev.freshwatch.config.Texts;
import dev.freshwatch.freshness.CheckId;
import dev.freshwatch.freshness.Limits;
import dev.freshwatch.freshness.Question;
import dev.freshwatch.tls.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads services from the parameters of their templates. Makes no connection. */
public final class ServiceReader {

    /** Prefix of the groups of route templates that are services. */
    private static final String GROUP = "service-";

    /** Texts that Camel replaces by an object when they are passed to a bean. */
    private static final Pattern BEAN = Pattern.compile("^\\s*#(?:bean|class|type|property|autowired|valueAs)\\b");

    /** What fits into a header (RFC 6750), and cannot be guessed. */
    private static final Pattern TOKEN = Pattern.compile("[!-~]{16,256}");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final Trusts trusts;
    private final Map<String, Secret> secrets;
    private final ReportFolders reports;
    private final Proxies proxies;

    /**
     * @param directory folder of the configuration, where relative paths start
     * @param secrets   that parameters may name, by their whole key
     * @param reports   where reports of jobs are kept
     * @param proxies   for services that use HTTP
     */
    public ServiceReader(Path directory, Map<String, Secret> secrets, ReportFolders reports, Proxies proxies) {
        this.trusts = new Trusts(directory);
        this.secrets = secrets;
        this.reports = reports;
        this.proxies = proxies;
    }

    /** Whether a template of this group makes services; false for null. */
    public static boolean isService(String group) {
        return group != null && group.startsWith(GROUP);
    }

    /**
     * Reads one service.
     *
     * @param group      the group of its template, such as {@code service-http}
     * @param parameters by name; placeholders in them are already resolved
     * @param faults     receives the faults; each begins with the name of the parameter and says what to write instead
     * @return empty if there are faults
     */
    public Optional<Service> read(String group, Map<String, String> parameters, List<String> faults) {
        Parameters given = new Parameters(parameters, secrets);
        parameters.forEach((name, text) -> {
            if (BEAN.matcher(text).find()) {
                given.fault(name, "begins like a reference to a Camel bean (#class:…)", "write another beginning");
            }
        });
        Service service = new OneService(given).read(group);
        faults.addAll(given.faults());
        return given.faults().isEmpty() ? Optional.of(service) : Optional.empty();
    }

    /** The files of certificates that the services read so far use. */
    public NamedFiles files() {
        return trusts.files();
    }

    private final class OneService {

        private final Parameters given;
        private final String name;
        private final String what;
        private final Duration every;
        private final LimitReader limits;

        OneService(Parameters given) {
            this.given = given;
            name = given.require("name", OneService::name, "write the name of the service, such as wiki");
            what = given.require("what", OneService::name, "write what is checked, such as page");
            every = given.require("every", Texts::duration, "write 60s");
            limits = new LimitReader(given, every);
        }

        private static String name(String text) throws BadValue {
            if (!NAME.matcher(text).matches()) {
                throw new BadValue(
                        "cannot be a part of a check's name",
                        "use letters, digits, dots, dashes and underscores, at most 63 of them");
            }
            return text;
        }

        /** Returns null if there are faults. */
        Service read(String group) {
            return switch (group) {
                case "service-http" -> http();
                case "service-json" -> json();
                case "service-list" -> list();
                case "service-sql" -> sql();
                case "service-kafka" -> kafka();
                case "service-tcp" -> tcp();
                case "service-ping" -> ping();
                case "service-certificate" -> certificate();
                case "service-push" -> push();
                default -> {
                    given.fault("group", "'" + group + "' is not a kind of service", "");
                    yield null;
                }
            };
        }

        private Service http() {
            Limits responses = limits.ofResponses();
            HttpRequest request = new RequestReader(given, trusts, proxies).read(responses.errorAfter());
            Statuses statuses = given.require("status", Statuses::of, "write 200");
            return good() ? new HttpService(question(responses), every, request, statuses, given.text("text")) : null;
        }

        private Service json() {
            Limits ages = limits.ofAges();
            RequestReader requests = new RequestReader(given, trusts, proxies);
            Duration timeout = limits.timeout();
            HttpRequest request = requests.read(timeout);
            TokenStep token = new TokenReader(given, requests).read(timeout);
            JsonPath path = given.require("path", JsonPaths::compile, "write a JSONPath, such as $.hits[0].time");
            JsonPath unless = given.get("unless", JsonPaths::compile);
            String format = given.text("time-format");
            TimeStamps times = given.require(
                    "time-format", text -> TimeStamps.of(text, given.get("zone", Texts::zone)), "write iso");
            return good() && format != null
                    ? new JsonService(question(ages), every, request, token, path, unless, times)
                    : null;
        }

        private Service list() {
            Limits otherwise = given.text("limits") == null ? limits.ofAges() : limits.ofAgesIfAny();
            RequestReader requests = new RequestReader(given, trusts, proxies);
            return new ListReader(given, requests).read(question(Limits.NONE), every, otherwise, limits.timeout());
        }

        private Service sql() {
            Limits otherwise = given.text("limits") == null ? limits.ofAges() : limits.ofAgesIfAny();
            return new SqlReader(given, trusts).read(question(Limits.NONE), every, otherwise, limits.timeout());
        }

        private Service kafka() {
            Limits otherwise = given.text("limits") == null ? limits.ofAges() : limits.ofAgesIfAny();
            return new KafkaParameters(given, trusts).read(question(Limits.NONE), every, otherwise, limits.timeout());
        }

        private Service tcp() {
            Limits responses = limits.ofResponses();
            String host = host();
            Integer port = given.require("port", Texts::port, "write the port, such as 22");
            return good() ? new TcpService(question(responses), every, host, port, responses.errorAfter()) : null;
        }

        private Service ping() {
            Limits responses = limits.ofResponses();
            String host = host();
            Integer port = given.require("port", Texts::port, "write a port that answers, such as 443");
            return good() ? new PingService(question(responses), every, host, port, responses.errorAfter()) : null;
        }

        private Service certificate() {
            String host = host();
            Integer port = given.require("port", Texts::port, "write the port, such as 443");
            Trust trust = new TrustReader(given, trusts).read();
            Duration warnBefore = given.require("warn-before", Texts::duration, "write 14d");
            Duration timeout = limits.timeout();
            if (!good()) {
                return null;
            }
            return new CertificateService(question(Limits.NONE), every, host, port, trust, warnBefore, timeout);
        }

        private Service push() {
            Limits ages = limits.ofAges();
            Path file = given.get("file", trusts::path);
            Secret token = token();
            if (!good()) {
                return null;
            }
            return new PushService(question(ages), every, reports.of(name, what, file), token);
        }

        /** Null if there is none, or it is a fault. */
        private Secret token() {
            String text = given.text("token");
            if (text == null) {
                return null;
            }
            if (!Parameters.isSecret(text)) {
                given.fault(
                        "token",
                        "is a secret, and secrets must not be in route files",
                        "write secret.<name>={{file:…}} into application.properties, and token: secret.<name> here");
                return null;
            }
            Secret token = given.revealed("token", text);
            if (token != null && !TOKEN.matcher(token.reveal()).matches()) {
                given.fault(
                        "token",
                        text + " is not a token",
                        "use 16 to 256 characters without blanks, such as what openssl rand -hex 24 makes");
            }
            return token;
        }

        private String host() {
            return given.require("host", Texts::host, "write a host name or an address");
        }

        private boolean good() {
            return given.faults().isEmpty();
        }

        private Question question(Limits limits) {
            return new Question(CheckId.of("service", name, what), name, what, limits);
        }
    }
}
