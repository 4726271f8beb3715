package dev.freshwatch.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class RouteRulesTest {

    @Test
    void aSinkThatLetsFailuresThroughIsFine() throws Exception {
        assertThat(faults(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("outbox:slack")
                                .routeId("sink-slack")
                                .removeHeaders("*")
                                .to("direct:elsewhere");
                    }
                }))
                .isEmpty();
    }

    @Test
    void everyWayToReportSuccessTooEarlyIsRefused() throws Exception {
        List<String> faults = faults(new RouteBuilder() {
            @Override
            public void configure() {
                from("outbox:handled")
                        .routeId("sink-handled")
                        .onException(Exception.class)
                        .handled(true)
                        .end()
                        .removeHeaders("*")
                        .to("direct:x");
                from("outbox:continued")
                        .routeId("sink-continued")
                        .onException(Exception.class)
                        .continued(true)
                        .end()
                        .removeHeaders("*")
                        .to("direct:x");
                from("outbox:tap").routeId("sink-tap").removeHeaders("*").wireTap("direct:y");
                from("outbox:seda")
                        .routeId("sink-seda")
                        .removeHeaders("*")
                        .choice()
                        .when(constant(true))
                        .to("seda:x")
                        .end();
                from("outbox:dynamic")
                        .routeId("sink-dynamic")
                        .removeHeaders("*")
                        .toD("seda:${body}");
                from("outbox:dead")
                        .routeId("sink-dead")
                        .errorHandler(deadLetterChannel("log:dead"))
                        .removeHeaders("*")
                        .to("direct:x");
                from("outbox:catch")
                        .routeId("sink-catch")
                        .removeHeaders("*")
                        .doTry()
                        .to("direct:x")
                        .doCatch(Exception.class)
                        .log("never mind")
                        .end();
                from("outbox:fallback")
                        .routeId("sink-fallback")
                        .removeHeaders("*")
                        .circuitBreaker()
                        .to("direct:x")
                        .onFallback()
                        .log("never mind")
                        .end();
                from("outbox:aggregate")
                        .routeId("sink-aggregate")
                        .removeHeaders("*")
                        .aggregate(constant(true))
                        .completionSize(10)
                        .to("direct:x");
                from("outbox:called").routeId("sink-called").removeHeaders("*").to("direct:called");
                from("direct:called").routeId("called").wireTap("direct:y");
            }
        });

        assertThat(faults).hasSize(10);
        assertThat(faults).allMatch(fault -> fault.contains("before the sink has accepted it"));
        assertThat(faults).anyMatch(fault -> fault.contains("route sink-handled: onException with handled: true"));
    }

    @Test
    void aSinkThatRethrowsWhatItCatchesIsFine() throws Exception {
        assertThat(faults(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("outbox:catch")
                                .removeHeaders("*")
                                .doTry()
                                .to("direct:x")
                                .doCatch(Exception.class)
                                .throwException(new IllegalStateException("no"))
                                .end();
                    }
                }))
                .isEmpty();
    }

    @Test
    void aSinkBeginsWithoutTheHeadersOfOthers() throws Exception {
        List<String> faults = faults(new RouteBuilder() {
            @Override
            public void configure() {
                from("outbox:none").routeId("sink-none").to("direct:x");
                from("outbox:late").routeId("sink-late").to("direct:x").removeHeaders("*");
                from("outbox:some").routeId("sink-some").removeHeaders("Camel*").to("direct:x");
                from("outbox:but")
                        .routeId("sink-but")
                        .removeHeaders("*", "Authorization")
                        .to("direct:x");
            }
        });
        assertThat(faults).hasSize(4).allMatch(fault -> fault.contains("does not begin with removeHeaders"));
    }

    @Test
    void otherRoutesMayDoAsTheyLike() throws Exception {
        assertThat(faults(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:x").routeId("own").wireTap("seda:y");
                    }
                }))
                .isEmpty();
    }

    private static List<String> faults(RouteBuilder routes) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addRoutes(routes);
            return RouteRules.faults(context.getRouteDefinitions());
        }
    }
}
