package dev.freshwatch.tls;

import java.io.IOException;

/** A client certificate that cannot be used: which of its files, what is wrong, and what to write instead. */
public final class UnusableClientCertificate extends IOException {

    private static final long serialVersionUID = 1L;

    /** Which setting is to be mended. */
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

    /** Says nothing of what is in the files. */
    public String problem() {
        return problem;
    }

    public String hint() {
        return hint;
    }
}
