package dev.freshwatch.sim;

import java.util.Set;

/** One call of a command, with what its strict reading needs. */
record Call(String command, Shape shape, HttpRequest request) {

    /** Refuses parameters that the command does not know. */
    void onlyParameters(Set<String> known) throws Refusal {
        for (String name : request.query().keySet()) {
            if (!known.contains(name)) {
                throw Refusal.invalidInput(command + ": unknown parameter '" + name + "'");
            }
        }
    }

    /** @param otherwise null = it must be there */
    String parameter(String name, Set<String> oneOf, String otherwise) throws Refusal {
        String value = parameter(name, otherwise);
        if (!oneOf.contains(value)) {
            throw Refusal.invalidInput(command + ": no value '" + value + "' of parameter '" + name + "'");
        }
        return value;
    }

    String parameter(String name, String otherwise) throws Refusal {
        String value = request.query().getOrDefault(name, otherwise);
        if (value == null) {
            throw Refusal.invalidInput(command + ": no parameter '" + name + "'");
        }
        return value;
    }

    int number(String name, int min, int max, Integer otherwise) throws Refusal {
        String value = parameter(name, otherwise == null ? null : otherwise.toString());
        if (!value.matches("\\d{1,9}") || Integer.parseInt(value) < min || Integer.parseInt(value) > max) {
            throw Refusal.invalidInput(command + ": parameter '" + name + "' is not from " + min + " to " + max);
        }
        return Integer.parseInt(value);
    }

    boolean flag(String name, String otherwise) throws Refusal {
        return parameter(name, Set.of("true", "false"), otherwise).equals("true");
    }

    boolean hasBody() {
        return request.body().length > 0;
    }

    void noBody() throws Refusal {
        if (hasBody()) {
            throw Refusal.invalidInput(command + ": takes no body");
        }
    }
}
