package dev.freshwatch.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * The script of misbehaviour: the first rule that fits a request and is not used up decides. Safe for use by many
 * threads.
 */
public final class SimFaults {

    /** For {@code command}: every request. */
    public static final String ANY = "*";

    private final List<Rule> rules = new ArrayList<>();

    /** Every request of this command, from now on. */
    public SimFaults always(String command, SimFault fault) {
        return add(new Rule(command, null, Integer.MAX_VALUE, fault));
    }

    /** Every request of this command that is about this device, from now on. */
    public SimFaults always(String command, long deviceId, SimFault fault) {
        return add(new Rule(command, deviceId, Integer.MAX_VALUE, fault));
    }

    /** The next {@code times} requests of this command. */
    public SimFaults next(int times, String command, SimFault fault) {
        return add(new Rule(command, null, times, fault));
    }

    /** The next {@code times} requests of this command that are about this device. */
    public SimFaults next(int times, String command, long deviceId, SimFault fault) {
        return add(new Rule(command, deviceId, times, fault));
    }

    /** Behaves again. */
    public synchronized void clear() {
        rules.clear();
    }

    private synchronized SimFaults add(Rule rule) {
        rules.add(rule);
        return this;
    }

    /** What to do wrong now; null = nothing. A device id of 0 = about none. */
    public synchronized SimFault take(String command, long deviceId) {
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
        private final SimFault fault;
        private int left;

        Rule(String command, Long deviceId, int times, SimFault fault) {
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
