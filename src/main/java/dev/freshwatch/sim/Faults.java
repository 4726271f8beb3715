package dev.freshwatch.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * The script of misbehaviour: the first rule that fits a request and is not used up decides. Safe for use by many
 * threads.
 */
public final class Faults {

    /** For {@code command}: every request. */
    public static final String ANY = "*";

    private final List<Rule> rules = new ArrayList<>();

    /** Every request of this command, from now on. */
    public Faults always(String command, Fault fault) {
        return add(new Rule(command, null, Integer.MAX_VALUE, fault));
    }

    /** Every request of this command that is about this device, from now on. */
    public Faults always(String command, long deviceId, Fault fault) {
        return add(new Rule(command, deviceId, Integer.MAX_VALUE, fault));
    }

    /** The next {@code times} requests of this command. */
    public Faults next(int times, String command, Fault fault) {
        return add(new Rule(command, null, times, fault));
    }

    /** The next {@code times} requests of this command that are about this device. */
    public Faults next(int times, String command, long deviceId, Fault fault) {
        return add(new Rule(command, deviceId, times, fault));
    }

    /** Behaves again. */
    public synchronized void clear() {
        rules.clear();
    }

    private synchronized Faults add(Rule rule) {
        rules.add(rule);
        return this;
    }

    /** What to do wrong now; null = nothing. A device id of 0 = about none. */
    public synchronized Fault take(String command, long deviceId) {
        for (Rule rule : rules) {
            if (rule.left > 0 && rule.fits(command, deviceId)) {
                if (rule.left < Integer.MAX_VALUE) {
                    rule.left--;
                }
                rules.removeIf(used -> used.left == 0);
                return rule.fault;
            }
        }
        return null;
    }

    private static final class Rule {
        private final String command;
        private final Long deviceId;
        private final Fault fault;
        private int left;

        Rule(String command, Long deviceId, int times, Fault fault) {
            this.command = command;
            this.deviceId = deviceId;
            this.left = times;
            this.fault = fault;
        }

        boolean fits(String asked, long about) {
            return (command.equals(ANY) || command.equals(asked)) && (deviceId == null || deviceId == about);
        }
    }
}
