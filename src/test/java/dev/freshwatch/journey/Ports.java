package dev.freshwatch.journey;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports of receivers that are down for now. */
final class Ports {

    private Ports() {}

    /** A port on which nobody listens. */
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
