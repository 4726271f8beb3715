package dev.freshwatch.store;

/** This process is no longer the one that does this, so nothing was stored. Not a fault of the store. */
public final class FencedOut extends StoreException {

    private static final long serialVersionUID = 1L;

    /** @param namespaces what another node does now, such as {@code esm/soc} */
    public FencedOut(String namespaces) {
        super("nothing was stored: another node does " + namespaces + " now");
    }
}
