package dev.freshwatch.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorityTest {

    @ParameterizedTest
    @CsvSource({
        "collector.example, collector.example:514",
        "192.0.2.1, 192.0.2.1:514",
        "::1, [::1]:514",
        "[::1], [::1]:514",
        "2001:db8::1, [2001:db8::1]:514",
    })
    void anIpv6AddressGetsBracketsOnce(String host, String authority) {
        assertThat(Authority.of(host, 514)).isEqualTo(authority);
    }
}
