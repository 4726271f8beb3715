package dev.freshwatch.page;

import java.util.ArrayList;
import java.util.List;

/** Attributes of an SVG element. */
final class SvgAttributes {

    private SvgAttributes() {}

    /** @param attributes by name and value in turn; those whose value is null are left out */
    static String[] with(Object... attributes) {
        List<String> given = new ArrayList<>();
        for (int at = 0; at < attributes.length; at += 2) {
            Object value = attributes[at + 1];
            if (value != null) {
                given.add(attributes[at].toString());
                given.add(value instanceof Double number ? PathData.number(number) : value.toString());
            }
        }
        return given.toArray(String[]::new);
    }

    static String percent(double value) {
        return PathData.number(value) + "%";
    }
}
