package dev.freshwatch.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyExclusionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wiki.example       | wiki.example      | true",
                "wiki.example       | WIKI.Example.     | true",
                "wiki.example       | www.wiki.example  | false",
                "wiki.example       | iki.example       | false",
                "*.plant.example    | a.plant.example   | true",
                "*.plant.example    | a.b.plant.example | true",
                "*.plant.example    | plant.example     | false",
                "*.plant.example    | aplant.example    | false",
                "esm_soc            | esm_soc           | true",
                "10.0.0.0/8         | 10.255.0.1        | true",
                "10.0.0.0/8         | 11.0.0.1          | false",
                "10.0.0.1/8         | 10.2.3.4          | true",
                "192.168.7.128/25   | 192.168.7.200     | true",
                "192.168.7.128/25   | 192.168.7.127     | false",
                "192.168.7.1/32     | 192.168.7.1       | true",
                "0.0.0.0/0          | 203.0.113.9       | true",
                "0.0.0.0/0          | [::1]             | false",
                "0.0.0.0/0          | wiki.example      | false",
                "127.0.0.1          | 127.0.0.1         | true",
                "127.0.0.1          | 127.0.0.2         | false",
                "::1                | [::1]             | true",
                "[::1]              | 0:0:0:0:0:0:0:1   | true",
                "fd00::/8           | [fdab::7]         | true",
                "fd00::/8           | [fe80::7]         | false",
                "[fd00::]/8         | fdab::7           | true",
                "::/0               | [fe80::7]         | true",
                "::/0               | 127.0.0.1         | false",
                "10.0.0.0/8         | [::ffff:10.1.2.3] | true",
                "x, 10.0.0.0/8, y   | y                 | true",
            })
    void hostIsExcluded(String rules, String host, boolean excluded) {
        List<String> all = Arrays.stream(rules.split(",")).map(String::strip).toList();
        assertThat(all)
                .allSatisfy(rule ->
                        assertThat(ProxyExclusions.problem(rule)).as(rule).isNull());
        assertThat(new ProxyExclusions(all).include(host)).isEqualTo(excluded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "*", "*.", ".plant.example", "a b", "plant.*", "http://wiki.example", "wiki.example:8443",
                        "10.0.0.0/33",
                "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/255.0.0.0", "10.0.0/8", "10.0.0", "256.0.0.1", "::/129",
                        "1:2:3/4", "wiki/8",
                "10.0.0.0/8/8"
            })
    void ruleIsRefused(String rule) {
        assertThat(ProxyExclusions.problem(rule)).isNotNull();
    }
}
