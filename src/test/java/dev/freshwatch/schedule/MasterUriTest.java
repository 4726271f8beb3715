package dev.freshwatch.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written below master:. */
class MasterUriTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            textBlock =
                    """
            master:mine:timer:tick                | mine  | timer:tick       | timer:own/mine/tick      | timer:tick
            master:mine:timer:tick?period=1s&x=?y | mine  | timer:tick       | timer:own/mine/tick      | timer:tick?period=1s&x=?y
            master://mine:timer://tick            | mine  | timer://tick     | timer:own/mine/tick      | timer://tick
            master:a.b-c_1:timer:a/$b             | a.b-c_1 | timer:a/$b     | timer:own/a.b-c_1/a/$b | timer:a/$b
            master:mine:file:in/box?delete=true   | mine  | file:in/box      | file:in/box              | file:in/box?delete=true
            master:mine                           | mine  | ''               | ''                         | ''
            timer:tick?period=1s                  | none  | none             | none                          | timer:tick?period=1s
            """)
    void isReadAsCamelReadsIt(String uri, String namespace, String endpoint, String delegate, String beneath) {
        if (namespace == null) {
            assertThat(MasterUri.of(uri)).isEmpty();
        } else {
            MasterUri written = MasterUri.of(uri).orElseThrow();
            assertThat(written).isEqualTo(new MasterUri(namespace, endpoint));
            assertThat(written.delegate()).isEqualTo(delegate);
        }
        assertThat(MasterUri.beneath(uri)).isEqualTo(beneath);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            textBlock =
                    """
            master:mine:timer:tick         | none
            master:mine:file:inbox         | none
            master:mine                    | write for example master:mine:timer:tick
            master:mine:                   | write for example master:mine:timer:tick
            master::timer:tick             | write for example master:mine:timer:tick
            master:my ns:timer:tick        | write for example master:mine:timer:tick
            master:own/mine:timer:tick     | write for example master:mine:timer:tick
            master:-mine:timer:tick        | write for example master:mine:timer:tick
            master:mine:outbox:chat        | outbox: is worked on by one node at a time already; remove master:mine: before it
            master:mine:master:b:timer:c   | remove master:mine: before it
            master:mine:direct:x           | direct: is called on the node that calls it
            master:mine:seda:x             | put master: before what begins that route, and remove it here
            """)
    void aFaultSaysWhatToWrite(String uri, String fault) {
        if (fault == null) {
            assertThat(MasterUri.of(uri).orElseThrow().fault()).isEmpty();
        } else {
            assertThat(MasterUri.of(uri).orElseThrow().fault().orElseThrow()).contains(fault);
        }
    }
}
