package dev.freshwatch.esm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of the contract (section 2), and text beyond ASCII and beyond one block. */
class LoginEncodingTest {

    @ParameterizedTest
    @CsvSource({
        "AES, NGCP, jwNLgaSY2PFsAjF87bRyPg==",
        "AES, Mcafee123!, uTl8FIeRQJNFOybh6521Hg==",
        "BASE64, NGCP, TkdDUA==",
        "BASE64, pässwörd, cMOkc3N3w7ZyZA==",
    })
    void encodes(LoginEncoding encoding, String text, String expected) {
        assertThat(encoding.encode(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"15, 24", "16, 44", "17, 44"})
    void padsToWholeBlocks(int length, int encodedLength) {
        assertThat(LoginEncoding.AES.encode("x".repeat(length))).hasSize(encodedLength);
    }
}
