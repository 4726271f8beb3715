package dev.freshwatch.outbox;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.store.UnitOfWork;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts notices into the queue of a sink, within the exchange's transaction or one of its own. */
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
            throw new IllegalArgumentException("outbox:" + sink + " takes a notice, not "
                    + (body == null ? "an empty body" : body.getClass().getName()));
        }
        if (sink.equals(OutboxComponent.TOLD)) {
            for (String told : OutboxTransaction.in(unitOfWork).told(notice)) {
                if (component.isRead(told)) {
                    put(notice, told, unitOfWork);
                } else {
                    LOG.debug("{} was told of {}, but is not there any more", told, notice.episode());
                }
            }
        } else {
            put(notice, sink, unitOfWork);
        }
    }

    private void put(Notice notice, String to, UnitOfWork unitOfWork) {
        if (component.isDisabled(to)) {
            LOG.debug("{} is switched off: {} is not kept for it", to, notice.id());
            return;
        }
        if (!component.isRead(to)) {
            throw new IllegalStateException("outbox:" + to + " has no reader: no route begins with from: outbox:" + to
                    + "; write one, or take the line out of the router");
        }
        if (isAbout(notice, to) || isToldOtherwise(notice, to)) {
            LOG.debug("{} is not for {}", notice.id(), to);
            return;
        }
        OutboxTransaction.in(unitOfWork)
                .put(notice, to, component.orderingKey(to, notice.finding().check()));
    }

    /** That a sink fails cannot be told through it. */
    private static boolean isAbout(Notice notice, String sink) {
        return notice.getCheck().equals(OutboxComponent.CHECK + sink);
    }

    /** A sink gets either the notice of a group or those of its members. */
    private boolean isToldOtherwise(Notice notice, String sink) {
        return component.isGrouping(sink) ? notice.marks().group() != null : notice.isGroup();
    }
}
