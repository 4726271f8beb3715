package dev.freshwatch.sim;

import java.time.Duration;

/**
 * Faults as words of a command line: {@code hang reset close truncate html empty garbage unauthorized forbidden},
 * {@code drip:1s}, {@code delay:2s}, {@code status:503}, {@code retry:429:30} (status, then Retry-After),
 * {@code retype:text/html}, {@code redirect:/path} or {@code redirect:http://…}, {@code huge:5000000} (bytes).
 */
public final class FaultWord {

    private FaultWord() {}

    /** @throws IllegalArgumentException where there is no such word */
    public static Fault parse(String text) {
        if (text.startsWith("redirect:")) {
            return Fault.redirect(text.substring("redirect:".length()));
        }
        String[] parts = text.split(":", 3);
        return switch (parts[0] + (parts.length - 1)) {
            case "hang0" -> Fault.hang();
            case "reset0" -> Fault.reset();
            case "close0" -> Fault.close();
            case "truncate0" -> Fault.truncate();
            case "html0" -> Fault.html();
            case "empty0" -> Fault.empty();
            case "garbage0" -> Fault.garbage();
            case "unauthorized0" -> Fault.unauthorized();
            case "forbidden0" -> Fault.forbidden();
            case "retype1" -> Fault.retype(parts[1]);
            case "huge1" -> Fault.huge(Integer.parseInt(parts[1]));
            case "drip0" -> Fault.drip(Duration.ofSeconds(1));
            case "drip1" -> Fault.drip(DurationWord.parse(parts[1]));
            case "delay1" -> Fault.delay(DurationWord.parse(parts[1]));
            case "status1" -> Fault.status(Integer.parseInt(parts[1]), "Error processing request");
            case "retry2" -> Fault.retryAfter(Integer.parseInt(parts[1]), parts[2]);
            default -> throw new IllegalArgumentException("no fault '" + text + "'");
        };
    }
}
