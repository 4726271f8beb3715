package dev.freshwatch.route;

import dev.freshwatch.config.Texts;
import dev.freshwatch.freshness.PlainText;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.component.bean.MethodNotFoundException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.model.RouteDefinition;

/**
 * Says in one line why Camel cannot make a route, with file, line and what to write instead. Addresses are not repeated,
 * because they may hold what a placeholder brought in.
 */
public final class CamelFault {

    private static final int LONGEST = 200;
    private static final int MOST_NAMES = 10;

    private static final Pattern AT = Pattern.compile(">>> (.*?) <<<", Pattern.DOTALL);
    private static final Pattern ADDRESS =
            Pattern.compile("\\b([A-Za-z][A-Za-z0-9+-]+):[^\\s;,\\]]*[/?=@][^\\s;,\\]]*");
    private static final Pattern UNKNOWN = Pattern.compile("Unknown parameters=\\[\\{(.*?)[=}]");
    private static final Pattern UNBOUND = Pattern.compile("Cannot find \\w+ in Registry with name: (\\S+)");
    private static final Pattern DATA_FORMAT =
            Pattern.compile("Data ?format '?([\\w-]+)'? could not be (?:created|found).*");

    private final CamelContext context;

    /** @param context whose beans can be named */
    public CamelFault(CamelContext context) {
        this.context = context;
    }

    /**
     * The fault of a route that cannot be made.
     *
     * @param failure what Camel threw
     */
    public String of(RouteDefinition route, Throwable failure) {
        return StepPlace.of(route, at(failure), missing(failure)) + ": "
                + what(failure, Objects.requireNonNullElse(at(failure), ""));
    }

    /** The fault of routes that cannot be read or made, where it is not known of which. */
    public String of(Throwable failure) {
        return what(failure, "");
    }

    /** The innermost step as it is written, where Camel tells it. */
    private static String at(Throwable failure) {
        String step = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher at = AT.matcher(Objects.requireNonNullElse(cause.getMessage(), ""));
            if (cause instanceof FailedToCreateRouteException && at.find()) {
                step = at.group(1);
            }
        }
        return step;
    }

    private static String missing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoSuchBeanException bean) {
                return bean.getName();
            }
            if (cause instanceof MethodNotFoundException method) {
                return method.getMethodName();
            }
        }
        return null;
    }

    private String what(Throwable failure, String step) {
        Throwable innermost = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String known = known(cause, step);
            if (known != null) {
                return known;
            }
            innermost = cause;
        }
        String message = Objects.requireNonNullElse(
                innermost.getMessage(), innermost.getClass().getSimpleName());
        return clean(message);
    }

    private String known(Throwable cause, String step) {
        if (cause instanceof NoSuchBeanException missing) {
            return bean(missing.getName());
        }
        if (cause instanceof MethodNotFoundException missing) {
            return method(missing);
        }
        if (cause instanceof NoSuchEndpointException missing) {
            String scheme = missing.getUri().replaceFirst("[:?].*", "");
            return "there is no component '" + name(scheme) + "'; correct the name" + jar(scheme);
        }
        if (cause instanceof NoSuchLanguageException missing) {
            return "there is no language '" + name(missing.getLanguage()) + "'; correct the name"
                    + jar(missing.getLanguage());
        }
        if (cause instanceof ClassNotFoundException) {
            return "there is no class " + name(cause.getMessage()) + "; put its jar into lib/, or correct the name";
        }
        if (cause instanceof LinkageError && cause.getCause() == null) {
            return "a class is missing or of another version (" + clean(cause.toString())
                    + "); put the jars that belong together into lib/";
        }
        if (cause instanceof PropertyBindingException binding) {
            return option(binding, step);
        }
        if (cause instanceof ResolveEndpointFailedException unresolved) {
            Matcher unknown = UNKNOWN.matcher(Objects.requireNonNullElse(unresolved.getMessage(), ""));
            return unknown.find() ? "there is no option '" + name(unknown.group(1)) + "'; correct its name" : null;
        }
        if (cause instanceof ExpressionIllegalSyntaxException && cause.getCause() instanceof NoSuchBeanException) {
            return null;
        }
        if (cause instanceof SimpleIllegalSyntaxException syntax) {
            return String.format(
                    Locale.ROOT,
                    "this is not valid in Camel's simple language, at character %d: %s; correct the expression",
                    syntax.getIndex() + 1,
                    clean(syntax.getShortMessage()));
        }
        if (cause instanceof ExpressionIllegalSyntaxException) {
            return "this expression is not valid in its language; correct it";
        }
        return said(Objects.requireNonNullElse(cause.getMessage(), ""));
    }

    /** What Camel has no exception of its own for. */
    private String said(String message) {
        Matcher format = DATA_FORMAT.matcher(message);
        if (format.matches()) {
            return "there is no data format '" + name(format.group(1)) + "'; correct the name" + jar(format.group(1));
        }
        Matcher unbound = UNBOUND.matcher(message);
        if (unbound.matches()) {
            return bean(unbound.group(1));
        }
        return message.equals("Unsupported definition: null")
                ? "the expression is missing; write one, such as simple, under expression:"
                : null;
    }

    private String bean(String missing) {
        return "there is no bean '" + name(missing) + "'; " + nearest(missing, beans())
                + "write the name of one that is there, or add it under beans: in a route file";
    }

    private static String method(MethodNotFoundException missing) {
        String method = missing.getMethodName().replaceFirst("\\(.*", "");
        String what = "the bean has no method '" + name(method) + "'";
        Object bean = missing.getBean();
        if (bean == null) {
            return what + "; correct the name";
        }
        Class<?> type = bean instanceof Class<?> itself ? itself : bean.getClass();
        Collection<String> methods = new TreeSet<>();
        Arrays.stream(type.getDeclaredMethods())
                .filter(known -> Modifier.isPublic(known.getModifiers()) && !known.isSynthetic())
                .map(Method::getName)
                .forEach(methods::add);
        return what + "; " + nearest(method, methods) + "it has " + list(methods);
    }

    private static String option(PropertyBindingException binding, String step) {
        String value = String.valueOf(binding.getValue());
        boolean written = step.contains(value);
        String what = "the option '" + name(binding.getPropertyName()) + "' does not accept "
                + (written ? "'" + name(value) + "'" : "this value");
        for (Throwable cause = binding.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof TypeConversionException conversion) {
                Class<?> type = conversion.getToType();
                return what + "; write "
                        + (type.isEnum()
                                ? "one of "
                                        + list(Arrays.stream(type.getEnumConstants())
                                                .map(String::valueOf)
                                                .toList())
                                : "a value of the type " + type.getSimpleName());
            }
        }
        return what + "; correct it";
    }

    private Collection<String> beans() {
        return context.getRegistry().findByTypeWithName(Object.class).keySet();
    }

    private String jar(String name) {
        return ", or put camel-" + name(name) + "-" + context.getVersion() + ".jar and what it needs into lib/";
    }

    private static String nearest(String name, Collection<String> known) {
        return Texts.nearest(name, known)
                .map(near -> "did you mean " + name(near) + "? Otherwise ")
                .orElse("");
    }

    private static String list(Collection<String> names) {
        List<String> shown = names.stream().limit(MOST_NAMES).toList();
        return String.join(", ", shown) + (shown.size() < names.size() ? " …" : "");
    }

    private static String name(String text) {
        return PlainText.line(text, LONGEST);
    }

    /** One line without what follows the scheme of an address. */
    private static String clean(String text) {
        return PlainText.line(ADDRESS.matcher(text).replaceAll("$1:…"), LONGEST);
    }
}
