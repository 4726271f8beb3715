package dev.freshwatch.tls;

import java.io.IOException;

/** A client certificate cannot be used: which of its files, what is wrong with it, and what to write instead. */
public final class UnusableClientCertificate extends IOException {

    private static final long serialVersionUID = 1L;

    /** The setting to correct. */
    public enum Part {
        CERTIFICATE,
        KEY,
        PASSWORD
    }

    private final Part part;
    private final String problem;
    private final String hint;

    UnusableClientCertificate(Part part, String problem, String hint) {
        super(problem + "; " + hint);
        this.part = part;
        this.problem = problem;
        this.hint = hint;
    }

    public Part part() {
        return part;
    }

    /** Returns what is wrong, without any content of the files. */
    public String problem() {
        return problem;
    }

    public String hint() {
        return hint;
    }
}
