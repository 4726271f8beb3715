package dev.freshwatch.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshwatch.app.WatchApp;
import dev.freshwatch.config.Configuration;
import dev.freshwatch.config.LoadedConfig;
import dev.freshwatch.route.Folder;
import dev.freshwatch.route.RouteFiles;
import dev.freshwatch.route.RouteValidator;
import dev.freshwatch.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each file of examples/checks, once with good answers, and once with those that each platform gives in place of an error. */
class RecipesTest extends RecipeScene {

    private static final int LONGEST = 15;

    private static void assertOutcomes(Map<String, String> outcomes, String expected) {
        Map<String, String> lines = expected.lines()
                .map(line -> line.split(" +\\| ", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1], (one, other) -> one, TreeMap::new));
        assertThat(outcomes).containsOnlyKeys(lines.keySet());
        lines.forEach(
                (check, outcome) -> assertThat(outcomes.get(check)).as(check).startsWith(outcome));
    }

    @Test
    void eachRecipeFindsWhatIsFreshAndWhatIsNot() throws Exception {
        assertOutcomes(
                outcomes("good"),
                """
                elastic/events                               | ok up: elastic: 2 sources in the list
                elastic/events/logs-firewall.asa-default     | ok fresh: logs-firewall.asa-default: newest event is 3 min old
                elastic/events/logs-windows.security-default | critical stale: logs-windows.security-default: newest event is 3 h
                graylog/messages                             | ok up
                graylog/messages/Firewalls                   | ok fresh: Firewalls: newest message is 3 min old
                graylog/messages/Windows~20~2F~20DC          | critical stale: Windows / DC: newest message is 5 h
                opencti/connectors                           | ok up
                opencti/connectors/c1-misp                   | ok fresh: MISP: newest connector is 3 min old (limit 5 min)
                opencti/connectors/c2-mitre                  | critical stale: MITRE ATT&CK: newest connector is 2 h
                opensearch/events                            | ok up
                opensearch/events/Z~C3~BCrich~20host         | critical stale: Zürich host: newest event is 5 h
                opensearch/events/fw-1                       | ok fresh: fw-1: newest event is 3 min
                opensearch/ingested                          | ok up
                opensearch/ingested/fw-1                     | ok fresh
                opensearch/streams                           | ok up
                opensearch/streams/logs-dns                  | warning stale: logs-dns: newest stream is 40 min old (limit 30 min)
                qradar/events                                | ok up
                qradar/events/62                             | ok fresh: fw-1 @ 192.0.2.1: newest event is 3 min old
                qradar/events/63                             | critical silent: dc-1: no event at all (limit 2 h)
                sentinel/tables                              | ok up
                sentinel/tables/SecurityEvent                | ok fresh: SecurityEvent: newest table is 3 min
                sentinel/tables/Syslog                       | critical stale: Syslog: newest table is 9 h
                splunk/events                                | ok up
                splunk/events/main:cisco:asa                 | ok fresh: main:cisco:asa: newest event is 3 min
                splunk/events/main:linux_secure              | critical stale: main:linux_secure: newest event is 3 h
                thehive/alerts                               | ok fresh: thehive: newest alert is 3 h old (limit 1 d)
                wazuh/agents                                 | ok up
                wazuh/agents/001                             | ok fresh: web-01: newest agent is 3 min
                wazuh/agents/002                             | critical stale: db-01: newest agent is 2 h
                wazuh/events                                 | ok up
                wazuh/events/web-01                          | ok fresh: web-01: newest event is 30 min""");
        assertThat(headers.get("qradar-log-sources")).contains("Sec: s3cr3t-qradar.token", "Range: items=0-499");
        assertThat(headers.get("graylog-streams"))
                .contains("Authorization: Basic s3cr3t", "X-requested-by: freshwatch");
        assertThat(headers.get("sentinel-tables")).contains("Authorization: Bearer t0k3n");
        assertThat(bodies.get("sentinel-tables login"))
                .startsWith("grant_type=client_credentials&client_id=<id>")
                .endsWith("&client_secret=s3cr3t-sentinel.secret");
        assertThat(headers.get("wazuh-agents")).contains("Authorization: Bearer t0k3n");
        assertThat(headers.get("wazuh-agents login")).isEqualTo("Basic s3cr3t-wazuh.credentials");
        assertThat(bodies.get("wazuh-agents"))
                .contains("/agents?select=id,name,lastKeepAlive&q=id!=000;status!=never_connected");
        assertThat(bodies.get("splunk-tstats"))
                .startsWith(
                        "POST /splunk-tstats/services/search/jobs exec_mode=oneshot&output_mode=json&count=0&search=%7C%20tstats");
    }

    @Test
    void whatAPlatformGivesInPlaceOfAnErrorIsNeverOk() throws Exception {
        assertOutcomes(
                outcomes("traps"),
                """
                elastic/events                | unknown failed: elastic: answer is incomplete: 2 of 9 shards failed
                graylog/messages              | ok up
                graylog/messages/Firewalls    | ok fresh
                graylog/messages/Odd          | unknown unreadable: Odd: has '-' in the list, which is not a time (epoch-millis)
                opencti/connectors            | unknown failed: opencti: answered with an error
                opensearch/events             | unknown failed: opensearch: the answer contains what 'unless' names
                opensearch/ingested           | ok up
                opensearch/ingested/fw-1      | ok fresh
                opensearch/ingested/no-pipeline | unknown unreadable: no-pipeline: has no time in the list
                opensearch/streams            | ok up
                opensearch/streams/logs-ahead | warning future: logs-ahead: newest stream is 2 h 59 min ahead
                opensearch/streams/logs-empty | critical silent: logs-empty: no stream at all (limit 2 h)
                qradar/events                 | unknown failed: qradar: list is cut off: 2 of 238 rows
                sentinel/tables               | unknown failed: sentinel: answered with an error
                splunk/events                 | unknown failed: splunk: the answer contains what 'unless' names
                thehive/alerts                | critical silent: thehive: no alert at all (limit 1 d)
                wazuh/agents                  | unknown failed: wazuh: answered with an error
                wazuh/events                  | unknown failed: wazuh: answer is incomplete: the search timed out""");
    }

    @Test
    void theExampleOfThePageIsValid() throws Exception {
        String page = Files.readString(Path.of("docs/lists.md"));
        Matcher yaml = Pattern.compile("<!-- file: (\\S+) -->\\n```yaml\\n(.*?)```", Pattern.DOTALL)
                .matcher(page);
        Matcher properties =
                Pattern.compile("```properties\\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(yaml.find() && properties.find()).isTrue();
        Files.createDirectories(config.resolve("routes"));
        Files.writeString(config.resolve(yaml.group(1)), yaml.group(2));
        Files.writeString(config.resolve("application.properties"), properties.group(1));
        write("elastic.key", "s3cr3t");
        TestCertificates.in(config);
        RouteFiles routes = RouteFiles.find(Folder.HOME, config);
        LoadedConfig loaded = Configuration.read(config, Map.of(), new Properties(), routes.names());
        assertThat(RouteValidator.with(loaded, WatchApp.PLACEHOLDERS).faults(routes))
                .isEmpty();
    }

    @Test
    void aRecipeIsShortAndSaysWhatItsAccountNeeds() throws IOException {
        Set<String> names = Set.copyOf(recipes());
        for (String recipe : names) {
            String text = Files.readString(RECIPES.resolve(recipe + ".camel.yaml"));
            assertThat(text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")))
                    .as(recipe)
                    .hasSizeLessThanOrEqualTo(LONGEST);
            assertThat(text).as(recipe).contains("# Rights: ", "# Good to know: ", "#   secret.");
            assertThat(Files.readString(Path.of("docs/lists.md")))
                    .contains("examples/checks/" + recipe + ".camel.yaml");
        }
    }
}
