package dev.freshwatch.outbox;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.store.Kept;
import dev.freshwatch.store.Store;
import dev.freshwatch.store.TransactionPolicy;
import dev.freshwatch.store.UnitOfWork;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A store with the component on it and routes beside it, for tests. */
public final class Desk implements AutoCloseable {

    static final OutboxTimes QUICK = new OutboxTimes(
            Duration.ofMillis(40),
            Duration.ofMillis(200),
            Duration.ofDays(7),
            Duration.ofSeconds(20),
            Duration.ofMillis(500),
            Duration.ofDays(30));

    public final Store store;
    final CamelContext context = new DefaultCamelContext();
    final OutboxComponent component;
    public final ProducerTemplate template;

    public Desk(Path folder) {
        this(folder, FailureRule.TRY_AGAIN, QUICK, InstantSource.system(), Set.of());
    }

    public Desk(Path folder, FailureRule rule, OutboxTimes times, InstantSource clock, Set<String> disabled) {
        store = open(folder, clock);
        component = new OutboxComponent(store, rule, disabled, times);
        context.addComponent("outbox", component);
        context.getRegistry().bind("oneTransaction", new TransactionPolicy(store));
        context.getShutdownStrategy().setTimeout(10);
        template = context.createProducerTemplate();
    }

    public static Store open(Path folder, InstantSource clock) {
        return Store.open(Kept.ready(folder), clock);
    }

    public Desk sink(String sink, Processor processor) {
        return route(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("outbox:" + sink).routeId("sink-" + sink).process(processor);
            }
        });
    }

    public Desk route(RouteBuilder routes) {
        try {
            context.addRoutes(routes);
            return this;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public Desk start() {
        context.start();
        return this;
    }

    void put(String sink, Notice notice) {
        template.sendBody("outbox:" + sink, notice);
    }

    /** In the lane of its check. */
    public static void put(UnitOfWork unitOfWork, Notice notice, String sink) {
        OutboxTransaction.in(unitOfWork).put(notice, sink, notice.getCheck());
    }

    /** {@code id sink state attempts} of all deliveries, in order. */
    public List<String> rows() {
        return texts("SELECT notice_id || ' ' || sink || ' ' || state || ' ' || attempts FROM delivery ORDER BY seq");
    }

    public List<String> texts(String sql) {
        return store.transaction(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql);
                    ResultSet row = query.executeQuery()) {
                List<String> all = new ArrayList<>();
                while (row.next()) {
                    all.add(row.getString(1));
                }
                return all;
            }
        });
    }

    public void sql(String sql) {
        store.transaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                return statement.execute();
            }
        });
    }

    public static String id(Exchange exchange) {
        return exchange.getMessage().getBody(Notice.class).id();
    }

    @Override
    public void close() {
        context.stop();
        store.close();
    }
}
