package dev.freshwatch.kafka;

import dev.freshwatch.tls.Trust;
import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.security.auth.SslEngineFactory;

/** Lets the client of Kafka trust what everything else trusts here, and present the same certificate. */
public final class TrustedEngines implements SslEngineFactory {

    /** The key of the {@link Trust} in the configuration of the client. */
    static final String TRUST = "freshwatch.trust";

    private Trust trust;

    @Override
    public void configure(Map<String, ?> configuration) {
        trust = (Trust) configuration.get(TRUST);
    }

    @Override
    public SSLEngine createClientSslEngine(String host, int port, String identification) {
        SSLEngine engine = trust.context().createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public SSLEngine createServerSslEngine(String host, int port) {
        throw new UnsupportedOperationException("this is a client");
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> configuration) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public KeyStore keystore() {
        return null;
    }

    @Override
    public KeyStore truststore() {
        return null;
    }

    @Override
    public void close() {
        trust = null;
    }
}
