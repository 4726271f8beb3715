package dev.freshwatch.store;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps inside {@code policy: {ref: oneTransaction, steps: …}} are one transaction of the store: state changes and
 * the notices that {@code outbox:} takes are kept together or not at all. Sinks hear of them after the commit.
 *
 * <p>A failure that a route handles ({@code onException} with {@code handled: true}) undoes the transaction too: the
 * steps behind it were not made.
 */
public final class TransactionPolicy implements Policy {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionPolicy.class);

    private final Store store;

    public TransactionPolicy(Store store) {
        this.store = store;
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // the definition stays as it is
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> process(exchange, steps);
    }

    private void process(Exchange exchange, Processor steps) throws Exception {
        UnitOfWork outer = exchange.getProperty(UnitOfWork.PROPERTY, UnitOfWork.class);
        if (outer != null && outer.isOpen()) {
            steps.process(exchange);
            return;
        }
        Message before = exchange.getMessage().copy();
        UnitOfWork first = store.begin();
        try {
            process(exchange, steps, first);
        } catch (Exception e) {
            if (!first.isMended()) {
                throw e;
            }
        }
        if (first.isMended()) {
            LOG.info("The steps of this transaction are made once more");
            startAgain(exchange, before);
            process(exchange, steps, store.begin());
        }
    }

    private void process(Exchange exchange, Processor steps, UnitOfWork unitOfWork) throws Exception {
        boolean handledBefore = wasHandled(exchange);
        try {
            exchange.setProperty(UnitOfWork.PROPERTY, unitOfWork);
            steps.process(exchange);
            if (exchange.isFailed() || exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
                return;
            }
            if (!handledBefore && wasHandled(exchange)) {
                LOG.warn("A step within the transaction failed, so nothing of it is kept; tried again next cycle");
                return;
            }
            unitOfWork.commit();
        } finally {
            exchange.removeProperty(UnitOfWork.PROPERTY);
            unitOfWork.rollBack();
        }
    }

    /** As if the steps had not been made: the transaction that they were made in is not either. */
    private static void startAgain(Exchange exchange, Message before) {
        exchange.setException(null);
        exchange.setMessage(before);
        exchange.setRollbackOnly(false);
        exchange.setRollbackOnlyLast(false);
        exchange.removeProperty(Exchange.EXCEPTION_CAUGHT);
        exchange.getExchangeExtension().setFailureHandled(false);
        exchange.getExchangeExtension().setErrorHandlerHandled(null);
        exchange.getExchangeExtension().setRedeliveryExhausted(false);
    }

    /** Whether a route has handled a failure of this exchange, so that it looks as if there were none. */
    public static boolean wasHandled(Exchange exchange) {
        return exchange.getExchangeExtension().isFailureHandled()
                || Boolean.TRUE.equals(exchange.getExchangeExtension().getErrorHandlerHandled());
    }
}
