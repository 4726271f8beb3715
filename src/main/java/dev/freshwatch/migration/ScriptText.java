package dev.freshwatch.migration;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a script of a monitor asks of a MISP, as far as its text shows it. The script is never run. */
final class ScriptText {

    /** What can be asked. */
    enum Asks {
        PING,
        PAGE,
        REST,
        WORKERS,
        RESTART
    }

    private static final Pattern ASSIGNED = Pattern.compile(
            "\\s*(?:export\\s+|local\\s+|readonly\\s+)?([A-Za-z_]\\w{0,60})=(?:\"([^\"`]*)\"|'([^']*)'|([^\\s\"'`(]*))\\s*;?\\s*");
    private static final Pattern OUTPUT =
            Pattern.compile("\\s*(?:export\\s+|local\\s+)?([A-Za-z_]\\w{0,60})=[\"']?(?:\\$\\(|`).*");
    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:\\{([A-Za-z_]\\w{0,60}|\\d)(?::?-[^}]{0,200})?}|([A-Za-z_]\\w{0,60}|\\d))");
    private static final Pattern PLACE = Pattern.compile(
            "(?:(https?)://)?([A-Za-z0-9_.:\\[\\]-]{1,260}?)((?:/[A-Za-z0-9_.~%-]{1,100}){0,4}?)" + MispPath.KNOWN,
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ASKED = Pattern.compile(MispPath.KNOWN, Pattern.CASE_INSENSITIVE);
    private static final Pattern URL =
            Pattern.compile("(https?)://([A-Za-z0-9_.:\\[\\]-]{1,260})", Pattern.CASE_INSENSITIVE);
    private static final Pattern KEY =
            Pattern.compile("(?:Authorization|X-MISP-AUTH)\\s*[:=]\\s*([^\\s\"'`]{1,200})", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNVERIFIED = Pattern.compile(
            "curl\\b.*\\s(-[a-zA-Z]*k[a-zA-Z]*|--insecure)(\\s|$)|--no-check-certificate|verify\\s*=\\s*False|verifycert\\s*=\\s*False",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PINGS = Pattern.compile("(^|[\\s;|&/(`])f?ping6?\\s+-?\\S");
    private static final Pattern LACKS_FALSE = Pattern.compile("(=~|==|grep\\b[^|]*)\\s*[\"']?false\\b");
    private static final int MOST_LINES = 5_000;
    private static final int LONGEST_LINE = 4_000;
    private static final int DEEPEST = 5;

    private final Map<String, String> variables = new HashMap<>();
    private final Set<String> outputs = new TreeSet<>();
    private final Set<Asks> asks = EnumSet.noneOf(Asks.class);
    private final List<String> faults = new ArrayList<>();
    private final List<String> arguments;
    private MispAddress address;
    private MispAddress first;
    private String key;
    private boolean keyInScript;
    private int open;

    /**
     * @param text      of the script
     * @param arguments with which OpenNMS calls it
     */
    ScriptText(String text, List<String> arguments) {
        this.arguments = arguments;
        List<String> lines = text.replaceAll("\\\\\r?\n", " ")
                .lines()
                .limit(MOST_LINES)
                .filter(line -> line.length() <= LONGEST_LINE && !line.strip().startsWith("#"))
                .toList();
        lines.forEach(this::assign);
        lines.forEach(this::read);
        judge(text);
    }

    Set<Asks> asks() {
        return asks;
    }

    /** Empty where the script does not say it, or says it by what OpenNMS's database holds. */
    Optional<MispAddress> address() {
        return Optional.ofNullable(address != null ? address : first);
    }

    /** Whether it logs in with a key; which one, only to compare it with others. */
    Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /** Whether the key is one of the arguments, so that the process list shows it. */
    boolean isKeyAnArgument() {
        return key != null && isIn(arguments, key);
    }

    private static boolean isIn(List<String> arguments, String key) {
        return arguments.stream().anyMatch(argument -> argument.contains(key));
    }

    boolean isKeyInScript() {
        return keyInScript;
    }

    /** Clauses about what the script does wrong. */
    List<String> faults() {
        return faults;
    }

    private void assign(String line) {
        Matcher assigned = ASSIGNED.matcher(line);
        if (assigned.matches()) {
            for (int group = 2; group <= 4; group++) {
                if (assigned.group(group) != null) {
                    variables.putIfAbsent(assigned.group(1), assigned.group(group));
                }
            }
        }
        Matcher output = OUTPUT.matcher(line);
        if (output.matches()) {
            outputs.add(output.group(1));
        }
    }

    /** What the shell makes of it, where that is known. */
    private String resolved(String text) {
        String result = text;
        for (int i = 0; i < DEEPEST && result.indexOf('$') >= 0 && result.length() <= LONGEST_LINE; i++) {
            Matcher variable = VARIABLE.matcher(result);
            result = variable.replaceAll(found -> Matcher.quoteReplacement(
                    value(found.group(1), found.group(2)).orElse(found.group())));
        }
        return result;
    }

    private Optional<String> value(String braced, String bare) {
        String name = braced != null ? braced : bare;
        if (!Character.isDigit(name.charAt(0))) {
            return Optional.ofNullable(variables.get(name));
        }
        int number = Integer.parseInt(name);
        return number >= 1 && number <= arguments.size() ? Optional.of(arguments.get(number - 1)) : Optional.empty();
    }

    private void read(String line) {
        String resolved = resolved(line);
        boolean conditional = open > 0 || line.contains("&&") || line.contains("||");
        count(line);
        if (PINGS.matcher(line).find()) {
            asks.add(Asks.PING);
        }
        Matcher asked = ASKED.matcher(resolved);
        while (asked.find()) {
            take(asked.group(), conditional);
        }
        Matcher place = PLACE.matcher(resolved);
        while (address == null && place.find()) {
            String scheme = place.group(1) == null ? "http" : place.group(1);
            address = MispAddress.of(scheme, place.group(2), place.group(3)).orElse(null);
        }
        Matcher url = URL.matcher(resolved);
        if (first == null && url.find()) {
            first = MispAddress.of(url.group(1), url.group(2), "").orElse(null);
        }
        Matcher found = KEY.matcher(resolved);
        if (found.find() && !found.group(1).contains("$")) {
            key = found.group(1);
            keyInScript |= !isIn(arguments, key);
        }
        if (UNVERIFIED.matcher(line).find()) {
            fault("the script does not verify the certificate of MISP, so anybody in between could read the key");
        }
    }

    private void count(String line) {
        for (String word : line.strip().split("[\\s;]+")) {
            switch (word) {
                case "if", "case", "for", "while", "until" -> open++;
                case "fi", "esac", "done" -> open = Math.max(0, open - 1);
                default -> {
                    // No bracket of the shell's language.
                }
            }
        }
    }

    private void take(String known, boolean conditional) {
        Asks what = MispPath.asks(known);
        asks.add(what);
        if (what == Asks.RESTART) {
            restart(known.toLowerCase(Locale.ROOT), conditional);
        }
    }

    private void restart(String path, boolean conditional) {
        if (!conditional) {
            fault("the script restarts workers at every poll, also when all is well; Freshwatch restarts only after a"
                    + " confirmed problem, and looks whether it helped");
        }
        if (!path.startsWith("/servers/restartdeadworkers")) {
            fault("the script restarts workers that are alive, too; Freshwatch restarts dead ones only");
        }
    }

    private void judge(String text) {
        if (asks.contains(Asks.WORKERS) && LACKS_FALSE.matcher(text).find()) {
            fault("the script takes everything without the word false for good: a refused key, an error, no answer, or"
                    + " no worker at all; here that is unknown, or down");
        }
        if (asks.contains(Asks.REST) && text.matches("(?s).*(=~|grep)[^\\n]{0,40}\\buid\\b.*")) {
            fault("the script takes every text with uid for good, such as an error page; here an answer must be what"
                    + " MISP answers");
        }
        for (String output : outputs) {
            if (text.lines().anyMatch(line -> line.strip().matches("\\$\\{?" + output + "}?"))) {
                fault("the script runs the answer of MISP as a command");
            }
        }
    }

    private void fault(String text) {
        if (!faults.contains(text)) {
            faults.add(text);
        }
    }
}
