package dev.freshwatch.config;

import dev.freshwatch.config.EsmSettings.DateOrder;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The types of values. */
final class Types {

    static final Type<String> TEXT = Type.quoted("text", text -> text);

    static final Type<String> FILE = Type.quoted("file", Types::file);

    static final Type<Duration> DURATION = Type.quoted("duration", Durations::parse);

    /** Zero = none. */
    static final Type<Duration> DURATION_OR_NONE = Type.quoted("duration or `0`", Durations::orNone);

    static final Type<Integer> PORT = whole("port", 1, 65_535);

    static final Type<Boolean> BOOLEAN = oneOf(words(List.of("true", "false"), List.of(true, false)));

    /** True = all. */
    static final Type<Boolean> RECEIVERS = oneOf(words(List.of("configured", "all"), List.of(false, true)));

    static final Type<Boolean> AUTO_OR_OFF = oneOf(words(List.of("auto", "off"), List.of(true, false)));

    static final Type<Secret> SECRET = new Type<>("secret", Type.Shown.SECRET, Secret::new);

    static final Type<Secret> HEADER = new Type<>("text or secret", Type.Shown.SECRET, Types::header);

    /** Text that can be sent as a single word in a header. */
    static final Type<Secret> API_KEY = new Type<>("secret", Type.Shown.SECRET, Types::apiKey);

    /** Empty = none. */
    static final Type<Set<String>> QUEUES = Type.quoted("queues, comma separated, or `none`", Types::queues);

    static final Type<Optional<Integer>> NUMBER_OR_NONE = numberOrNone();

    static final Type<ZoneId> ZONE = Type.quoted("`auto` or an IANA zone", Types::zone);

    static final Type<String> INSTANCE_NAME = Type.quoted("name", Types::instanceName);

    /** A part of a check id: {@code freshwatch/node/<name>}. */
    static final Type<String> NODE = Type.quoted("name", Types::node);

    static final Type<DateOrder> DATE_ORDER =
            oneOf(words(List.of("auto", "MM/dd/yyyy", "dd/MM/yyyy", "yyyy/MM/dd"), List.of(DateOrder.values())));

    /** By name, 0 to 23 (RFC 5424, table 1). */
    static final Type<Integer> FACILITY = facility();

    private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");

    private static final Pattern NODE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private Types() {}

    static Type<Integer> whole(String words, int least, int most) {
        String hint = String.format(Locale.ROOT, "write a whole number from %d to %d", least, most);
        return Type.quoted(words, text -> {
            if (!text.matches("-?\\d{1,18}")) {
                throw new BadValue("is not a whole number", hint);
            }
            long number = Long.parseLong(text);
            if (number < least || number > most) {
                throw new BadValue(number < least ? "is too small" : "is too large", hint);
            }
            return (int) number;
        });
    }

    private static Type<Optional<Integer>> numberOrNone() {
        Type<Integer> number = whole("number", 1, 1_000_000);
        return Type.quoted("number, or `none`", text -> {
            if (text.equalsIgnoreCase("none")) {
                return Optional.empty();
            }
            try {
                return Optional.of(number.parse(text));
            } catch (BadValue bad) {
                throw new BadValue(bad.problem(), bad.hint() + ", or none");
            }
        });
    }

    /** The words of an enum: {@code OCTET_COUNTING} is written {@code octet-counting}. */
    static <E extends Enum<E>> Type<E> oneOf(Class<E> values) {
        List<E> constants = List.of(values.getEnumConstants());
        return oneOf(words(
                constants.stream()
                        .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList(),
                constants));
    }

    /** Words whose value is the word itself. */
    static Type<String> oneOf(String... words) {
        return oneOf(words(List.of(words), List.of(words)));
    }

    private static <T> Type<T> oneOf(Map<String, T> values) {
        Map<String, T> byWord = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byWord.putAll(values);
        String documented = "`" + String.join("` `", values.keySet()) + "`";
        return Type.quoted(documented, text -> {
            if (!byWord.containsKey(text)) {
                throw new BadValue("is not a valid value", "write " + choice(values.keySet()));
            }
            return byWord.get(text);
        });
    }

    /** {@code a, b or c} */
    static String choice(Collection<String> words) {
        String all = String.join(", ", words);
        int last = all.lastIndexOf(", ");
        return last < 0 ? all : all.substring(0, last) + " or " + all.substring(last + 2);
    }

    private static <T> Map<String, T> words(List<String> words, List<T> values) {
        Map<String, T> map = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            map.put(words.get(i), values.get(i));
        }
        return map;
    }

    private static Type<Integer> facility() {
        List<String> names =
                List.of(("kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit alert clock"
                                + " local0 local1 local2 local3 local4 local5 local6 local7")
                        .split(" "));
        Type<Integer> type =
                oneOf(words(names, names.stream().map(names::indexOf).toList()));
        return Type.quoted("syslog facility", type.parser());
    }

    private static Secret header(String text) throws BadValue {
        if (!text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f))) {
            throw new BadValue("has characters that a header cannot contain", "use printable ASCII, on one line");
        }
        return new Secret(text.strip());
    }

    private static Secret apiKey(String text) throws BadValue {
        String key = text.strip();
        if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new BadValue("is not an API key", "write the bare key: 40 letters and digits, no word before it");
        }
        return new Secret(key);
    }

    private static Set<String> queues(String text) throws BadValue {
        if (text.equalsIgnoreCase("none")) {
            return Set.of();
        }
        Set<String> queues = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            String queue = part.strip();
            if (!QUEUE.matcher(queue).matches() || queue.equalsIgnoreCase("none")) {
                throw new BadValue("is not a list of queues", "write names like email,scheduler, or just none");
            }
            queues.add(queue);
        }
        return Collections.unmodifiableSet(queues);
    }

    /** Null = auto. */
    private static ZoneId zone(String text) throws BadValue {
        if (text.equalsIgnoreCase("auto")) {
            return null;
        }
        Set<String> known = ZoneId.getAvailableZoneIds();
        if (!known.contains(text)) {
            throw new BadValue("is not a known time zone", zoneHint(text, known));
        }
        return ZoneId.of(text);
    }

    private static String zoneHint(String text, Set<String> known) {
        String end = "/" + text.strip().replace(' ', '_').toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(zone -> zone.toLowerCase(Locale.ROOT).endsWith(end))
                .min(String::compareTo)
                .or(() -> Nearest.of(text, known))
                .map(zone -> "did you mean " + zone + "?")
                .orElse("write auto, or an IANA name such as Europe/Berlin");
    }

    /** Anything else on the line would become part of the file name. */
    private static String file(String text) throws BadValue {
        if (text.matches(".*\\s#.*|([\"']).*\\1")) {
            throw new BadValue("is not a path", "write only the path");
        }
        return text;
    }

    private static String instanceName(String text) throws BadValue {
        if (!NAME.matcher(text).matches()) {
            throw new BadValue(
                    "cannot be a name", "use letters, digits, dots, dashes and underscores, at most 255 of them");
        }
        return text;
    }

    private static String node(String text) throws BadValue {
        if (!isNode(text)) {
            throw new BadValue(
                    "cannot be the name of a node",
                    "use letters, digits, dots, dashes and underscores, at most 63 of them, and begin with a letter or digit");
        }
        return text;
    }

    static boolean isNode(String text) {
        return NODE_NAME.matcher(text).matches();
    }
}
