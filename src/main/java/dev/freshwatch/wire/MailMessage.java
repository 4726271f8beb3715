package dev.freshwatch.wire;

import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.notice.Kind;
import dev.freshwatch.notice.Notice;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Makes the whole mail of a notice. Nothing in it is random, so a repeat has the same bytes. Safe for use by many
 * threads.
 *
 * <p>A problem's {@code Message-ID} is made from its episode's id, every other one from the notice's id; so whatever
 * follows a problem can name it in {@code In-Reply-To} without remembering anything.
 */
public final class MailMessage {

    private final InternetAddress from;
    private final InternetAddress[] to;
    private final String domain;

    /**
     * @throws IllegalArgumentException where {@code from} or {@code to} is not a mail address; names the key
     */
    public MailMessage(SinkSettings.Mail settings) {
        from = addresses("sink.mail.from", List.of(settings.from()))[0];
        to = addresses("sink.mail.to", settings.to());
        domain = domain(from.getAddress());
    }

    /** The mail, complete: camel-mail sends a body of this type as it is. */
    public MimeMessage of(Notice given) throws MessagingException {
        Notice notice = Plain.notice(given);
        String tag = tag(notice);
        MailText text = new MailText(tag, notice);

        MimeMessage mail = new Mail(messageId(notice));
        mail.setFrom(from);
        mail.setRecipients(RecipientType.TO, to);
        header(mail, "Subject", tag + " " + notice.headline());
        mail.setSentDate(Date.from(notice.madeAt()));
        if (notice.kind() != Kind.PROBLEM) {
            mail.setHeader("In-Reply-To", problemId(notice));
            mail.setHeader("References", problemId(notice));
        }
        header(mail, "X-Freshwatch-Id", notice.id());
        header(mail, "X-Freshwatch-Check", Plain.text(notice.finding().check().value()));
        header(mail, "X-Freshwatch-Kind", notice.kind().word());
        header(mail, "X-Freshwatch-Episode", notice.episode());
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setContent(
                new Alternative("=_" + digest(notice.id()), part(text.plain(), "plain"), part(text.html(), "html")));
        mail.saveChanges();
        return mail;
    }

    static String tag(Notice notice) {
        return switch (notice.kind()) {
            case PROBLEM, CHANGE -> "[" + notice.finding().state().word().toUpperCase(Locale.ROOT) + "]";
            case RECOVERY -> "[RECOVERED]";
            case REMINDER, HEALED, DRILL -> "[" + notice.kind().name() + "]";
        };
    }

    private String messageId(Notice notice) {
        return notice.kind() == Kind.PROBLEM ? problemId(notice) : id(notice.id());
    }

    private String problemId(Notice notice) {
        return id(notice.episode());
    }

    private String id(String id) {
        return "<" + id.replaceAll("[^A-Za-z0-9._-]", "_") + "@" + domain + ">";
    }

    private static void header(MimeMessage mail, String name, String value) throws MessagingException {
        mail.setHeader(name, MailHeader.value(name, value));
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, "UTF-8", subtype);
        return part;
    }

    private static InternetAddress[] addresses(String key, List<String> texts) {
        InternetAddress[] addresses = new InternetAddress[texts.size()];
        for (int at = 0; at < addresses.length; at++) {
            try {
                addresses[at] = new InternetAddress(texts.get(at), true);
            } catch (AddressException e) {
                throw new IllegalArgumentException(key + " is not a mail address: " + Plain.text(texts.get(at)), e);
            }
        }
        return addresses;
    }

    /** The sender's: unlike a host name it outlives a container, so that a thread holds over a restart. */
    private static String domain(String address) {
        String domain = address.substring(address.lastIndexOf('@') + 1);
        return domain.matches("[A-Za-z0-9.-]+") ? domain : "freshwatch.invalid";
    }

    private static String digest(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Utf8.bytes(id));
            return HexFormat.of().formatHex(digest).substring(0, 40);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no SHA-256", e);
        }
    }

    /** The library makes up a random {@code Message-ID}; this keeps ours. */
    private static final class Mail extends MimeMessage {

        private final String messageId;

        Mail(String messageId) {
            super((Session) null);
            this.messageId = messageId;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", messageId);
        }
    }

    /** The library makes up a random boundary; this keeps ours. */
    private static final class Alternative extends MimeMultipart {

        Alternative(String boundary, MimeBodyPart... parts) throws MessagingException {
            super("alternative", parts);
            contentType = "multipart/alternative; boundary=\"" + boundary + "\"";
        }
    }
}
