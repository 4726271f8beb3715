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
                        .to("direct:x");
                from("outbox:continued")
                        .routeId("sink-continued")
                        .onException(Exception.class)
                        .continued(true)
                        .end()
                        .to("direct:x");
                from("outbox:tap").routeId("sink-tap").wireTap("direct:x");
                from("outbox:seda")
                        .routeId("sink-seda")
                        .choice()
                        .when(constant(true))
                        .to("seda:x")
                        .end();
                from("outbox:dynamic").routeId("sink-dynamic").toD("seda:${body}");
                from("outbox:dead")
                        .routeId("sink-dead")
                        .errorHandler(deadLetterChannel("log:dead"))
                        .to("direct:x");
            }
        });

        assertThat(faults).hasSize(6);
        assertThat(faults).allMatch(fault -> fault.contains("before the sink has accepted it"));
        assertThat(faults.get(0)).startsWith("route sink-handled: onException with handled: true");
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
