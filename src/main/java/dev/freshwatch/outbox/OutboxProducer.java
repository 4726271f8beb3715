package dev.freshwatch.outbox;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.store.UnitOfWork;
import java.util.TreeSet;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts notices into the queue of a sink, within the transaction of the exchange or its own. */
final class OutboxProducer extends DefaultProducer {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxProducer.class);

    private final OutboxComponent component;
    private final String sink;

    OutboxProducer(Endpoint endpoint, OutboxComponent component, String sink) {
        super(endpoint);
        this.component = component;
        this.sink = sink;
    }

    @Override
    public void process(Exchange exchange) {
        UnitOfWork open = UnitOfWork.current(exchange).orElse(null);
        UnitOfWork unitOfWork = open != null ? open : component.store().begin();
        try {
            put(exchange.getMessage().getBody(), unitOfWork);
            if (open == null) {
                unitOfWork.commit();
            }
        } catch (RuntimeException e) {
            unitOfWork.spoil(e);
            throw e;
        } finally {
            if (open == null) {
                unitOfWork.rollBack();
            }
        }
    }

    private void put(Object body, UnitOfWork unitOfWork) {
        if (!(body instanceof Notice notice)) {
            throw new IllegalArgumentException("outbox:" + sink + " expects a notice, not "
                    + (body == null ? "an empty body" : body.getClass().getName()));
        }
        if (sink.equals(OutboxComponent.TOLD)) {
            for (String told : OutboxTransaction.in(unitOfWork).told(notice)) {
                if (component.served().isRead(told)) {
                    put(notice, told, unitOfWork);
                } else {
                    LOG.debug("{} was notified of {}, but no longer exists", told, notice.episode());
                }
            }
        } else if (sink.equals(OutboxComponent.ALL)) {
            for (String one : new TreeSet<>(component.served().read())) {
                put(notice, one, unitOfWork);
            }
        } else {
            put(notice, sink, unitOfWork);
        }
    }

    private void put(Notice notice, String to, UnitOfWork unitOfWork) {
        if (component.rules().isDisabled(to)) {
            LOG.debug("{} is disabled: dropping {}", to, notice.id());
            return;
        }
        if (!component.served().isRead(to)) {
            throw new IllegalStateException("outbox:" + to + " cannot deliver: no route begins with from: outbox:" + to
                    + "; add such a route, or remove the line from routing.camel.yaml");
        }
        if (!component.rules().admits(notice, to, () -> isTold(notice, to, unitOfWork))) {
            LOG.debug("{} is not meant for {}", notice.id(), to);
            return;
        }
        OutboxTransaction.in(unitOfWork)
                .put(
                        notice,
                        to,
                        component.rules().orderingKey(to, notice.finding().check()));
    }

    private static boolean isTold(Notice notice, String sink, UnitOfWork unitOfWork) {
        return OutboxTransaction.in(unitOfWork).told(notice).contains(sink);
    }
}
