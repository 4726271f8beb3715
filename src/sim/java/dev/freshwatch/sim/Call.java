package dev.freshwatch.sim;

import java.util.Set;

/** One call of a command, with strict access to its parameters. */
record Call(String command, Shape shape, SimRequest request) {

    /** Rejects parameters that the command does not know. */
    void onlyParameters(Set<String> known) throws SimRefusal {
        for (String name : request.query().keySet()) {
            if (!known.contains(name)) {
                throw SimRefusal.invalidInput(command + ": unknown parameter '" + name + "'");
            }
        }
    }

    /** @param otherwise default; null = the parameter is required */
    String parameter(String name, Set<String> oneOf, String otherwise) throws SimRefusal {
        String value = parameter(name, otherwise);
        if (!oneOf.contains(value)) {
            throw SimRefusal.invalidInput(command + ": no value '" + value + "' of parameter '" + name + "'");
        }
        return value;
    }

    String parameter(String name, String otherwise) throws SimRefusal {
        String value = request.query().getOrDefault(name, otherwise);
        if (value == null) {
            throw SimRefusal.invalidInput(command + ": no parameter '" + name + "'");
        }
        return value;
    }

    int number(String name, int min, int max, Integer otherwise) throws SimRefusal {
        String value = parameter(name, otherwise == null ? null : otherwise.toString());
        if (!value.matches("\\d{1,9}") || Integer.parseInt(value) < min || Integer.parseInt(value) > max) {
            throw SimRefusal.invalidInput(command + ": parameter '" + name + "' is not from " + min + " to " + max);
        }
        return Integer.parseInt(value);
    }

    boolean flag(String name, String otherwise) throws SimRefusal {
        return parameter(name, Set.of("true", "false"), otherwise).equals("true");
    }

    boolean hasBody() {
        return request.body().length > 0;
    }

    void noBody() throws SimRefusal {
        if (hasBody()) {
            throw SimRefusal.invalidInput(command + ": takes no body");
        }
    }
}
