package dev.freshwatch.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Types of values that are lists. */
final class ListTypes {

    /** Names may have blanks in them. */
    static final Type<List<String>> CHECKS =
            Type.quoted("check ids or names, comma separated, with `*` and `?`", ListTypes::checks);

    private ListTypes() {}

    /** One or more words of an enum, comma separated. */
    static <E extends Enum<E>> Type<Set<E>> listOf(Class<E> values) {
        Map<String, E> byWord = new LinkedHashMap<>();
        for (E constant : values.getEnumConstants()) {
            byWord.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        String documented = "`" + String.join("` `", byWord.keySet()) + "`, comma separated";
        return Type.quoted(documented, text -> {
            Set<E> chosen = EnumSet.noneOf(values);
            for (String part : text.split(",", -1)) {
                String word = part.strip();
                E constant = byWord.get(word.toLowerCase(Locale.ROOT));
                if (constant == null) {
                    throw new BadValue(
                            word.isEmpty() ? "contains an empty entry" : "contains an unknown word",
                            Optional.of(word.toLowerCase(Locale.ROOT))
                                    .filter(typed -> !typed.isEmpty())
                                    .flatMap(typed -> Nearest.of(typed, byWord.keySet()))
                                    .map(nearest -> "did you mean " + nearest + "?")
                                    .orElse("write one or more of " + String.join(", ", byWord.keySet())
                                            + ", separated by commas"));
                }
                chosen.add(constant);
            }
            return Collections.unmodifiableSet(chosen);
        });
    }

    private static List<String> checks(String text) throws BadValue {
        List<String> globs =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        // names may have blanks, ids have none: those are two ids without a comma
        if (globs.stream()
                .anyMatch(glob -> glob.isEmpty() || glob.contains(";") || glob.matches(".*/.*\\s.*|.*\\s.*/.*"))) {
            throw new BadValue(
                    "is not a list of checks",
                    "write ids, names or patterns such as esm/soc/* or ERC-1*, separated by commas");
        }
        return globs;
    }
}
