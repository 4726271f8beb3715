package bench;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Arguments in pairs, {@code --cycles 100}; what is not given has its default. */
final class Options {

    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /** Says what there is and ends the process where an argument is not known. */
    static Options of(String[] arguments, Map<String, String> defaults) {
        Map<String, String> values = new TreeMap<>(defaults);
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].replaceFirst("^--", "");
            if (!defaults.containsKey(name) || i + 1 == arguments.length) {
                System.err.println("options, with their defaults: " + new TreeMap<>(defaults));
                System.exit(2);
            }
            values.put(name, arguments[i + 1]);
        }
        return new Options(values);
    }

    String text(String name) {
        return values.get(name);
    }

    int number(String name) {
        return Integer.parseInt(values.get(name));
    }

    /** {@code 0.2s}, {@code 20s}, {@code 2m}. */
    Duration duration(String name) {
        return Duration.parse("PT" + values.get(name));
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
