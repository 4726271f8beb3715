package dev.freshwatch.sink;

import dev.freshwatch.alert.Notice;
import dev.freshwatch.config.SinkSettings;
import dev.freshwatch.freshness.PlainText;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** Builds the complete mail for a notice. Nothing in it is random, so a repeat has the same bytes. Thread-safe. */
public final class MailMessage {

    /** Maximum length of the subject in characters; the body contains the complete text. */
    private static final int SUBJECT_LENGTH = 400;

    private final InternetAddress from;
    private final InternetAddress[] to;
    private final Session session;
    private final MailThreads threads;
    private final Letter letter;

    /**
     * Creates the builder.
     *
     * @param groups whether this sink gets one notice if many checks changed at once
     * @throws IllegalArgumentException if {@code from} or {@code to} is not a mail address; names the key
     */
    public MailMessage(SinkSettings.Mail settings, boolean groups) {
        this(settings, groups, null);
    }

    /** @param letter null = the normal mail; other values are for tests */
    MailMessage(SinkSettings.Mail settings, boolean groups, Letter letter) {
        from = MailAddresses.of("sink.mail.from", List.of(settings.from()))[0];
        to = MailAddresses.of("sink.mail.to", settings.to());
        session = session(MailAddresses.needUtf8(settings));
        threads = new MailThreads(domain(from.getAddress()), groups);
        this.letter = letter == null ? this::whole : letter;
    }

    /** Builds a mail from a sanitized notice. */
    @FunctionalInterface
    interface Letter {
        MimeMessage of(Notice notice) throws MessagingException;
    }

    /** Returns the complete mail; camel-mail sends a body of this type unchanged. */
    public MimeMessage compose(Notice notice) throws MessagingException {
        try {
            return letter.of(SanitizedNotice.notice(notice));
        } catch (MessagingException | RuntimeException e) {
            FallbackText.log("mail", notice, e);
            return fallback(notice);
        }
    }

    private MimeMessage whole(Notice notice) throws MessagingException {
        String tag = MailText.tag(notice);
        MailText text = new MailText(tag, notice);
        MailThreads.Place place = threads.place(notice);

        MimeMessage mail = addressed(place.messageId());
        header(mail, "Subject", PlainText.line(tag + " " + notice.headline(), SUBJECT_LENGTH));
        mail.setSentDate(Date.from(notice.madeAt()));
        if (place.inReplyTo() != null) {
            mail.setHeader("In-Reply-To", place.inReplyTo());
            mail.setHeader(
                    "References", MimeUtility.fold("References: ".length(), String.join(" ", place.references())));
        }
        header(mail, "X-Freshwatch-Id", notice.id());
        header(
                mail,
                "X-Freshwatch-Check",
                SanitizedNotice.text(notice.finding().check().value()));
        header(mail, "X-Freshwatch-Kind", notice.kind().word());
        if (notice.episode() != null) {
            header(mail, "X-Freshwatch-Episode", notice.episode());
        }
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setContent(
                new Alternative("=_" + digest(notice.id()), part(text.plain(), "plain"), part(text.html(), "html")));
        mail.saveChanges();
        return mail;
    }

    /** A single text part, and the headers that filters need. */
    private MimeMessage fallback(Notice notice) throws MessagingException {
        MimeMessage mail = addressed(threads.id(FallbackText.word(notice.id())));
        mail.setHeader(
                "Subject",
                "[" + FallbackText.kind(notice) + "] " + FallbackText.check(notice) + " is "
                        + FallbackText.state(notice));
        mail.setHeader("X-Freshwatch-Id", FallbackText.word(notice.id()));
        mail.setHeader("X-Freshwatch-Check", FallbackText.check(notice));
        mail.setHeader("X-Freshwatch-Kind", FallbackText.kind(notice).toLowerCase(Locale.ROOT));
        mail.setHeader("X-Freshwatch-Episode", FallbackText.word(notice.episode()));
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setText(FallbackText.line(notice) + "\r\n", "US-ASCII");
        mail.saveChanges();
        return mail;
    }

    private MimeMessage addressed(String messageId) throws MessagingException {
        MimeMessage mail = new Mail(session, messageId);
        mail.setFrom(from);
        mail.setRecipients(RecipientType.TO, to);
        return mail;
    }

    private static void header(MimeMessage mail, String name, String value) throws MessagingException {
        mail.setHeader(name, MailHeader.value(name, value));
    }

    /** Headers are written in UTF-8 if an address needs it, otherwise in ASCII. */
    private static Session session(boolean utf8) {
        Properties properties = new Properties();
        properties.put("mail.mime.allowutf8", String.valueOf(utf8));
        return Session.getInstance(properties);
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, "UTF-8", subtype);
        return part;
    }

    /** The sender's domain: unlike a host name it survives a container restart, so threads stay together. */
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

    /** Keeps our {@code Message-ID}; the library would generate a random one. */
    private static final class Mail extends MimeMessage {

        private final String messageId;

        Mail(Session session, String messageId) {
            super(session);
            this.messageId = messageId;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", messageId);
        }
    }

    /** Keeps our boundary; the library would generate a random one. */
    private static final class Alternative extends MimeMultipart {

        Alternative(String boundary, MimeBodyPart... parts) throws MessagingException {
            super("alternative", parts);
            contentType = "multipart/alternative; boundary=\"" + boundary + "\"";
        }
    }
}
