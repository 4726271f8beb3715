package dev.freshwatch.app;

import dev.freshwatch.config.ConfigFiles;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests a reload if credentials are refused and the file of a secret has changed since it was read: once for each
 * change, so that no secret is tried more often than people change it. Thread-safe.
 */
final class SecretWatch {

    private static final Logger LOG = LoggerFactory.getLogger(SecretWatch.class);

    private Runnable reload;
    private ConfigFiles files;
    private String tried = "";

    /** Sets what requests a reload; without it nothing is ever requested. */
    synchronized void onChanged(Runnable request) {
        reload = request;
    }

    /** Sets the files that the configuration in force was read from. */
    synchronized void use(ConfigFiles inForce) {
        files = inForce;
    }

    /**
     * To be called when credentials were refused.
     *
     * @return whether secrets are being read again because of that
     */
    synchronized boolean refused() {
        if (reload == null || files == null) {
            return false;
        }
        Set<String> changed = files.changedSecrets();
        String now = changed.isEmpty() ? "" : files.stampsOfSecrets();
        if (changed.isEmpty() || now.equals(tried)) {
            return false;
        }
        tried = now;
        Set<String> others = files.changedBesideSecrets();
        if (!others.isEmpty()) {
            LOG.warn(
                    "Credentials are refused, and {} has changed since it was read. It is not reloaded automatically, because {} has"
                            + " changed too: run freshwatch reload",
                    String.join(", ", changed),
                    String.join(", ", others));
            return false;
        }
        LOG.info(
                "Credentials are refused, and {} has changed since it was read: reloading", String.join(", ", changed));
        reload.run();
        return true;
    }
}
