package dev.freshwatch.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/** Name service as a test wants it. */
record SlowNames(Lookup lookup) implements DnsResolver {

    interface Lookup {
        InetAddress[] find(String host) throws UnknownHostException;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return lookup.find(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
