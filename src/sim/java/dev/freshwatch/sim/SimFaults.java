package dev.freshwatch.sim;

import java.util.ArrayList;
import java.util.List;

/** The script of misbehaviour: the first rule that matches a request and is not used up applies. Thread-safe. */
public final class SimFaults {

    /** Value of {@code command} that matches every request. */
    public static final String ANY = "*";

    private final List<Rule> rules = new ArrayList<>();

    /** Applies a fault to every request of this command from now on. */
    public SimFaults always(String command, SimFault fault) {
        return add(new Rule(command, null, Integer.MAX_VALUE, fault));
    }

    /** Applies a fault to every request of this command about this device from now on. */
    public SimFaults always(String command, long deviceId, SimFault fault) {
        return add(new Rule(command, deviceId, Integer.MAX_VALUE, fault));
    }

    /** Applies a fault to the next {@code times} requests of this command. */
    public SimFaults next(int times, String command, SimFault fault) {
        return add(new Rule(command, null, times, fault));
    }

    /** Applies a fault to the next {@code times} requests of this command about this device. */
    public SimFaults next(int times, String command, long deviceId, SimFault fault) {
        return add(new Rule(command, deviceId, times, fault));
    }

    /** Ends all misbehaviour. */
    public synchronized void clear() {
        rules.clear();
    }

    private synchronized SimFaults add(Rule rule) {
        rules.add(rule);
        return this;
    }

    /** Returns the fault to apply now; null = none. A device id of 0 = about no device. */
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
