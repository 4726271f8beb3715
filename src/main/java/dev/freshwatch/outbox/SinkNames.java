package dev.freshwatch.outbox;

import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;

/**
 * The names of sinks that the loaded routes use. Reads the routes' definitions, so nothing needs to be started.
 *
 * @param addressed sinks that some route sends to; without {@code told}
 * @param read      sinks that some route begins with
 */
public record SinkNames(Set<String> addressed, Set<String> read) {

    public static SinkNames in(CamelContext context) {
        Set<String> addressed = new TreeSet<>();
        Set<String> read = new TreeSet<>();
        for (RouteDefinition route : ((ModelCamelContext) context).getRouteDefinitions()) {
            if (route.getInput() != null) {
                add(context, route.getInput().getEndpointUri(), read);
            }
            ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class)
                    .forEach(to -> add(context, to.getEndpointUri(), addressed));
        }
        addressed.remove(OutboxComponent.TOLD);
        return new SinkNames(addressed, read);
    }

    /** Sinks that are addressed although nobody reads them: notices for them would go nowhere. */
    public Set<String> unread(Set<String> disabled) {
        Set<String> unread = new TreeSet<>(addressed);
        unread.removeAll(read);
        unread.removeAll(disabled);
        return unread;
    }

    private static void add(CamelContext context, String uri, Set<String> names) {
        String plain = context.resolvePropertyPlaceholders(uri);
        if (plain.startsWith("outbox:")) {
            String name = plain.substring("outbox:".length()).replaceFirst("^//", "");
            names.add(name.replaceFirst("\\?.*", ""));
        }
    }
}
