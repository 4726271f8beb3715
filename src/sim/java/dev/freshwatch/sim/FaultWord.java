package dev.freshwatch.sim;

import java.time.Duration;

/**
 * Faults on command lines: {@code hang reset close truncate html empty garbage unauthorized forbidden},
 * {@code drip:1s}, {@code delay:2s}, {@code status:503}, {@code retry:429:30} (status, then Retry-After),
 * {@code retype:text/html}, {@code redirect:/path} or {@code redirect:http://…}, {@code huge:5000000} (bytes).
 */
public final class FaultWord {

    private FaultWord() {}

    /** @throws IllegalArgumentException if there is no such fault */
    public static SimFault parse(String text) {
        if (text.startsWith("redirect:")) {
            return SimFault.redirect(text.substring("redirect:".length()));
        }
        String[] parts = text.split(":", 3);
        return switch (parts[0] + (parts.length - 1)) {
            case "hang0" -> SimFault.hang();
            case "reset0" -> SimFault.reset();
            case "close0" -> SimFault.close();
            case "truncate0" -> SimFault.truncate();
            case "html0" -> SimFault.html();
            case "empty0" -> SimFault.empty();
            case "garbage0" -> SimFault.garbage();
            case "unauthorized0" -> SimFault.unauthorized();
            case "forbidden0" -> SimFault.forbidden();
            case "retype1" -> SimFault.retype(parts[1]);
            case "huge1" -> SimFault.huge(Integer.parseInt(parts[1]));
            case "drip0" -> SimFault.drip(Duration.ofSeconds(1));
            case "drip1" -> SimFault.drip(DurationWord.parse(parts[1]));
            case "delay1" -> SimFault.delay(DurationWord.parse(parts[1]));
            case "status1" -> SimFault.status(Integer.parseInt(parts[1]), "Error processing request");
            case "retry2" -> SimFault.retryAfter(Integer.parseInt(parts[1]), parts[2]);
            default -> throw new IllegalArgumentException("no fault '" + text + "'");
        };
    }
}
