package dev.freshwatch.sink;

import dev.freshwatch.config.SinkSettings;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Mail addresses as sent: the domain in its ASCII form (RFC 5891); the local part unchanged, which requires SMTPUTF8
 * (RFC 6531) if it is not ASCII.
 */
final class MailAddresses {

    private MailAddresses() {}

    /**
     * Parses addresses.
     *
     * @param key the configuration key, for the message
     * @throws IllegalArgumentException if one is not a mail address
     */
    static InternetAddress[] of(String key, List<String> texts) {
        InternetAddress[] addresses = new InternetAddress[texts.size()];
        for (int at = 0; at < addresses.length; at++) {
            try {
                InternetAddress address = new InternetAddress(texts.get(at), true);
                address.setAddress(ascii(address.getAddress()));
                address.validate();
                // the parser keeps a display name as it is; this encodes it
                address.setPersonal(address.getPersonal(), StandardCharsets.UTF_8.name());
                addresses[at] = address;
            } catch (AddressException | IllegalArgumentException | UnsupportedEncodingException e) {
                throw new IllegalArgumentException(
                        key + " is not a mail address: " + SanitizedNotice.text(texts.get(at)), e);
            }
        }
        return addresses;
    }

    /** Whether any local part contains non-ASCII characters. */
    static boolean needUtf8(SinkSettings.Mail settings) {
        return Stream.concat(
                        Stream.of(of("sink.mail.from", List.of(settings.from()))),
                        Stream.of(of("sink.mail.to", settings.to())))
                .anyMatch(address -> !StandardCharsets.US_ASCII.newEncoder().canEncode(address.getAddress()));
    }

    private static String ascii(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 ? address : address.substring(0, at + 1) + IDN.toASCII(address.substring(at + 1));
    }
}
