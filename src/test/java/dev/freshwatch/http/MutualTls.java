package dev.freshwatch.http;

import dev.freshwatch.sink.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Server sockets that demand a client certificate, or are set up in another way. */
public final class MutualTls {

    private MutualTls() {}

    /** @param version such as {@code TLSv1.3} */
    public static ServerSocketFactory demanding(Certificates server, Certificates client, String version)
            throws Exception {
        return sockets(server.serverFor(client), socket -> {
            socket.setNeedClientAuth(true);
            socket.setEnabledProtocols(new String[] {version});
        });
    }

    public static ServerSocketFactory sockets(SSLContext context, Consumer<SSLServerSocket> how) {
        return new ServerSocketFactory() {
            @Override
            public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
                SSLServerSocket socket =
                        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(port, backlog, address);
                how.accept(socket);
                return socket;
            }

            @Override
            public ServerSocket createServerSocket(int port) throws IOException {
                return createServerSocket(port, 50, null);
            }

            @Override
            public ServerSocket createServerSocket(int port, int backlog) throws IOException {
                return createServerSocket(port, backlog, null);
            }
        };
    }
}
