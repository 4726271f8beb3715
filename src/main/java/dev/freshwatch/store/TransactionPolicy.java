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
 * Runs the steps inside {@code policy: {ref: oneTransaction, steps: …}} in one transaction of the store: state changes
 * and the notices passed to {@code outbox:} are stored together or not at all. Sinks are signalled after the commit.
 *
 * <p>A failure that a route handles ({@code onException} with {@code handled: true}) rolls back the transaction too,
 * since the steps after it were not executed.
 */
public final class TransactionPolicy implements Policy {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionPolicy.class);

    private final Store store;

    public TransactionPolicy(Store store) {
        this.store = store;
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // the definition is not changed
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
            LOG.info("Repeating the steps of this transaction");
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
                LOG.warn("A step in the transaction failed, so it was rolled back; trying again in the next cycle");
                return;
            }
            unitOfWork.commit();
        } finally {
            exchange.removeProperty(UnitOfWork.PROPERTY);
            unitOfWork.rollBack();
        }
    }

    /** Resets the exchange to its state before the steps, because their transaction was rolled back. */
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

    /** Whether a route has handled a failure of this exchange, which hides it. */
    public static boolean wasHandled(Exchange exchange) {
        return exchange.getExchangeExtension().isFailureHandled()
                || Boolean.TRUE.equals(exchange.getExchangeExtension().getErrorHandlerHandled());
    }
}
