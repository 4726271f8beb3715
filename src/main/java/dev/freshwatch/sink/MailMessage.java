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

/** Makes the whole mail of a notice. Nothing in it is random, so a repeat has the same bytes. Safe for use by many threads. */
public final class MailMessage {

    /** Of the subject, in characters: the whole text is in the body. */
    private static final int SUBJECT_LENGTH = 400;

    private final InternetAddress from;
    private final InternetAddress[] to;
    private final Session session;
    private final MailThreads threads;
    private final Letter letter;

    /**
     * @param groups whether this sink gets one notice where many checks turned at once
     * @throws IllegalArgumentException where {@code from} or {@code to} is not a mail address; names the key
     */
    public MailMessage(SinkSettings.Mail settings, boolean groups) {
        this(settings, groups, null);
    }

    /** @param letter null = the one that people are to get */
    MailMessage(SinkSettings.Mail settings, boolean groups, Letter letter) {
        from = MailAddresses.of("sink.mail.from", List.of(settings.from()))[0];
        to = MailAddresses.of("sink.mail.to", settings.to());
        session = session(MailAddresses.needUtf8(settings));
        threads = new MailThreads(domain(from.getAddress()), groups);
        this.letter = letter == null ? this::whole : letter;
    }

    /** Makes a mail of a notice that is clean already. */
    @FunctionalInterface
    interface Letter {
        MimeMessage of(Notice notice) throws MessagingException;
    }

    /** The mail, complete: camel-mail sends a body of this type as it is. */
    public MimeMessage compose(Notice notice) throws MessagingException {
        try {
            return letter.of(SanitizedNotice.notice(notice));
        } catch (MessagingException | RuntimeException e) {
            FallbackText.log("mail", notice, e);
            return plainest(notice);
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

    /** One part of plain text, and what a filter needs. */
    private MimeMessage plainest(Notice notice) throws MessagingException {
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

    /** Headers are written in UTF-8 where an address needs that, else in ASCII. */
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

        Mail(Session session, String messageId) {
            super(session);
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
